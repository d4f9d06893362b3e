import Git
import Schema

/// What a pruning took away.
package struct EventPruning: Equatable, Sendable {
  package internal(set) var removed = 0
  /// Old too, but still needed.
  package internal(set) var kept = 0
}

extension EventLog {
  /// Kinds that are kept however old they are: a bypass's clock must not begin anew, what was accepted is not asked again, and a
  /// review that was held is not owed.
  package static let lastingKinds: Set<String> = ["bypass", ReviewDecision.kind, ReviewRecord.kind]

  /// Removes the files of old events by a new commit. History keeps them: it is what other clones learn the deletion from.
  ///
  /// Of a finding that was open at that moment all checks are kept, from the one that saw it first: its age must not change. So is
  /// who was told of it and who answered, and who was told of a bypass that is not settled: nobody is told twice.
  /// - Parameters:
  ///   - moment: older ones go.
  ///   - kinds: are kept, with those that begin so (`bypass` stands for `bypass_reason` too).
  ///   - isRehearsal: only count.
  package func prune(
    before moment: Timestamp, keeping kinds: Set<String> = lastingKinds, isRehearsal: Bool = false
  ) throws -> EventPruning {
    var result = EventPruning()
    guard try repository.reference(settings.reference) != nil else { return result }
    let needed = try eventsOfFindings(openAt: moment)
    func updates(_ listing: EventListing) -> [FileUpdate] {
      let old = listing.files.filter { $0.id.milliseconds < moment.seconds * 1000 }
      let removed = old.filter { file in
        !needed.contains(file.id.text) && !kinds.contains { file.kind == $0 || file.kind.hasPrefix("\($0)_") }
      }
      result = EventPruning(removed: removed.count, kept: old.count - removed.count)
      return removed.map { FileUpdate(path: $0.path, contents: nil) }
    }
    if isRehearsal {
      _ = updates(try listing())
      return result
    }
    try commit("Prune events before \(moment.day)") { (_, tree) throws(GitError) in
      guard let tree else { return .emptyTree }
      return try repository.tree(applying: updates(EventListing(repository, tree: tree, kinds: nil)), to: tree)
    }
    return result
  }

  /// The ids of older events that the findings of that moment need.
  private func eventsOfFindings(openAt moment: Timestamp) throws -> Set<String> {
    let kinds = BypassLedger.kinds.union([CheckRecord.kind, NotificationRecord.kind, Acknowledgement.kind])
    let events = try read(kinds: kinds).events
    let now = try Clock(repository.environment).now
    let history = FindingHistory(events, now: now)
    var needed: Set<String> = []
    let open = history.findings.filter { $0.seen.at < moment && ($0.resolved.map { $0.at >= moment } ?? true) }
    for (place, findings) in Dictionary(grouping: open, by: { [Text($0.project), Text($0.database)] }) {
      let first = findings.map(\.seen.at).min() ?? moment
      for check in history.checks
      where check.event.at >= first && place == [Text(check.event.project), Text(check.database)] {
        needed.insert(check.event.id)
      }
    }
    let subjects = open.map(\.seen.check) + BypassLedger(events, now: now).debts.filter { $0.closed == nil }.map(\.id)
    for event in events {
      let record = try? NotificationRecord(event)
      let incident = (try? Acknowledgement(event))?.incident
      if subjects.contains(where: {
        record?.tells($0) ?? false || record?.incidents.contains($0) ?? false || incident == $0
      }) {
        needed.insert(event.id)
      }
    }
    return needed
  }
}
