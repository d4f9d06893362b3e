import Schema

/// What the check events say about findings: a pure function of the events and of now, the same for whatever order the events
/// are given in.
package struct FindingHistory: Sendable {
  /// The checks of all databases, in the order in which their servers were read.
  package let checks: [CheckEvent]
  /// Those that count and those that are suspected; the newest first.
  package let findings: [Finding]
  /// Events that could not be used, and why.
  package let refused: [(id: String, reason: String)]

  /// A finding that is not critical and was seen only once counts after so many seconds.
  static let patience: Int64 = 300
  /// Clocks may differ so much. What lies further ahead of now is no time that anybody's clock showed.
  package static let skew: Int64 = 600

  package init(_ events: [Event], now: Timestamp) {
    var refused: [(id: String, reason: String)] = []
    var checks: [CheckEvent] = []
    for event in events.inOrder where event.kind == CheckRecord.kind {
      do throws(BrokenEvent) {
        guard event.at <= now + Self.skew else { throw BrokenEvent("it is from the future") }
        checks.append(try CheckEvent(event))
      } catch {
        refused.append((event.id, error.reason))
      }
    }
    checks = Self.inServerOrder(checks)
    var findings: [Finding] = []
    for group in Dictionary(grouping: checks, by: { [Text($0.event.project), Text($0.database)] }).values {
      var life = DatabaseLife(now)
      for check in group { life.take(check) }
      findings += life.finished.map { finding in
        var finding = finding
        finding.dating = Dating(of: finding, group)
        return finding
      }
    }
    self.checks = checks
    self.findings = findings.sorted {
      ($1.seen.at, Text($1.seen.check), $0.object) < ($0.seen.at, Text($0.seen.check), $1.object)
    }
    self.refused = refused
  }

  /// Checks of one server in the order of its transactions: the clocks of those who wrote the events may differ.
  private static func inServerOrder(_ checks: [CheckEvent]) -> [CheckEvent] {
    var ordered = checks
    let dated = checks.indices.filter { checks[$0].record.server != nil && checks[$0].record.horizon != nil }
    let groups = Dictionary(grouping: dated) { index in
      [checks[index].event.project, checks[index].database, checks[index].record.server ?? ""].map { Text($0) }
    }
    for places in groups.values {
      // Sorting is stable: equal horizons stay in the order of time.
      let inOrder = places.sorted { (checks[$0].record.horizon ?? 0, $0) < (checks[$1].record.horizon ?? 0, $1) }
      for (place, index) in zip(places, inOrder) { ordered[place] = checks[index] }
    }
    return ordered
  }
}

/// The findings of one database while its checks pass by.
private struct DatabaseLife {
  private let now: Timestamp
  private var current: [ObjectID: Finding] = [:]
  private var past: [Finding] = []
  /// Objects with a finding that was resolved.
  private var known: Set<ObjectID> = []

  init(_ now: Timestamp) {
    self.now = now
  }

  /// What counts, and what is suspected still.
  var finished: [Finding] {
    past
      + current.values.map { finding in
        var finding = finding
        finding.mature(at: now)
        return finding
      }
  }

  mutating func take(_ check: CheckEvent) {
    guard check.record.verdict != .unknown else { return }
    var seen: Set<ObjectID> = []
    // A second finding on one object can only be made by hand.
    for recorded in check.record.findings where seen.insert(recorded.object).inserted {
      if recorded.permission == .waiver {
        // It is there, and accepted: nothing to do until the waiver ends.
        resolve(recorded.object, check, .waiver)
      } else {
        see(recorded, check)
      }
    }
    guard check.record.isComplete else { return }
    for object in current.keys where !seen.contains(object) {
      let how = check.record.resolved.first { $0.object == object }?.how
      resolve(object, check, how ?? .unknown)
    }
  }

  private mutating func see(_ recorded: RecordedFinding, _ check: CheckEvent) {
    guard var finding = current[recorded.object] else {
      var finding = Finding(recorded, check, isReopened: known.contains(recorded.object))
      finding.note(recorded, check)
      current[recorded.object] = finding
      return
    }
    if finding.last.fingerprint != recorded.fingerprint { finding.changed.append(check.sighting) }
    finding.mature(at: check.event.at)
    // Twice is enough.
    if finding.state == .suspected { finding.open(at: check.event.at) }
    finding.lastSeen = check.sighting
    finding.note(recorded, check)
    current[recorded.object] = finding
  }

  private mutating func resolve(_ object: ObjectID, _ check: CheckEvent, _ how: Resolution) {
    guard var finding = current.removeValue(forKey: object) else { return }
    finding.mature(at: check.event.at)
    // Seen once, and gone a moment later: it never was one.
    guard finding.state == .open else { return }
    finding.state = .resolved
    finding.resolved = check.sighting
    finding.how = how
    past.append(finding)
    known.insert(object)
  }
}

extension Finding {
  fileprivate mutating func open(at time: Timestamp) {
    state = .open
    opened = time
  }

  /// Counts when nothing spoke against it for long enough.
  fileprivate mutating func mature(at time: Timestamp) {
    if state == .suspected, time - seen.at >= FindingHistory.patience { open(at: seen.at + FindingHistory.patience) }
  }

  /// Takes over what a check says of it.
  fileprivate mutating func note(_ recorded: RecordedFinding, _ check: CheckEvent) {
    // Only a check that had not seen just this before asked the server for its transaction.
    let kept = last.fingerprint == recorded.fingerprint && recorded.transaction == nil ? last : nil
    last = RecordedFinding(
      object: recorded.object, change: recorded.change, fingerprint: recorded.fingerprint, weight: recorded.weight,
      causes: recorded.causes, isCritical: recorded.isCritical, action: recorded.action,
      permission: recorded.permission,
      sides: recorded.sides, transaction: recorded.transaction ?? kept?.transaction,
      committed: recorded.committed ?? kept?.committed)
    isCritical = isCritical || recorded.isCritical
    if isCritical, state == .suspected { open(at: check.event.at) }
    if causeKnown == nil, !recorded.causes.isEmpty, !recorded.causes.contains(.unknown) {
      causeKnown = check.sighting
    }
  }
}
