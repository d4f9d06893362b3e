import CGit2

extension Repository {
  /// The tree of all files that two sides have, without those that one of them deleted: that are in a common ancestor and not on
  /// both sides. Never a conflict, and the same tree whichever side is which.
  ///
  /// It is meant for files that are written once. Where both sides have a path with different contents, the one that was changed
  /// since the ancestors wins, else the smaller id; a folder wins over a file.
  /// - Parameter bases: the trees of all merge bases; empty: the two have nothing in common, and nothing was deleted.
  package func union(_ ours: OID, _ theirs: OID, bases: [OID]) throws(GitError) -> OID {
    var union = TreeUnion(repository: self)
    if let tree = try union.tree(TreeUnion.Sides(ours: ours, theirs: theirs, bases: bases.isEmpty ? [nil] : bases)) {
      return tree
    }
    return try write([], GIT_OBJECT_TREE, "the empty tree")
  }

  /// The trees of each commit's parent and of the commit, of those that are reachable from one of `tips` and from none of
  /// `excluded`; merges and first commits are passed over.
  package func steps(from tips: [OID], notIn excluded: [OID]) throws(GitError) -> [TreePair] {
    let range = tips.map { "\($0)\n" } + excluded.map { "^\($0)\n" }
    let lines = try gitOutput(
      ["rev-list", "--parents", "--no-merges", "--stdin"], input: Array(range.joined().utf8), doing: "listing commits")
    var pairs: [TreePair] = []
    for line in lines.split(separator: "\n") {
      let commits = line.split(separator: " ").compactMap { OID(hex: String($0)) }
      if commits.count == 2 { pairs.append(try TreePair(old: tree(of: commits[1]), new: tree(of: commits[0]))) }
    }
    return pairs
  }

  /// What differs between two folders, for each of many pairs; of folders in them only that they do. Names that git quotes, since
  /// they hold odd bytes, are left out.
  package func differences(of pairs: [TreePair]) throws(GitError) -> [TreePair: [TreeDifference]] {
    if pairs.isEmpty { return [:] }
    let lines = try gitOutput(
      ["diff-tree", "--stdin", "--raw", "--no-abbrev", "--no-renames"],
      input: Array(pairs.map { "\($0.old) \($0.new)\n" }.joined().utf8), doing: "comparing folders")
    var found: [TreePair: [TreeDifference]] = [:]
    var pair: TreePair?
    for line in lines.split(separator: "\n") {
      // `:040000 040000 OLD NEW M<TAB>name`, after a line with the two trees.
      let parts = line.split(separator: "\t", maxSplits: 1)
      let words = parts[0].split(separator: " ")
      if words.count == 2, let old = OID(hex: String(words[0])), let new = OID(hex: String(words[1])) {
        pair = TreePair(old: old, new: new)
      } else if let pair, words.count == 5, parts.count == 2, !parts[1].hasPrefix("\""),
        let old = OID(hex: String(words[2])), let new = OID(hex: String(words[3]))
      {
        found[pair, default: []].append(
          TreeDifference(
            name: String(parts[1]), old: words[0] == ":040000" ? .folder(old) : words[0] == ":000000" ? nil : .file,
            new: words[1] == "040000" ? .folder(new) : words[1] == "000000" ? nil : .file))
      }
    }
    return found
  }

  /// All best common ancestors of two commits: several after criss-cross merges, none where histories began apart.
  package func mergeBases(_ one: OID, _ other: OID) throws(GitError) -> [OID] {
    let finished = try git(["merge-base", "--all", "\(one)", "\(other)"])
    guard finished.status.isSuccess || finished.status == .exited(1) else {
      throw .program("looking for the merge bases of \(one.short) and \(other.short)", finished)
    }
    return finished.text.split(separator: "\n").compactMap { OID(hex: $0) }
  }
}

/// Two versions of one folder.
package struct TreePair: Hashable, Sendable {
  package let old: OID
  package let new: OID

  package init(old: OID, new: OID) {
    self.old = old
    self.new = new
  }
}

/// An entry that two versions of a folder do not have alike.
package struct TreeDifference: Sendable {
  package enum Entry: Equatable, Sendable {
    case file
    case folder(OID)

    /// nil: it is no folder.
    package var folder: OID? { if case .folder(let oid) = self { oid } else { nil } }
  }

  package let name: String
  /// nil: there was none.
  package let old: Entry?
  package let new: Entry?
}

/// A union in the making.
private struct TreeUnion {
  /// One folder on each side, and in each base; nil: there is none.
  struct Sides: Hashable {
    let ours: OID?
    let theirs: OID?
    /// At least one.
    let bases: [OID?]
  }

  let repository: Repository
  /// A stranger's tree may hold the same folder a thousand times, in itself a thousand of the next.
  private var known: [Sides: OID?] = [:]
  private var depth = 0

  init(repository: Repository) {
    self.repository = repository
  }

  /// - Returns: nil: nothing is left.
  mutating func tree(_ sides: Sides) throws(GitError) -> OID? {
    // Where one side is what all bases are, the other one decides.
    if sides.ours == sides.theirs || sides.bases.allSatisfy({ $0 == sides.theirs }) { return sides.ours }
    if sides.bases.allSatisfy({ $0 == sides.ours }) { return sides.theirs }
    if let result = known[sides] { return result }
    guard depth < 64 else {
      throw GitError(operation: "merging two trees", reason: "folders are nested deeper than 64")
    }
    depth += 1
    defer { depth -= 1 }
    let ours = try folder(sides.ours)
    let theirs = try folder(sides.theirs)
    var bases: [Folder] = []
    for base in sides.bases { bases.append(try folder(base)) }
    var result: [Tree.Item] = []
    // Two runs in order, which makes the sorting of large folders cheap.
    for name in ours.names + theirs.names.filter({ ours.byName[$0] == nil }) {
      let item = try merged(ours.byName[name], theirs.byName[name], bases.map { $0.byName[name] })
      if let item { result.append(item) }
    }
    let oid = result.isEmpty ? nil : try repository.write(Tree(result).bytes, GIT_OBJECT_TREE, "a tree")
    known[sides] = .some(oid)
    return oid
  }

  private mutating func merged(
    _ ours: Tree.Item?, _ theirs: Tree.Item?, _ bases: [Tree.Item?]
  ) throws(GitError) -> Tree.Item? {
    let folders = [ours, theirs].map { $0?.mode == .tree ? $0 : nil }
    if let folder = folders[0] ?? folders[1] {
      let oid = try tree(
        Sides(ours: folders[0]?.oid, theirs: folders[1]?.oid, bases: bases.map { $0?.mode == .tree ? $0?.oid : nil }))
      return oid.map { Tree.Item(name: folder.name, rawMode: folder.rawMode, oid: $0) }
    }
    guard let ours, let theirs else {
      return bases.contains { $0.map { $0.mode != .tree } ?? false } ? nil : ours ?? theirs
    }
    let isOld = { (item: Tree.Item) in bases.contains { $0?.oid == item.oid && $0?.rawMode == item.rawMode } }
    if isOld(ours) != isOld(theirs) { return isOld(ours) ? theirs : ours }
    return (ours.oid, ours.rawMode) <= (theirs.oid, theirs.rawMode) ? ours : theirs
  }

  private struct Folder {
    var names: [[UInt8]] = []
    var byName: [[UInt8]: Tree.Item] = [:]
  }

  private func folder(_ tree: OID?) throws(GitError) -> Folder {
    var folder = Folder()
    guard let tree else { return folder }
    // A name that a stranger's tree has twice counts once.
    for item in try repository.readTree(tree).items where folder.byName.updateValue(item, forKey: item.name) == nil {
      folder.names.append(item.name)
    }
    return folder
  }
}
