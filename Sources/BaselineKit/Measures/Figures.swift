/// What is counted of a stretch of time (docs/measures.md says how). Each thing counts once, in the stretch that its moment lies in.
package struct Figures: Equatable, Sendable {
  /// Findings that were first seen, without those that are only suspected.
  package let findings: Int
  /// Incidents that were first seen.
  package let incidents: Int
  /// How many of these incidents were in a critical table.
  package let critical: Int
  /// Why the findings differed, by their first cause; one without any is unknown.
  package let causes: [Cause: Int]
  /// Incidents that were open when the stretch ended.
  package let stillOpen: Int
  /// Of the findings that were seen, those that had been resolved before.
  package let reopened: Ratio
  /// Of the findings that were resolved, those that stayed as they were: accepted by a waiver, or made by hand and taken into the
  /// baseline.
  package let acceptedDrift: Ratio
  /// Of the findings that were seen.
  package let timeToDetect: Durations
  /// Of the incidents that were resolved.
  package let timeToResolve: Durations
  /// Of the findings that were resolved, those that a rule hides now. The target is one of months.
  package internal(set) var falsePositives: Ratio
  /// What people reported that checks had missed.
  package let falseNegatives: Int
  /// Of the refreshes that began, those that succeeded; one that never ended has failed.
  package let refreshes: Ratio
  /// Of the reviews that were to be signed until then, those that were signed in time.
  package let reviews: Ratio
  /// Of the items of the reviews that were signed, those that were not fixed but accepted or deferred.
  package let leftItems: Ratio
  /// Of the checks that were planned, those that ran.
  package let plannedChecks: Ratio
  package let notificationsSent: Int
  package let notificationsFailed: Int
  /// Of the incidents that were seen and that somebody was told of, those that somebody answered.
  package let answered: Ratio
  /// Findings that were let pass.
  package let bypassesOpened: Int
  /// Those whose deadline passed before they were settled.
  package let bypassesOverdue: Int
  /// Times that contradict each other, because clocks did: they are in no mean.
  package var skewed: Int { timeToDetect.skewed + timeToResolve.skewed }
}

/// What figures are counted from, picked out of the operations once for all stretches of time.
struct FigureSource {
  private let now: Timestamp
  private let findings: [Finding]
  private let incidents: [Incident]
  /// Incidents that somebody was told of, and those that somebody answered, by id.
  private let told: Set<String>
  private let answered: Set<String>
  private let planned: [PlannedChecks]
  private let operations: Operations
  private let calendar: ReviewCalendar

  init(_ operations: Operations, _ calendar: ReviewCalendar, _ config: Config) {
    self.operations = operations
    self.calendar = calendar
    now = operations.now
    incidents = operations.incidents.filter(\.counts)
    findings = operations.history.findings.filter(\.counts)
    let asked = operations.notifications.filter { $0.result == .sent && $0.occasion != .resolved }
    told = Set(asked.flatMap(\.incidents))
    answered = Set(operations.acknowledgements.map(\.incident))
    planned = config.databases.map { PlannedChecks(of: $0, operations.history.checks, now: operations.now) }
  }

  func figures(in stretch: Range<Timestamp>) -> Figures {
    let seen = findings.filter { stretch.contains($0.seen.at) }
    let resolved = findings.filter { $0.resolved.map { stretch.contains($0.at) } ?? false }
    let began = incidents.filter { stretch.contains($0.seen) }
    let ended = incidents.filter { $0.resolved.map(stretch.contains) ?? false }
    let refreshes = operations.refreshes.filter { stretch.contains($0.begin) }.map { $0.state(at: now) }
    let reviews = calendar.periods.filter { $0.deadline <= now && stretch.contains($0.deadline) }
    let signed = operations.reviews.filter { stretch.contains($0.at) }
    let checks = planned.map { $0.ratio(in: stretch) }
    let notifications = operations.notifications.filter { $0.at.map(stretch.contains) ?? false }
    let toldOf = began.filter { told.contains($0.id) }
    let debts = operations.debts
    return Figures(
      findings: seen.count, incidents: began.count, critical: began.count(where: \.isCritical),
      causes: Dictionary(seen.map { ($0.last.causes.first ?? .unknown, 1) }, uniquingKeysWith: +),
      stillOpen: incidents.count { incident in
        incident.seen < stretch.upperBound && (incident.resolved.map { $0 >= stretch.upperBound } ?? true)
      },
      reopened: Ratio(seen.count(where: \.isReopened), of: seen.count),
      acceptedDrift: Ratio(resolved.count(where: \.isAccepted), of: resolved.count),
      timeToDetect: Durations(seen.map(\.timeToDetect)),
      timeToResolve: Durations(ended.compactMap(\.timeToResolve), target: Self.minutesToResolve * 60),
      falsePositives: Ratio(
        resolved.count { $0.how == .ignoreRule }, of: resolved.count, target: .below(5)),
      falseNegatives: operations.missed.count { stretch.contains($0.event.at) },
      refreshes: Ratio(
        refreshes.count { $0 == .succeeded }, of: refreshes.count { $0 != .running }, target: .atLeast(95)),
      reviews: Ratio(reviews.count { $0.state == .signed }, of: reviews.count, target: .atLeast(100)),
      leftItems: Ratio(
        signed.reduce(0) { $0 + Int($1.accepted + $1.deferred) }, of: signed.reduce(0) { $0 + Int($1.items) }),
      plannedChecks: Ratio(checks.reduce(0) { $0 + $1.ran }, of: checks.reduce(0) { $0 + $1.planned }),
      notificationsSent: notifications.count { $0.result == .sent },
      notificationsFailed: notifications.count { $0.result == .failed },
      answered: Ratio(toldOf.count { answered.contains($0.id) }, of: toldOf.count),
      bypassesOpened: debts.count { stretch.contains($0.start) },
      bypassesOverdue: debts.count { debt in
        stretch.contains(debt.deadline) && debt.deadline <= now && (debt.closed.map { $0.at >= debt.deadline } ?? true)
      })
  }

  /// The mean that is the target.
  private static let minutesToResolve: Int64 = 30
}

extension Finding {
  /// Whether it is in the figures: one that is only suspected may be a migration that is just running.
  package var counts: Bool { state != .suspected }

  /// Whether it went away though the database stayed as it was: people accepted what somebody had changed.
  package var isAccepted: Bool {
    how == .waiver || how == .refresh && (last.causes.contains(.byHand) || last.causes.contains(.conflict))
  }
}

extension Incident {
  /// Whether it is in the figures: one of its findings is.
  package var counts: Bool { findings.contains(where: \.counts) }
}
