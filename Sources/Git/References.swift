import CGit2
import Processes

/// Where HEAD stands.
package enum Head: Sendable, Hashable {
  /// On a branch that has no commit yet; its name without `refs/heads/`.
  case unborn(String)
  case branch(String, OID)
  case detached(OID)

  /// The commit; nil: none yet.
  package var commit: OID? {
    switch self {
    case .unborn: nil
    case .branch(_, let oid), .detached(let oid): oid
    }
  }

  /// The branch's name without `refs/heads/`; nil: detached.
  package var branch: String? {
    switch self {
    case .unborn(let name), .branch(let name, _): name
    case .detached: nil
    }
  }

  /// The reference that a commit made now moves.
  var reference: String {
    branch.map { $0.hasPrefix("refs/") ? $0 : "refs/heads/\($0)" } ?? "HEAD"
  }
}

extension Repository {
  /// Where HEAD stands.
  package func head() throws(GitError) -> Head {
    let reference = try own("reading HEAD", release: git_reference_free) { git_reference_lookup($0, handle, "HEAD") }
    let (symbolic, direct) = withExtendedLifetime(reference) {
      (
        git_reference_symbolic_target(reference.pointer).map { String(cString: $0) },
        git_reference_target(reference.pointer).map { OID(gitID: $0.pointee) }
      )
    }
    if let direct { return .detached(direct) }
    guard let target = symbolic else { throw GitError(operation: "reading HEAD", reason: "it points at nothing") }
    let name = target.hasPrefix("refs/heads/") ? String(target.dropFirst(11)) : target
    return try self.reference(target).map { .branch(name, $0) } ?? .unborn(name)
  }

  /// What a reference points at, through symbolic ones; nil: there is none. The name is given in full, as `refs/heads/main`,
  /// or `HEAD`.
  package func reference(_ name: String) throws(GitError) -> OID? {
    guard Self.isReferenceName(name) else { return nil }
    var id = git_oid()
    let isThere = try found(git_reference_name_to_id(&id, handle, name), "reading the reference \(name)")
    return isThere ? OID(gitID: id) : nil
  }

  package static func isReferenceName(_ name: String) -> Bool {
    var isValid: Int32 = 0
    return !name.utf8.contains(0) && git_reference_name_is_valid(&isValid, name) == 0 && isValid == 1
  }

  /// Moves a reference from one object to another, or makes it; never when it does not have the expected value.
  /// - Parameters:
  ///   - name: in full, as `refs/baseline/events`, or a detached `HEAD`. A symbolic one is not followed.
  ///   - new: what it is to point at.
  ///   - old: what it must point at; nil: it must not exist.
  ///   - message: for the reflog, where the reference has one.
  /// - Throws: `isLostRace` when it has another value; `isLocked` when another process has held it for five seconds.
  package func updateReference(
    _ name: String, to new: OID, expecting old: OID?, message: String
  ) throws(GitError) {
    try updateReference(name, to: new, expecting: old, message: message, committer: try identityLine(.committer))
  }

  func updateReference(
    _ name: String, to new: OID, expecting old: OID?, message: String, committer: String
  ) throws(GitError) {
    let operation = "moving \(name) to \(new.short)"
    guard Self.isReferenceName(name) else {
      throw GitError(operation: operation, reason: "that is no name of a reference")
    }
    var parsed: UnsafeMutablePointer<git_signature>?
    try check(git_signature_from_buffer(&parsed, committer), "reading the identity \(committer)")
    defer { git_signature_free(parsed) }

    let transaction = try own(operation, release: git_transaction_free) { git_transaction_new($0, handle) }
    try lock(name, transaction.pointer, operation)
    if name == "HEAD", try head().branch != nil {
      throw GitError(operation: operation, reason: "HEAD is on a branch; it is the branch that moves")
    }
    // Under the lock, so that "must not exist" is a compare-and-swap too.
    let current = try reference(name)
    guard current == old else {
      let value = current?.short ?? "not there"
      throw GitError(
        operation: operation, reason: "another process moved it: it is \(value), expected \(old?.short ?? "not there")",
        hint: "run the command again", code: GIT_EMODIFIED.rawValue)
    }
    var id = new.gitID
    try check(git_transaction_set_target(transaction.pointer, name, &id, parsed, message), operation)
    try check(git_transaction_commit(transaction.pointer), operation)
  }

  /// Deletes a reference, unless another process moved it meanwhile: then what is there is newer than what was seen.
  package func deleteReference(_ name: String, expecting old: OID) throws(GitError) {
    _ = try git(["update-ref", "-d", name, "\(old)"])
  }

  /// Waits a while for a lock, as git does; ever longer, and not all at the same moment.
  private func lock(_ name: String, _ transaction: OpaquePointer, _ operation: String) throws(GitError) {
    let end = monotonicSeconds() + 5
    var pause: UInt32 = 1_000
    while true {
      let code = git_transaction_lock_ref(transaction, name)
      guard code == GIT_ELOCKED.rawValue else {
        try check(code, operation)
        return
      }
      guard monotonicSeconds() < end else {
        throw .libgit2(
          operation, code, hint: "another git process holds it; if it crashed, remove \(commonDirectory)/\(name).lock")
      }
      usleep(UInt32.random(in: pause / 2...pause))
      pause = min(pause * 2, 100_000)
    }
  }
}
