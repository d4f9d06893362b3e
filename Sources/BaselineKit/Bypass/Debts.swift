import Git

extension BypassLedger {
  /// What is owed of a project's bypassed findings, as far as this clone knows: cheap where there are no events at all.
  package static func unsettled(_ project: Project, _ config: Config, _ now: Timestamp) throws -> [BypassDebt] {
    let events = try EventLog(project.repository, config).bypassEvents()
    return BypassLedger(events, now: now).unsettled(of: project.configFile)
  }
}

/// What `bypass` answers.
package struct BypassList: Sendable {
  package let now: Timestamp
  /// Those not settled first.
  package let debts: [BypassDebt]
  package let remarks: [String]

  /// Fetches the events first in a run that shares them.
  package init(_ project: Project, _ config: Config, _ context: RunContext) throws {
    let log = EventLog(project.repository, config)
    remarks = log.fetchIfShared()
    let ledger = BypassLedger(try log.bypassEvents(), now: context.clock.now)
    now = context.clock.now
    debts = ledger.debts.filter { $0.project.utf8.elementsEqual(project.configFile.utf8) }
  }
}

extension EventLog {
  /// Fetches in a run that shares events.
  /// - Returns: what went wrong.
  func fetchIfShared() -> [String] {
    guard isSynchronised else { return [] }
    do {
      _ = try fetch()
      return []
    } catch {
      return ["the events could not be fetched: \(Explanation(error).message)"]
    }
  }
}

extension Recording {
  /// Notes the reason of a bypass.
  /// - Parameter id: the beginning or the end of an opening's id.
  /// - Returns: the debts that it explains.
  package func explain(_ id: String, _ reason: String) throws -> [BypassDebt] {
    let debts = allDebts
    let chosen = try chosenID(id, among: debts.flatMap(\.openings), "bypass", hint: "baseline bypass --all lists them")
    try queue(BypassReason.kind, nil, BypassReason(bypass: chosen, reason: keptLine(reason)).details)
    return allDebts.filter { $0.openings.contains(chosen) }
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
