import CGit2

/// What a tree has at one watched path; folders count by their tree's id.
struct PathValue: Hashable {
  let oid: OID
  let mode: FileMode
}

/// The watched paths of a walk as a tree of names, so that each stored folder is read once for all paths below it, and
/// never again: most commits share most of their folders.
final class PathTrie {
  private final class Node {
    let name: [UInt8]
    /// The watched path that ends here.
    var leaf: Int?
    var children: [Node] = [] { didSet { byName = [:] } }
    private var byName: [[UInt8]: Node] = [:]
    /// What was found below a tree, by its id: (watched path, value), absent ones left out.
    var memo: [OID: [(leaf: Int, value: PathValue)]] = [:]

    init(_ name: [UInt8]) { self.name = name }

    func child(_ name: UnsafeRawBufferPointer) -> Node? {
      // A few are compared faster than a name is copied and hashed.
      if children.count <= 4 {
        return children.first { $0.name.count == name.count && $0.name.elementsEqual(name) }
      }
      if byName.isEmpty { byName = Dictionary(children.map { ($0.name, $0) }) { first, _ in first } }
      return byName[Array(name)]
    }
  }

  private let root = Node([])
  private let count: Int

  init(_ paths: [String]) {
    count = paths.count
    for (number, path) in paths.enumerated() {
      var node = root
      for part in path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init) {
        if let child = node.children.first(where: { $0.name == part }) {
          node = child
        } else {
          let child = Node(part)
          node.children.append(child)
          node = child
        }
      }
      node.leaf = number
    }
  }

  /// What a commit's tree has at the watched paths, in their order.
  func values(in tree: OID, of repository: Repository) throws(GitError) -> [PathValue?] {
    var values = [PathValue?](repeating: nil, count: count)
    if let leaf = root.leaf { values[leaf] = PathValue(oid: tree, mode: .tree) }
    for (leaf, value) in try found(below: root, tree, repository) { values[leaf] = value }
    return values
  }

  private func found(
    below node: Node, _ tree: OID, _ repository: Repository
  ) throws(GitError) -> [(leaf: Int, value: PathValue)] {
    if node.children.isEmpty || tree == .emptyTree { return [] }
    if let known = node.memo[tree] { return known }
    var matches: [(child: Node, value: PathValue)] = []
    let object = try repository.object(tree, GIT_OBJECT_TREE, "tree")
    let isWhole = object.withBytes { bytes in
      Tree.scan(bytes) { name, mode, oid in
        if let child = node.child(name) {
          matches.append((child, PathValue(oid: oid, mode: FileMode(raw: mode))))
        }
        return matches.count < node.children.count
      }
    }
    guard isWhole else {
      throw GitError(operation: "reading tree \(tree)", reason: "its format is broken", hint: "git fsck")
    }
    var result: [(leaf: Int, value: PathValue)] = []
    for (child, value) in matches {
      if let leaf = child.leaf { result.append((leaf, value)) }
      if value.mode == .tree { result += try found(below: child, value.oid, repository) }
    }
    node.memo[tree] = result
    return result
  }
}
