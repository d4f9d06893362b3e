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
    let remarks = log.fetchIfShared()
    let ledger = BypassLedger(try log.bypassEvents(), now: context.clock.now)
    self.remarks = remarks + ledger.remarks
    now = context.clock.now
    debts = ledger.debts.filter { $0.project.utf8.elementsEqual(project.configFile.utf8) }
  }
}

extension BypassLedger {
  /// That events were passed over: what they were to begin or to end is not.
  var remarks: [String] { refused.map { "the event \($0.id) is passed over: \($0.reason)" } }
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
  /// Whether a verified state says that the debt of a verification is settled: only where it has the commits on which it was
  /// made, all that is known of their branch too. Elsewhere it may still be, as where a commit is not in this clone.
  /// - Parameter paths: what a verdict depends on.
  func isSettled(
    by source: FileSource, verifying paths: [String], in repository: Repository, remote: String
  ) throws -> Bool {
    guard let verified = try source.commit(with: paths) else { return false }
    for commit in commits {
      // An event may name anything; and in a shallow clone what is beyond its end is no ancestor.
      guard let known = try commit.flatMap(repository.resolve), try repository.isAncestor(known, of: verified) else {
        return false
      }
    }
    guard let branch else { return true }
    for reference in ["refs/heads/\(branch)", "refs/remotes/\(remote)/\(branch)"] {
      if let tip = try repository.reference(reference), try !repository.isAncestor(tip, of: verified) { return false }
    }
    return true
  }

  /// Whether a check of a server's database can say that the debt is settled: without a name any other may be meant next time.
  func isAbout(_ server: String?) -> Bool {
    scope != .live || server != nil && servers.allSatisfy { $0 == server }
  }
}

extension FileSource {
  /// The commit that has exactly these paths of this state; nil: there may never be one, as of what is staged or not committed.
  fileprivate func commit(with paths: [String]) throws -> OID? {
    switch origin {
    case .commit(let commit): return commit
    case .index: return nil
    case .workTree:
      let changed = try repository.gitOutput(
        ["--no-optional-locks", "--literal-pathspecs", "status", "--porcelain", "--untracked-files=all", "--"] + paths,
        doing: "looking for what is not committed")
      return changed.isEmpty ? try repository.head().commit : nil
    }
  }
}

extension Config {
  /// What a verdict about a state of the repository depends on: configuration, baseline, waivers and migrations.
  var verifiedPaths: [String] { [file, baseline.path, waivers] + (migrations?.paths ?? []) }
}
