import BaselineKit
import Schema

/// The answer of `check` for one database, in words.
struct CheckText {
  let report: CheckReport
  let config: Config
  let explains: Bool

  var lines: [String] {
    let judgement = report.judgement
    var lines: [String] = []
    if judgement.verdict == .same {
      lines.append(
        "same: \(safeLine(report.database)) is what the baseline says (\(TextReport.plural(report.tableCount, "table")))"
      )
    } else {
      lines.append(
        "differs: \(safeLine(report.database)) is not what the baseline of \(report.baseline) says: \(TextReport.count(judgement))"
      )
      for group in DiagnosisGroup.groups(of: judgement) { lines += group.lines }
      if judgement.outcome == .warned { lines.append("the policy lets this pass; --strict would not") }
      if judgement.outcome == .waived { lines.append("waivers accept what differs: see \(safeLine(config.waivers))") }
    }
    lines += judgement.violations.map { "\(judgement.violationsPermission == nil ? "✗" : "!") \(safeLine($0))" }
    if let evidence = report.evidence { lines += EvidenceText(evidence: evidence).lines }
    if explains, let read = report.unchangedSince {
      lines.append("nothing has changed the schema since it was read at \(read); --full reads it again")
    }
    if explains { lines += SilencingText(silencings: report.silencings).lines }
    if let tenants = report.tenants { lines += tenants.lines(report.database, explains: explains) }
    if !report.chatLine.isEmpty { lines.append(safeLine(report.chatLine)) }
    return lines
  }
}

extension CheckReport {
  /// The keys of one database's answer (docs/json.md).
  func write(explains: Bool, to writer: inout JSONWriter) {
    judgement.write(verdict, outcome, to: &writer)
    writer.pair("database", database)
    writer.pair("baseline", baseline)
    writer.pair("tables", tableCount)
    writer.texts("violations", judgement.violations)
    if let evidence {
      writer.key("evidence")
      evidence.write(to: &writer)
    }
    if explains {
      writer.list("silenced", judgement.silenced) { $0.write(to: &$1) }
      SilencingText(silencings: silencings).write(to: &writer)
    }
    tenants?.write(explains: explains, to: &writer)
  }
}
