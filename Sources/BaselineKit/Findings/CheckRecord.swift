import Schema

/// A check of a database under `databases:`, as its event keeps it.
package struct CheckRecord: Equatable, Sendable {
  package static let kind = "check"

  package var verdict: Verdict
  package var outcome: Outcome
  /// The server's next transaction when it was read (`LiveReading.horizon`).
  package var horizon: Int64?
  /// Which server and database of it (`ServerIdentity`): transactions of another cannot be compared.
  package var server: String?
  /// The fingerprint of the baseline it was compared with.
  package var baseline: String?
  /// What stands for the applied migrations: it changes when one is deployed. nil: unknown.
  package var migrations: String?
  package var tables: Int64?
  package var milliseconds: Int64?
  package var tool: String?
  /// Why the verdict is unknown.
  package var problem: String?
  /// The gravest first; not all of them where there are very many.
  package var findings: [RecordedFinding] = []
  /// How many there were.
  package var count: Int64 = 0
  package var resolved: [RecordedResolution] = []

  package init(verdict: Verdict, outcome: Outcome) {
    self.verdict = verdict
    self.outcome = outcome
  }

  /// Whether a finding that is not in it was not there. A verdict that is unknown, and a list that was cut, say nothing.
  package var isComplete: Bool { verdict != .unknown && count == Int64(findings.count) }

  init(_ value: EventValue) throws(BrokenEvent) {
    let details = try EventDetails(value)
    self.init(verdict: try details.word("verdict", Verdict.self), outcome: try details.word("outcome", Outcome.self))
    horizon = try details.optionalNumber("horizon")
    server = try details.optionalText("server", limit: 128)
    baseline = try details.optionalText("baseline", limit: 128)
    migrations = try details.optionalText("migrations", limit: 128)
    tables = try details.optionalNumber("tables")
    milliseconds = try details.optionalNumber("milliseconds")
    tool = try details.optionalText("tool", limit: 64)
    problem = try details.optionalText("problem")
    findings = try details.list("findings") { value throws(BrokenEvent) in try RecordedFinding(value) }
    count = try details.optionalNumber("count") ?? Int64(findings.count)
    guard count >= findings.count else { throw BrokenEvent("count is less than the findings listed") }
    resolved = try details.list("resolved") { value throws(BrokenEvent) in try RecordedResolution(value) }
  }

  var details: [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("verdict", .text(verdict.rawValue)), .init("outcome", .text(outcome.rawValue)),
    ]
    members.add("horizon", horizon.map { .number($0) })
    members.add("server", server.map { .text($0) })
    members.add("baseline", baseline.map { .text($0) })
    members.add("migrations", migrations.map { .text($0) })
    members.add("tables", tables.map { .number($0) })
    members.add("milliseconds", milliseconds.map { .number($0) })
    members.add("tool", tool.map { .text($0) })
    members.add("problem", problem.map { .text($0) })
    members.add("count", .number(count))
    if !findings.isEmpty { members.add("findings", .list(findings.map(\.value))) }
    if !resolved.isEmpty { members.add("resolved", .list(resolved.map(\.value))) }
    return members
  }
}
