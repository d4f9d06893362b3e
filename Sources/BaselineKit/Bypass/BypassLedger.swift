import Schema

/// A finding that was let pass in an emergency: a debt, due 24 hours after the first time.
package struct BypassDebt: Equatable, Sendable {
  package enum State: String, Sendable {
    case open
    /// A quarter of its time is left.
    case due
    /// The variable no longer helps.
    case overdue
    case closed
  }

  /// The id of the first opening.
  package let id: String
  /// The ids of all: two runs that knew nothing of each other may both have begun it.
  package let openings: [String]
  package let project: String
  package let scope: BypassScope
  package let finding: RecordedFinding
  /// When its clock began.
  package let start: Timestamp
  /// Who let it pass first.
  package let actor: String
  /// Whether the clock was set by hand then.
  package let isClockSet: Bool
  package let branch: String?
  /// What was checked out at each opening; nil: there was no commit.
  let commits: [String?]
  /// Which server and database of it each opening was about (`ServerIdentity`); nil: unknown.
  let servers: [String?]
  /// nil: nobody gave one yet.
  package let reason: String?
  package let closed: Closed?

  package struct Closed: Equatable, Sendable {
    package let at: Timestamp
    package let how: Resolution
    package let commit: String?
  }

  package static let term: Int64 = 24 * 3600

  package var object: ObjectID { finding.object }
  /// For people: `column public.customers.phone`.
  package var subject: String {
    object == .database ? "migrations that are not applied" : "\(object.kind.word) \(object.name)"
  }
  package var deadline: Timestamp { start + Self.term }
  package var shortID: String { String(id.suffix(8)) }

  /// Whether both are about one finding: one opening may have let several pass.
  package func isSame(as other: BypassDebt) -> Bool {
    id == other.id && scope == other.scope && object == other.object
  }

  /// At the deadline itself it no longer helps.
  package func state(at now: Timestamp) -> State {
    if closed != nil { return .closed }
    if now >= deadline { return .overdue }
    return deadline - now <= Self.term / 4 ? .due : .open
  }
}

/// What the events say about bypasses: a pure function of them and of now, the same for whatever order they are given in.
package struct BypassLedger: Sendable {
  package static let kinds: Set<String> = [BypassOpening.kind, BypassReason.kind, BypassClosing.kind]

  /// Those not settled first, the first deadline first; then the settled ones, the newest first.
  package let debts: [BypassDebt]
  package let refused: [(id: String, reason: String)]

  package init(_ events: [Event], now: Timestamp) {
    var reading = Reading()
    var refused: [(id: String, reason: String)] = []
    for event in events.inOrder where Self.kinds.contains(event.kind) {
      do throws(BrokenEvent) {
        // A clock that begins in the year 9999 would never end, and such a settlement would settle all that is to come.
        guard event.at <= now + FindingHistory.skew else { throw BrokenEvent("it is from the future") }
        try reading.take(event)
      } catch {
        refused.append((event.id, error.reason))
      }
    }
    debts = reading.debts.sorted { one, other in
      if (one.closed == nil) != (other.closed == nil) { return one.closed == nil }
      let order = (one.start, Text(one.id), one.object) < (other.start, Text(other.id), other.object)
      return (one.closed == nil) == order
    }
    self.refused = refused
  }

  /// The debts of a project that are not settled.
  package func unsettled(of project: String) -> [BypassDebt] {
    debts.filter { $0.closed == nil && $0.project.utf8.elementsEqual(project.utf8) }
  }
}

/// The events of bypasses by what they are about.
private struct Reading {
  private struct Place: Hashable {
    let project: Text
    let scope: BypassScope
    let object: ObjectID
  }

  private var openings: [Place: [(event: Event, opening: BypassOpening, finding: RecordedFinding)]] = [:]
  private var closings: [Place: [(event: Event, closing: BypassClosing, settled: BypassClosing.Settled)]] = [:]
  /// The last one given counts.
  private var reasons: [String: String] = [:]

  /// Takes the events in the order of time.
  mutating func take(_ event: Event) throws(BrokenEvent) {
    let project = Text(event.project)
    switch event.kind {
    case BypassOpening.kind:
      let opening = try BypassOpening(event)
      for finding in opening.findings {
        openings[Place(project: project, scope: opening.scope, object: finding.object), default: []]
          .append((event, opening, finding))
      }
    case BypassReason.kind:
      let given = try BypassReason(event)
      reasons[given.bypass] = given.reason
    default:
      let closing = try BypassClosing(event)
      for settled in closing.settled {
        closings[Place(project: project, scope: closing.scope, object: settled.object), default: []]
          .append((event, closing, settled))
      }
    }
  }

  var debts: [BypassDebt] {
    openings.flatMap { place, openings in
      let closings = closings[place] ?? []
      // What settles an opening: the first that names it, or that came later. A run that knew nothing of a settlement, and of an
      // emergency before it, begins no clock anew.
      let groups = Dictionary(grouping: openings) { opening in
        closings.firstIndex { $0.settled.bypasses.contains(opening.event.id) || $0.event.at > opening.event.at }
      }
      return groups.map { position, group in
        debt(place, group, position.map { closings[$0] })
      }
    }
  }

  private func debt(
    _ place: Place, _ group: [(event: Event, opening: BypassOpening, finding: RecordedFinding)],
    _ closing: (event: Event, closing: BypassClosing, settled: BypassClosing.Settled)?
  ) -> BypassDebt {
    let (first, opening, _) = group[0]
    let given = group.map { self.reasons[$0.event.id] ?? $0.opening.reason }
    return BypassDebt(
      id: first.id, openings: group.map(\.event.id), project: first.project, scope: place.scope,
      finding: group[group.count - 1].finding, start: first.at, actor: first.actor, isClockSet: first.isClockSet,
      branch: opening.branch, commits: group.map(\.event.commit), servers: group.map(\.opening.server),
      reason: given.lazy.compactMap { $0 }.first,
      closed: closing.map { BypassDebt.Closed(at: $0.event.at, how: $0.settled.how, commit: $0.closing.commit) })
  }
}
