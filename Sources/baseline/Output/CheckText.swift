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
      lines += TextReport.differences(judgement)
      if judgement.outcome == .warned { lines.append("the policy lets this pass; --strict would not") }
      if judgement.outcome == .waived { lines.append("waivers accept what differs: see \(safeLine(config.waivers))") }
      lines.append(
        "next: undo what was changed by hand, or write a migration for it; "
          + (config.migrations == nil
            ? "baseline refresh accepts it" : "baseline verify says whether the baseline is behind"))
    }
    if explains { lines += TextReport.explanation(judgement.silenced) }
    return lines
  }
}

extension CheckReport {
  /// The keys of one database's answer (docs/json.md).
  func write(explains: Bool, to writer: inout JSONWriter) {
    judgement.write(to: &writer)
    writer.pair("database", database)
    writer.pair("baseline", baseline)
    writer.pair("tables", tableCount)
    if explains { writer.list("silenced", judgement.silenced) { $0.write(to: &$1) } }
  }
}
