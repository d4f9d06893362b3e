import Schema

@testable import BaselineKit

/// Events for tests of what is read out of them: minutes since the beginning, ids that sort by them.
struct Timeline {
  static let begin = Timestamp("2026-11-20T10:00:00Z")!

  static func at(_ minutes: Int64) -> Timestamp { begin + minutes * 60 }

  static func id(_ minutes: Int64, _ end: String = "0") -> String {
    let time = ULID(milliseconds: at(minutes).seconds * 1000, random: 0).text.prefix(10)
    return time + String(repeating: "0", count: 16 - end.count) + end
  }

  static func event(
    _ kind: String, _ minutes: Int64, _ details: [EventValue.EventMember], database: String? = "production",
    project: String = "ci/schema_drift_config.yml", id end: String = "0"
  ) -> Event {
    Event(
      id: id(minutes, end), at: at(minutes), kind: kind, project: project, database: database,
      actor: "Ada Kim <ada@shop.example>", commit: nil, isClockSet: false, details: .object(details))
  }

  /// A check that found what is listed.
  static func check(
    _ minutes: Int64, _ findings: [RecordedFinding] = [], resolved: [RecordedResolution] = [], unknown: Bool = false,
    horizon: Int64? = nil, server: String? = nil, count: Int? = nil, database: String = "production",
    id end: String = "0"
  ) -> Event {
    var record = CheckRecord(
      verdict: unknown ? .unknown : findings.isEmpty ? .same : .differs,
      outcome: findings.isEmpty && !unknown ? .passed : .failed)
    record.findings = findings
    record.count = Int64(count ?? findings.count)
    record.resolved = resolved
    record.horizon = horizon
    record.server = server
    return event(CheckRecord.kind, minutes, record.details, database: database, id: end)
  }

  static func finding(
    _ name: Text = "phone", _ fingerprint: String = "f1", causes: [Cause] = [], critical: Bool = false,
    permission: RecordedFinding.Pass? = nil, transaction: Int64? = nil
  ) -> RecordedFinding {
    RecordedFinding(
      object: ObjectID(.column, ["public", "customers", name]), change: .altered, fingerprint: fingerprint,
      causes: causes, isCritical: critical, permission: permission, transaction: transaction)
  }
}

/// Always the same numbers, so that a failure comes again.
struct Shuffling: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
