import CGit2
import Processes

/// A commit that changed a watched path.
package struct HistoryStep: Sendable {
  package let commit: Commit
  /// What the commit has at each watched path, in the order they were asked for; nil: nothing.
  package let entries: [TreeEntry?]
  /// The same for each parent that was followed, in the order of `commit.parents`; empty for a commit without known parents.
  package let parents: [[TreeEntry?]]
  /// Where a shallow clone ends: the commit has parents, but they are not here, so it is not known whether this commit
  /// made its entries or an older one.
  package let isBoundary: Bool
}

/// How a walk ended.
package struct HistoryEnd: Sendable {
  /// The boundaries of a shallow clone that were reached: history goes on beyond them, elsewhere.
  package let boundaries: [OID]
  /// The visitor asked to stop, or the limit was reached: there may be more.
  package let isStopped: Bool
}

extension Repository {
  /// Visits the commits in which one of the paths (a file, or a folder as a whole) is not what it is in a parent: the
  /// set and the order of `git log -- PATHS`, which follows, at a merge, only the first parent that is the same in
  /// these paths.
  /// - Parameters:
  ///   - paths: from the top; literally, no patterns.
  ///   - starts: where to begin.
  ///   - excluded: commits that are left out with all their ancestors, as `^REV` does.
  ///   - firstParentOnly: what was merged is seen at the merge alone, as with `--first-parent`.
  ///   - limit: of steps; nil: all.
  ///   - visit: false stops.
  /// - Returns: how the walk ended.
  /// - Throws: at an object that is missing, wherever that is: a history is never silently cut.
  @discardableResult package func commitsTouching(
    _ paths: [String], from starts: [OID], notIn excluded: [OID] = [], firstParentOnly: Bool = false,
    limit: Int? = nil,
    visit: (HistoryStep) throws(GitError) -> Bool
  ) throws(GitError) -> HistoryEnd {
    let walk = HistoryWalk(
      paths, in: self, boundaries: try shallowBoundaries(), mostParents: firstParentOnly ? 1 : .max)
    // Each object was hashed when it came in; to do it at each reading takes three quarters of the time.
    baseline_git_enable_strict_hash_verification(0)
    defer { baseline_git_enable_strict_hash_verification(1) }
    try walk.exclude(excluded)
    try walk.begin(at: starts)
    var count = 0
    while count < limit ?? .max {
      guard let step = try walk.next() else {
        return HistoryEnd(boundaries: walk.reachedBoundaries, isStopped: false)
      }
      count += 1
      guard try visit(step) else { break }
    }
    return HistoryEnd(boundaries: walk.reachedBoundaries, isStopped: true)
  }

  /// The commits whose parents a shallow clone does not have.
  func shallowBoundaries() throws(GitError) -> Set<OID> {
    let path = "\(commonDirectory)/shallow"
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    let code = errno
    guard let file = FileDescriptor(descriptor) else {
      if code == ENOENT { return [] }
      throw .system("reading \(path)", code)
    }
    let text = String(decoding: try file.contents(limit: 64 << 20, "reading \(path)"), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { OID(hex: $0) })
  }
}

/// git's walk with path limiting (revision.c: get_revision_1, try_to_simplify_commit), in default order.
private final class HistoryWalk {
  private struct Node {
    let tree: OID
    let parents: [OID]
    let time: Int64
    let isBoundary: Bool
  }

  private let repository: Repository
  private let paths: [[UInt8]]
  private let trie: PathTrie
  private let boundaries: Set<OID>
  /// How many parents of a commit are followed.
  private let mostParents: Int
  private var nodes: [OID: Node] = [:]
  private var values: [OID: [PathValue?]] = [:]
  private var queue = CommitQueue()
  private var seen: Set<OID> = []
  private var excluded: Set<OID> = []
  private var bottoms: Set<OID> = []
  private(set) var reachedBoundaries: [OID] = []

  init(_ paths: [String], in repository: Repository, boundaries: Set<OID>, mostParents: Int) {
    self.repository = repository
    self.paths = paths.map { Array($0.utf8) }
    self.boundaries = boundaries
    self.mostParents = mostParents
    trie = PathTrie(paths)
  }

  /// Leaves out these commits and all their ancestors.
  func exclude(_ commits: [OID]) throws(GitError) {
    bottoms = Set(commits)
    var waiting = commits
    while let oid = waiting.popLast() {
      if excluded.insert(oid).inserted { waiting += try node(oid).parents }
    }
  }

  func begin(at commits: [OID]) throws(GitError) {
    // git inserts its starting points in the order in which they were named.
    for oid in commits { try enqueue(oid) }
  }

  func next() throws(GitError) -> HistoryStep? {
    while let oid = queue.popFirst() {
      let node = try node(oid)
      if node.isBoundary { reachedBoundaries.append(oid) }
      let (changed, followed) = try simplified(node)
      for parent in followed { try enqueue(parent) }
      if changed { return try step(oid, node) }
    }
    return nil
  }

  /// Whether the commit changed something against its parents, and which of them history goes on with.
  private func simplified(_ node: Node) throws(GitError) -> (changed: Bool, followed: [OID]) {
    let own = try values(in: node.tree)
    let parents = Array(node.parents.prefix(mostParents))
    guard !parents.isEmpty else { return (own.contains { $0 != nil }, []) }
    var relevantParents = 0
    var relevantChange = false
    var irrelevantChange = false
    for parent in parents {
      // A commit at the very edge of the range still counts, as git's BOTTOM does.
      let isRelevant = !excluded.contains(parent) || bottoms.contains(parent)
      if isRelevant { relevantParents += 1 }
      if try values(in: self.node(parent).tree) == own {
        if isRelevant { return (false, [parent]) }
      } else if isRelevant {
        relevantChange = true
      } else {
        irrelevantChange = true
      }
    }
    return (relevantParents > 0 ? relevantChange : irrelevantChange, parents)
  }

  private func step(_ oid: OID, _ node: Node) throws(GitError) -> HistoryStep {
    var parents: [[TreeEntry?]] = []
    for parent in node.parents.prefix(mostParents) { parents.append(entries(try values(in: self.node(parent).tree))) }
    return HistoryStep(
      commit: try repository.commit(oid), entries: entries(try values(in: node.tree)), parents: parents,
      isBoundary: node.isBoundary)
  }

  private func entries(_ values: [PathValue?]) -> [TreeEntry?] {
    zip(paths, values).map { path, value in
      value.map { TreeEntry(pathBytes: path, oid: $0.oid, mode: $0.mode) }
    }
  }

  private func enqueue(_ oid: OID) throws(GitError) {
    if excluded.contains(oid) || !seen.insert(oid).inserted { return }
    queue.insert(oid, time: try node(oid).time)
  }

  private func values(in tree: OID) throws(GitError) -> [PathValue?] {
    if let known = values[tree] { return known }
    let found = try trie.values(in: tree, of: repository)
    values[tree] = found
    return found
  }

  private func node(_ oid: OID) throws(GitError) -> Node {
    if let known = nodes[oid] { return known }
    let header = try repository.header(of: oid)
    let isBoundary = boundaries.contains(oid)
    let node = Node(
      tree: header.tree, parents: isBoundary ? [] : header.parents, time: header.time, isBoundary: isBoundary)
    nodes[oid] = node
    return node
  }
}
