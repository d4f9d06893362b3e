import Processes
import Schema

/// What a check of a named database adds to the events.
extension Recording {
  /// Findings in one event: what does not fit is counted.
  private static let findingLimit = 100

  /// Records a check of a database under `databases:`.
  package func record(_ facts: CheckFacts, _ judgement: Judgement) {
    guard writes else { return }
    attempt("the findings of \(facts.name) are not recorded") {
      let before = try log.lastCheck(of: facts.name, project: project.configFile, now: now)?.record
      let lost = (before?.findings ?? []).filter { $0.permission != .waiver }
      let observed = Observation(judgement, facts.baseline, facts.reading.snapshot, also: lost.map(\.object))
      var record = CheckRecord(verdict: facts.verdict, outcome: facts.outcome)
      record.horizon = facts.reading.horizon
      record.server = facts.reading.server
      record.baseline = facts.baseline.fingerprint
      record.migrations = facts.migrations
      record.tables = Int64(facts.tableCount)
      record.milliseconds = Int64((monotonicSeconds() - began) * 1000)
      record.tool = tool
      record.count = Int64(judgement.differences.count)
      let listed = Array(judgement.differences.prefix(Self.findingLimit))
      let versions = versions(of: listed, notIn: before, facts)
      record.findings = listed.map { observed.finding($0, versions[$0.change.object]) }
      let here = judgement.present
      let moved = before?.migrations.flatMap { old in facts.migrations.map { $0 != old } }
      record.resolved = lost.filter { !here.contains($0.object) }.map { finding in
        RecordedResolution(
          object: finding.object, fingerprint: finding.fingerprint,
          how: observed.resolution(of: finding, migrationsMoved: moved))
      }
      try queue(record, of: facts.name)
    }
  }

  /// Records that a database could not be checked.
  package func record(_ error: any Error, of name: String) {
    // Only what stands under `databases:` has a history.
    guard writes, !name.isEmpty else { return }
    var record = CheckRecord(verdict: .unknown, outcome: .failed)
    record.problem = keptLine(Explanation(error).message)
    attempt("the check of \(name) is not recorded") { try queue(record, of: name) }
  }

  /// Long names may make even that many findings too much for one event.
  private func queue(_ record: CheckRecord, of name: String) throws {
    var record = record
    while true {
      do {
        try queue(CheckRecord.kind, name, record.details)
        return
      } catch {
        if record.findings.isEmpty && record.resolved.isEmpty { throw error }
        record.findings = Array(record.findings.prefix(record.findings.count / 2))
        record.resolved = Array(record.resolved.prefix(record.resolved.count / 2))
      }
    }
  }

  /// Asks the server for what the last check had not seen just so.
  private func versions(of differences: [Difference], notIn before: CheckRecord?, _ facts: CheckFacts) -> RowVersions {
    let known = Set((before?.findings ?? []).map { [Text($0.object.description), Text($0.fingerprint)] })
    let new = differences.filter {
      $0.change.action != .removed
        && !known.contains([Text($0.change.object.description), Text($0.change.fingerprint)])
    }
    var versions = RowVersions()
    if new.isEmpty { return versions }
    attempt("what differs on \(facts.name) is not dated") {
      versions = try RowVersions(of: new.map(\.change.object), on: facts.live.connect())
    }
    return versions
  }
}
