import CGit2

extension Repository {
  /// Stores a commit, signed where `commit.gpgsign` says so, and moves no reference. Author, committer and dates are
  /// what git would take. The message is cleaned as git does with `--cleanup=whitespace`; lines that begin with `#` stay.
  package func createCommit(tree: OID, parents: [OID], message: String) throws(GitError) -> OID {
    let content = try commitContent(
      tree, parents, message, author: try identityLine(.author), committer: try identityLine(.committer))
    guard let signer = try Signer(of: self) else { return try write(content, GIT_OBJECT_COMMIT, "a commit") }
    let seal = try signer.sign(content, in: self)
    var id = git_oid()
    let text = String(decoding: content, as: UTF8.self)
    try check(git_commit_create_with_signature(&id, handle, text, seal, "gpgsig"), "making a commit")
    return OID(gitID: id)
  }

  /// The same by somebody in particular, and never signed: what a program notes down by itself must not wait for a passphrase.
  package func createCommit(
    tree: OID, parents: [OID], message: String, by signature: Signature
  ) throws(GitError) -> OID {
    let line = signature.line
    return try write(
      commitContent(tree, parents, message, author: line, committer: line), GIT_OBJECT_COMMIT, "a commit")
  }

  /// The bytes of a commit.
  private func commitContent(
    _ tree: OID, _ parents: [OID], _ message: String, author: String, committer: String
  ) throws(GitError) -> [UInt8] {
    let operation = "making a commit"
    let text = try Self.cleaned(message)
    let author = try signature(parsing: author)
    let committer = try signature(parsing: committer)
    var treeID = tree.gitID
    let treeHandle = try own(operation, release: git_tree_free) { git_tree_lookup($0, handle, &treeID) }
    var parentHandles: [Owned] = []
    for parent in parents {
      var id = parent.gitID
      parentHandles.append(try own(operation, release: git_commit_free) { git_commit_lookup($0, handle, &id) })
    }
    var pointers: [OpaquePointer?] = parentHandles.map(\.pointer)
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    let code = withExtendedLifetime((author, committer, treeHandle, parentHandles)) {
      git_commit_create_buffer(
        &buffer, handle, author.pointer, committer.pointer, nil, text, treeHandle.pointer, pointers.count, &pointers)
    }
    try check(code, operation)
    return Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
  }

  private func signature(parsing line: String) throws(GitError) -> OwnedSignature {
    var parsed: UnsafeMutablePointer<git_signature>?
    try check(git_signature_from_buffer(&parsed, line), "reading the identity \(line)")
    guard let parsed else { throw GitError(operation: "reading the identity \(line)", reason: "libgit2 gave nothing") }
    return OwnedSignature(parsed)
  }

  private static func cleaned(_ message: String) throws(GitError) -> String {
    let operation = "cleaning the commit message"
    guard !message.utf8.contains(0) else {
      throw GitError(operation: operation, reason: "it holds a NUL, where git would cut it")
    }
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    try check(git_message_prettify(&buffer, message, 0, 0), operation)
    let bytes = UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size)
    guard !bytes.isEmpty else { throw GitError(operation: operation, reason: "it is empty") }
    return String(decoding: bytes, as: UTF8.self)
  }
}

private final class OwnedSignature {
  let pointer: UnsafeMutablePointer<git_signature>

  init(_ pointer: UnsafeMutablePointer<git_signature>) { self.pointer = pointer }

  deinit { git_signature_free(pointer) }
}
