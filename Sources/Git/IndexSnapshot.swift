import CGit2
import Processes

/// The index as a value: what a commit made now would hold. Entries that only announce a file (`git add -N`) are left
/// out, as a commit leaves them out.
package struct IndexSnapshot: Sendable {
  /// Paths with an unresolved merge, sorted by bytes; they have no entry.
  package let conflicts: [String]

  private struct Record {
    let start: Int
    let end: Int
    let oid: OID
    let mode: FileMode
  }

  /// All paths behind one another, in the order of `records`, which is that of their bytes.
  private let paths: [UInt8]
  private let records: [Record]

  init(_ index: OpaquePointer) {
    var paths: [UInt8] = []
    var records: [Record] = []
    var conflicts: [String] = []
    let count = git_index_entrycount(index)
    records.reserveCapacity(count)
    for position in 0..<count {
      guard let entry = git_index_get_byindex(index, position)?.pointee else { continue }
      let path = UnsafeRawBufferPointer(start: entry.path, count: strlen(entry.path))
      if git_index_entry_stage([entry]) > 0 {
        let name = TreeEntry(pathBytes: Array(path), oid: .zero, mode: .regular).path
        if conflicts.last?.utf8.elementsEqual(name.utf8) != true { conflicts.append(name) }
        continue
      }
      if UInt32(entry.flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0 { continue }
      let start = paths.count
      paths.append(contentsOf: path)
      records.append(
        Record(start: start, end: paths.count, oid: OID(gitID: entry.id), mode: FileMode(raw: entry.mode)))
    }
    self.paths = paths
    self.records = records
    self.conflicts = conflicts
  }

  /// How many entries there are.
  package var count: Int { records.count }

  /// What is staged at a path: a file, link or submodule; nil: nothing.
  package func entry(at path: String) -> TreeEntry? {
    let bytes = Array(path.utf8)
    let position = firstPosition(from: bytes)
    guard position < records.count, self.path(position).elementsEqual(bytes) else { return nil }
    return treeEntry(position)
  }

  /// All that is staged at or below a path, sorted by the bytes of their paths; the empty path means everything.
  package func entries(under path: String) -> [TreeEntry] {
    if path.isEmpty { return records.indices.map(treeEntry) }
    if let file = entry(at: path) { return [file] }
    let folder = Array((path.hasSuffix("/") ? path : path + "/").utf8)
    return (firstPosition(from: folder)..<records.count)
      .prefix { self.path($0).starts(with: folder) }.map(treeEntry)
  }

  private func path(_ position: Int) -> ArraySlice<UInt8> {
    paths[records[position].start..<records[position].end]
  }

  private func treeEntry(_ position: Int) -> TreeEntry {
    TreeEntry(pathBytes: Array(path(position)), oid: records[position].oid, mode: records[position].mode)
  }

  /// The position of the first path that does not sort before these bytes.
  private func firstPosition(from bytes: [UInt8]) -> Int {
    var low = 0
    var high = records.count
    while low < high {
      let middle = (low + high) / 2
      if path(middle).lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Repository {
  /// Reads the index: the one that git handed to a hook in `GIT_INDEX_FILE`, or the work tree's.
  /// - Throws: where its format is one that libgit2 cannot read (split, sparse, without checksum): the error says how
  ///   to turn that off.
  package func index() throws(GitError) -> IndexSnapshot {
    let index = try openIndex(indexPath)
    return withExtendedLifetime(index) { IndexSnapshot(index.pointer) }
  }

  /// Whether git made the index for one command and will throw it away (`commit -a`, `commit PATH`): to stage into it
  /// would leave the real index behind.
  package var isTemporaryIndex: Bool { indexPath.hasSuffix(".lock") }

  func openIndex(_ path: String) throws(GitError) -> Owned {
    let operation = "reading the index \(path)"
    var handle: OpaquePointer?
    var code = git_index_open(&handle, path)
    if code == 0, let handle {
      let index = Owned(handle, release: git_index_free)
      code = git_index_read(handle, 1)
      if code == 0 { return index }
    }
    throw GitError.libgit2(operation, code).namingFeature
  }
}
