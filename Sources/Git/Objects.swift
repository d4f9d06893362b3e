import CGit2
import Processes

/// One object as stored. The bytes live as long as it does.
final class StoredObject {
  private let handle: OpaquePointer
  let kind: git_object_t

  init(_ handle: OpaquePointer) {
    self.handle = handle
    kind = git_odb_object_type(handle)
  }

  deinit { git_odb_object_free(handle) }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withExtendedLifetime(self) {
      body(UnsafeRawBufferPointer(start: git_odb_object_data(handle), count: git_odb_object_size(handle)))
    }
  }
}

extension Repository {
  /// Reads an object that must be there.
  func object(_ oid: OID, _ kind: git_object_t, _ word: String) throws(GitError) -> StoredObject {
    let operation = "reading \(word) \(oid)"
    var id = oid.gitID
    var handle: OpaquePointer?
    let code = git_odb_read(&handle, odb.pointer, &id)
    if code == GIT_ENOTFOUND.rawValue { throw missing(operation) }
    try check(code, operation)
    guard let handle else { throw GitError(operation: operation, reason: "libgit2 gave nothing") }
    let object = StoredObject(handle)
    guard object.kind == kind else { throw GitError(operation: operation, reason: "it is an object of another kind") }
    return object
  }

  /// Why an object may be missing that another one names.
  func missing(_ operation: String) -> GitError {
    git_error_clear()
    let code = GIT_ENOTFOUND.rawValue
    if isPartialClone {
      return GitError(
        operation: operation,
        reason: "this is a partial clone (--filter) and the object was not fetched; libgit2 cannot fetch it",
        hint: "git fetch --refetch --no-filter", code: code)
    }
    if isShallow {
      return GitError(
        operation: operation, reason: "this is a shallow clone and the object lies beyond its boundary",
        hint: "git fetch --unshallow", code: code)
    }
    return GitError(
      operation: operation, reason: "the repository does not have the object", hint: "git fsck", code: code)
  }

  /// Whether objects may be missing because the clone was made with `--filter`.
  package var isPartialClone: Bool {
    guard let configuration = try? configuration() else { return false }
    return configuration.entries.contains { entry in
      entry.key == "extensions.partialclone"
        || (entry.key.hasPrefix("remote.") && entry.key.hasSuffix(".promisor")
          && Configuration.boolean(entry.value) == true)
    }
  }

  /// Whether history was cut off (`git clone --depth`).
  package var isShallow: Bool { git_repository_is_shallow(handle) == 1 }

  /// Whether the object is here, of whatever kind.
  package func contains(_ oid: OID) -> Bool {
    var id = oid.gitID
    return git_odb_exists(odb.pointer, &id) == 1
  }

  /// Reads a commit.
  /// - Throws: when it is missing (shallow and partial clones are named) or no commit.
  package func commit(_ oid: OID) throws(GitError) -> Commit {
    let object = try object(oid, GIT_OBJECT_COMMIT, "commit")
    guard let commit = object.withBytes({ Commit(oid, parsing: $0) }) else {
      throw GitError(operation: "reading commit \(oid)", reason: "its header is broken", hint: "git fsck")
    }
    return commit
  }

  /// The tree of a commit.
  package func tree(of commit: OID) throws(GitError) -> OID { try header(of: commit).tree }

  func header(of oid: OID) throws(GitError) -> CommitHeader {
    let object = try object(oid, GIT_OBJECT_COMMIT, "commit")
    guard let header = object.withBytes({ CommitHeader(parsing: $0) }) else {
      throw GitError(operation: "reading commit \(oid)", reason: "its header is broken", hint: "git fsck")
    }
    return header
  }

  /// The bytes of a file. One that has more than `limit` bytes is an error, and is not read.
  package func blob(_ oid: OID, limit: Int) throws(GitError) -> [UInt8] {
    let operation = "reading blob \(oid)"
    var id = oid.gitID
    var size = 0
    var kind = GIT_OBJECT_INVALID
    let code = git_odb_read_header(&size, &kind, odb.pointer, &id)
    if code == GIT_ENOTFOUND.rawValue { throw missing(operation) }
    try check(code, operation)
    guard size <= limit else {
      throw GitError(operation: operation, reason: "it has \(size) bytes, more than the limit of \(limit)")
    }
    return try object(oid, GIT_OBJECT_BLOB, "blob").withBytes { Array($0) }
  }

  /// Stores bytes as a blob.
  package func writeBlob(_ bytes: [UInt8]) throws(GitError) -> OID {
    try write(bytes, GIT_OBJECT_BLOB, "a blob of \(bytes.count) bytes")
  }

  func write(_ bytes: [UInt8], _ kind: git_object_t, _ word: String) throws(GitError) -> OID {
    var id = git_oid()
    let code = bytes.withUnsafeBytes { git_odb_write(&id, odb.pointer, $0.baseAddress, $0.count, kind) }
    try check(code, "writing \(word)")
    return OID(gitID: id)
  }
}
