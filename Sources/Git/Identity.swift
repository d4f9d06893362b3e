import Processes

/// Whose name a commit bears, and in which part.
package enum Role: String, Sendable {
  case author, committer
}

extension Repository {
  /// The name and time that git would write into a commit made now: `GIT_AUTHOR_*`, `user.*` and what else it knows.
  /// - Throws: with the `git config` commands to run, when git does not know who the user is.
  package func identity(_ role: Role) throws(GitError) -> Signature {
    Signature(parsing: try identityLine(role))
  }

  /// The same, but only what somebody configured: where nobody did, git makes a name of the account and the host.
  /// - Returns: nil: nobody did.
  package func configuredIdentity(_ role: Role) throws(GitError) -> Signature? {
    let finished = try askIdentity(role, ["-c", "user.useConfigOnly=true"])
    if finished.status.isSuccess { return Signature(parsing: finished.text.prefix { $0 != "\n" }) }
    guard Self.isUnknownIdentity(finished) else {
      throw .program("asking git who the \(role.rawValue) is", finished)
    }
    return nil
  }

  private func askIdentity(_ role: Role, _ options: [String] = []) throws(GitError) -> FinishedProcess {
    try git(options + ["var", role == .author ? "GIT_AUTHOR_IDENT" : "GIT_COMMITTER_IDENT"])
  }

  private static func isUnknownIdentity(_ finished: FinishedProcess) -> Bool {
    ["tell me who you are", "ident", "email"].contains { finished.errorText.contains($0) }
  }

  /// What ``identity(_:)`` gives as git prints it: `Name <email> 1700000000 +0100`.
  func identityLine(_ role: Role) throws(GitError) -> String {
    let finished = try askIdentity(role)
    let line = finished.text.split(separator: "\n").first.map(String.init) ?? ""
    guard finished.status.isSuccess, !line.isEmpty else {
      guard Self.isUnknownIdentity(finished) else { throw .program("asking git who the \(role.rawValue) is", finished) }
      throw GitError(
        operation: "asking git who the \(role.rawValue) is", reason: "no name and e-mail address are configured",
        hint: #"git config --global user.name "Your Name" && git config --global user.email you@example.org"#, code: 128
      )
    }
    return line
  }
}
