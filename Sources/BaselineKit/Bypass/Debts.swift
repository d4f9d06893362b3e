import Git

extension BypassLedger {
  /// What is owed of a project's bypassed findings, as far as this clone knows: cheap where there are no events at all.
  package static func unsettled(_ project: Project, _ config: Config, _ now: Timestamp) throws -> [BypassDebt] {
    let events = try EventLog(project.repository, config).read(kinds: kinds).events
    return BypassLedger(events, now: now).unsettled(of: project.configFile)
  }
}

extension BypassDebt {
  /// Whether a verified state says that the debt of a verification is settled: not while the branch that it was made on has
  /// commits that this state does not have, for there it may still be.
  func isSettled(by source: FileSource, in repository: Repository, remote: String) throws -> Bool {
    let commit: OID? = if case .commit(let oid) = source.origin { oid } else { try repository.head().commit }
    guard let branch, let commit else { return true }
    for reference in ["refs/heads/\(branch)", "refs/remotes/\(remote)/\(branch)"] {
      if let tip = try repository.reference(reference), try !repository.isAncestor(tip, of: commit) { return false }
    }
    return true
  }
}
