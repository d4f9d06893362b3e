import Git
import Processes
import Schema

/// A state of the repository's files: a commit, what is staged, or the work tree. Whatever is verified is read from one of
/// these as a whole, so that a verdict is about one state.
package struct FileSource {
  package enum Origin: Equatable, Sendable {
    case commit(OID)
    case index
    case workTree
  }

  package struct Entry: Equatable, Sendable {
    /// From the repository's top.
    package let path: String
    package let mode: FileMode
    /// The blob; nil for a file of the work tree, which may not be one yet.
    package let oid: OID?
    /// Of a file of the work tree; nil for another.
    package var stamp: FileStamp?
  }

  package let repository: Repository
  package let origin: Origin
  private let index: IndexSnapshot?
  private let tree: OID?

  package init(_ repository: Repository, _ origin: Origin) throws {
    self.repository = repository
    self.origin = origin
    switch origin {
    case .commit(let oid):
      tree = try repository.tree(of: oid)
      index = nil
    case .index:
      tree = nil
      index = try repository.index()
    case .workTree:
      guard repository.workTree != nil else {
        throw Failure("reading the work tree", "this repository is bare", hint: "run it in a clone with a work tree")
      }
      tree = nil
      index = nil
    }
  }

  /// The files of a tree that is known by its own id.
  init(_ repository: Repository, tree: OID) {
    self.repository = repository
    self.tree = tree
    index = nil
    origin = .commit(tree)
  }

  /// For messages: `commit 1a2b3c4`, `the index`, `the work tree`.
  package var name: String {
    switch origin {
    case .commit(let oid): "commit \(oid.short)"
    case .index: "the index"
    case .workTree: "the work tree"
    }
  }

  /// What is at a path; nil when there is nothing.
  package func entry(at path: String) throws -> Entry? {
    if let tree { return try repository.entry(at: path, in: tree).map(Self.entry) }
    if let index {
      try requireMerged(index, path)
      return index.entry(at: path).map(Self.entry)
    }
    return try workTreeEntry(at: path)
  }

  /// All files at or below a path, sorted by the bytes of their paths; the empty path means all. In the work tree: what git
  /// tracks and what it does not ignore.
  /// - Parameter unmerged: whether what has an unsettled merge in the index is passed over, as for a file that is about to be
  ///   written; else it is an error.
  package func entries(under path: String, passingOver unmerged: Bool = false) throws -> [Entry] {
    if let tree { return try repository.entries(under: path, in: tree).map(Self.entry) }
    if let index {
      if !unmerged { try requireMerged(index, path) }
      return index.entries(under: path).map(Self.entry)
    }
    let listed = try repository.gitOutput(
      ["--literal-pathspecs", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
        + (path.isEmpty ? [] : [path]),
      doing: "listing the files of the work tree")
    // Bytes: to look for characters in thousands of paths takes longer than git takes to list them.
    let paths = Array(listed.utf8).split(separator: 0).map { Text(String(decoding: $0, as: UTF8.self)) }.sorted()
    return try paths.indices.compactMap { index in
      // What is added and not ignored any more is told twice.
      if index > 0 && paths[index] == paths[index - 1] { return nil }
      let path = paths[index].string
      if let entry = try workTreeEntry(at: path) { return entry }
      // Deleted and not staged; or its name was no UTF-8 and came to us with a replacement in it.
      guard path.unicodeScalars.contains("\u{fffd}") else { return nil }
      throw Failure("reading \(path) of \(name)", "its name is not UTF-8", hint: "git mv it to a name in UTF-8")
    }
  }

  /// A path whose merge is not settled has no entry in the index: to go on would be to verify without it.
  private func requireMerged(_ index: IndexSnapshot, _ path: String) throws {
    guard let conflict = index.conflicts.first(where: { path.isEmpty || $0 == path || $0.hasPrefix(path + "/") }) else {
      return
    }
    throw Failure(
      "reading \(conflict) of \(name)", "its merge is not settled", hint: "settle it, then: git add \(conflict)")
  }

  /// The bytes of a regular file.
  /// - Throws: Failure for a link, a submodule, or a file that only git-lfs has.
  package func read(_ entry: Entry, limit: Int = 64 << 20) throws -> [UInt8] {
    guard entry.mode == .regular || entry.mode == .executable else {
      throw Failure(
        "reading \(entry.path) of \(name)", "it is a \(entry.mode.word), not a file",
        hint: entry.mode == .symlink
          ? "put the file itself there: what a link leads to is not in the commit"
          : "put a file there, or correct the path")
    }
    let bytes =
      if let oid = entry.oid {
        try repository.blob(oid, limit: limit)
      } else {
        try readFile("\(repository.workTree ?? "")/\(entry.path)", limit: limit)
      }
    if bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
      throw Failure(
        "reading \(entry.path) of \(name)", "git holds only a git-lfs pointer to it",
        hint: "take the file out of git-lfs: `git lfs untrack` it and commit it again")
    }
    return bytes
  }

  /// The bytes of the file at a path; nil when there is none.
  package func read(at path: String) throws -> [UInt8]? {
    try entry(at: path).map { try read($0) }
  }

  private func workTreeEntry(at path: String) throws -> Entry? {
    var status = stat()
    guard lstat("\(repository.workTree ?? "")/\(path)", &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw Failure("reading \(path)", systemMessage(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      let mode: FileMode = status.st_mode & 0o100 != 0 ? .executable : .regular
      return Entry(path: path, mode: mode, oid: nil, stamp: FileStamp(status))
    case S_IFLNK: return Entry(path: path, mode: .symlink, oid: nil)
    case S_IFDIR: return Entry(path: path, mode: .tree, oid: nil)
    default: throw Failure("reading \(path)", "it is neither a file nor a folder")
    }
  }

  private static func entry(_ entry: TreeEntry) -> Entry {
    Entry(path: entry.path, mode: entry.mode, oid: entry.oid)
  }
}

extension FileMode {
  /// The word for messages.
  package var word: String {
    switch self {
    case .regular, .executable: "file"
    case .symlink: "symbolic link"
    case .submodule: "submodule"
    case .tree: "folder"
    }
  }
}
