import Processes

/// How a push ended, where git itself did not fail.
package enum PushOutcome: Sendable, Equatable {
  case done
  /// Another writer was faster, in git's words: fetch, merge and push again.
  case lostRace(String)
  /// The remote does not want it, in its own words.
  case refused(String)
}

/// Fetching and pushing one reference. libgit2's network code is never used; git's never asks for a password here, and is ended
/// when it takes too long.
extension Repository {
  /// Whether a remote is configured by this name.
  package func hasRemote(_ name: String) throws(GitError) -> Bool {
    try config("remote.\(name).url") != nil
  }

  /// Fetches a reference of a remote to a place of ours, which is overwritten, with its whole history. Nothing else is touched:
  /// no tags, no other reference, no FETCH_HEAD, and a shallow clone stays as shallow as it is.
  /// - Returns: false: the remote does not have the reference.
  package func fetch(_ reference: String, of remote: String, to local: String) throws(GitError) -> Bool {
    let operation = "fetching \(reference) from \(remote)"
    var options = [
      "--quiet", "--no-tags", "--no-prune", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=",
    ]
    // Of a partial clone the objects are wanted all the same: libgit2 cannot fetch them later.
    if isPartialClone { options.append("--no-filter") }
    var turn: UInt32 = 0
    while true {
      let finished = try transfer(["fetch"] + options + [remote, "+\(reference):\(local)"])
      if finished.status.isSuccess { return true }
      if finished.errorText.contains("couldn't find remote ref") { return false }
      turn += 1
      guard finished.errorText.contains("cannot lock ref"), turn <= 10 else {
        throw .program(operation, finished).withoutCredentials
      }
      // Another process fetches into the same place: ever longer, and not all at the same moment.
      usleep(UInt32.random(in: 1...20_000) * turn)
    }
  }

  /// Pushes a commit to a reference of a remote, never by force. No hooks of ours run.
  /// - Throws: when the remote cannot be reached, or takes too long.
  package func push(_ commit: OID, to reference: String, of remote: String) throws(GitError) -> PushOutcome {
    let options = [
      "--porcelain", "--quiet", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
    ]
    let finished = try transfer(["push"] + options + [remote, "\(commit):\(reference)"])
    if finished.status.isSuccess { return .done }
    // `!\tFROM:TO\t[remote rejected] (reason)`
    let line = finished.text.split(separator: "\n").first { $0.hasPrefix("!\t") }
    guard !finished.timedOut, let line, let reason = line.split(separator: "\t").last else {
      throw .program("pushing \(reference) to \(remote)", finished).withoutCredentials
    }
    let races = ["fetch first", "non-fast-forward", "cannot lock ref", "incorrect old value", "failed to update ref"]
    if races.contains(where: { reason.contains($0) }) { return .lostRace(String(reason)) }
    let words = finished.errorText.split(separator: "\n").filter { $0.hasPrefix("remote: ") }
      .map { String($0.dropFirst(8)).trimmingSpaces }
    return .refused(([String(reason)] + words).joined(separator: "; ").withoutCredentials)
  }

  private func transfer(_ arguments: [String]) throws(GitError) -> FinishedProcess {
    var environment = environment
    let ownSSH = try config("core.sshCommand")
    if ownSSH == nil, environment["GIT_SSH_COMMAND"] == nil, environment["GIT_SSH"] == nil {
      environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes"
    }
    return try runGit(
      ["-c", "gc.auto=0", "-c", "maintenance.auto=false"] + arguments, environment: environment,
      directory: topDirectory, seconds: 20)
  }
}

extension GitError {
  fileprivate var withoutCredentials: GitError {
    GitError(operation: operation, reason: reason.withoutCredentials, hint: hint, code: code)
  }
}

extension String {
  /// git hides the passwords of URLs in what it says; the remote and the programs that git starts need not.
  fileprivate var withoutCredentials: String { replacing(/:\/\/[^\/\s@]+@/, with: "://***@") }
}
