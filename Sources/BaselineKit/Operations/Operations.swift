/// All that the events of a project say, read once: notifications, reviews, measures and the dashboard are folds over it. A pure
/// function of the events and of now, the same for whatever order the events are given in.
package struct Operations: Sendable {
  package let now: Timestamp
  package let history: FindingHistory
  /// Open ones first.
  package let incidents: [Incident]
  /// Those not settled first.
  package let debts: [BypassDebt]
  /// These lists are in the order of time.
  package private(set) var missed: [MissedFinding] = []
  package private(set) var refreshes: [RefreshRun] = []
  package private(set) var stages: [StageRecord] = []
  package private(set) var notifications: [NotificationRecord] = []
  package private(set) var acknowledgements: [Acknowledgement] = []
  package private(set) var decisions: [ReviewDecision] = []
  package private(set) var reviews: [ReviewRecord] = []
  /// Events that could not be used, and why.
  package private(set) var refused: [(id: String, reason: String)]
  /// What could not be done about the events.
  package let remarks: [String]

  /// Kinds of events that are read.
  static let kinds: Set<String> = BypassLedger.kinds.union([
    CheckRecord.kind, MissedFinding.kind, RefreshRecord.started, RefreshRecord.ended, StageRecord.kind,
    NotificationRecord.kind, Acknowledgement.kind, ReviewDecision.kind, ReviewRecord.kind,
  ])

  /// Fetches the events first in a run that shares them.
  /// - Parameters:
  ///   - until: as it stood then; nil: now.
  ///   - database: only what is about this one; nil: everything.
  package init(
    _ project: Project, _ config: Config, _ context: RunContext, until: Timestamp? = nil, database: String? = nil
  ) throws {
    let log = EventLog(project.repository, config)
    let remarks = log.fetchIfShared()
    let events = try log.read(kinds: Self.kinds).events.filter { event in
      (until.map { event.at < $0 } ?? true)
        && (database.map { event.database?.utf8.elementsEqual($0.utf8) ?? false } ?? true)
    }
    let now = until.map { min($0, context.clock.now) } ?? context.clock.now
    self.init(events, project: project.configFile, now: now, remarks: remarks)
  }

  /// - Parameter project: its configuration file; events of others are left out.
  package init(_ events: [Event], project: String, now: Timestamp, remarks: [String] = []) {
    let events = events.filter { $0.project.utf8.elementsEqual(project.utf8) }
    let history = FindingHistory(events, now: now)
    let ledger = BypassLedger(events, now: now)
    self.now = now
    self.history = history
    incidents = history.incidents
    debts = ledger.debts
    refused = history.refused + ledger.refused
    self.remarks = remarks
    let own = Self.kinds.subtracting(BypassLedger.kinds).subtracting([CheckRecord.kind])
    var ends: [(event: Event, record: RefreshRecord)] = []
    for event in events.inOrder where own.contains(event.kind) {
      do throws(BrokenEvent) {
        guard event.at <= now + FindingHistory.skew else { throw BrokenEvent("it is from the future") }
        switch event.kind {
        case MissedFinding.kind: missed.append(try MissedFinding(event))
        case RefreshRecord.started: refreshes.append(RefreshRun(event))
        case RefreshRecord.ended: ends.append((event, try RefreshRecord(event)))
        case StageRecord.kind: stages.append(try StageRecord(event))
        case NotificationRecord.kind: notifications.append(try NotificationRecord(event))
        case Acknowledgement.kind: acknowledgements.append(try Acknowledgement(event))
        case ReviewDecision.kind: decisions.append(try ReviewDecision(event))
        default: reviews.append(try ReviewRecord(event))
        }
      } catch {
        refused.append((event.id, error.reason))
      }
    }
    refreshes = RefreshRun.joined(refreshes, ends)
  }
}
