import BaselineKit
import Schema

/// The answer of `check` for one database as Markdown, for a comment in a review. Whatever is not ours in it is escaped: it is
/// text there, and neither a link, a mention, nor HTML.
struct CheckMarkdown {
  let report: CheckReport
  let explains: Bool

  var text: String {
    let silencings = explains ? SilencingText(silencings: report.silencings).markdown : []
    return ([own] + silencings + (report.tenants?.markdown(report.name ?? report.database) ?? [])).joined(
      separator: "\n")
  }

  /// Of the database without its tenants.
  private var own: String {
    let judgement = report.judgement
    let name = markdownText(report.name ?? report.database)
    if judgement.verdict == .same && judgement.violations.isEmpty {
      return "### ✅ \(name) is what the baseline says"
    }
    var lines = ["### \(judgement.outcome == .failed ? "❌" : "⚠️") \(markdownText(report.chatLine))"]
    for group in DiagnosisGroup.groups(of: judgement) {
      lines += ["", "**\(group.isCritical ? "Critical: " : "")\(markdownText(group.title))**", ""]
      lines += ["| | what | impact |", "| --- | --- | --- |"]
      lines += group.differences.map { difference in
        var remarks = (difference.diagnosis?.remarks ?? []).map { "<br>\(markdownText($0))" }.joined()
        if case .waiver(let until, let reason) = difference.permission {
          remarks += "<br>accepted until \(until.day): \(markdownText(reason))"
        }
        return markdownRow(of: difference, remarks)
      }
      let repairs = group.differences.flatMap { $0.diagnosis?.repair ?? [] }
      if !repairs.isEmpty {
        lines += ["", "To undo it by hand:", ""]
        lines += repairs.map { "* \(markdownCode($0.sql)) (\(markdownText($0.caution)))" }
      }
      var next: [String] = []
      for command in group.differences.flatMap({ $0.diagnosis?.next ?? [] }) where !next.contains(command) {
        next.append(command)
      }
      if !next.isEmpty { lines += ["", "Next:", ""] + next.prefix(10).map { "* \(markdownCode($0))" } }
    }
    if let evidence = report.evidence {
      let facts = EvidenceText(evidence: evidence).facts
      if !facts.isEmpty { lines += ["", "<details><summary>Why</summary>", ""] }
      for fact in facts {
        lines.append("* \(markdownText(fact.name))\(fact.values.count == 1 ? ": \(markdownText(fact.values[0]))" : "")")
        if fact.values.count > 1 { lines += fact.values.map { "  * \(markdownText($0))" } }
      }
      if !facts.isEmpty { lines += ["", "</details>"] }
    }
    return lines.joined(separator: "\n")
  }
}

/// A difference as a row of a table: mark, what, impact.
func markdownRow(of difference: Difference, _ remarks: String = "") -> String {
  let isWaiting = difference.diagnosis?.isOnlyWaiting == true
  let mark = difference.action == .fail && difference.permission == nil ? "❌" : "⚠️"
  let rendering = difference.renderingRemarks.map { "<br>\(markdownText($0))" }.joined()
  let impact = isWaiting ? "" : "\(difference.impact.level.rawValue): \(markdownText(difference.impact.reason))"
  return
    "| \(mark) | \(markdownText(ChangeWords(difference.change, isWaiting: isWaiting).sentence))\(rendering)\(remarks) | \(impact) |"
}

extension TenantReport {
  fileprivate func markdown(_ database: String) -> [String] {
    let like = "like `\(markdownText(model.string))`"
    if verdict == .same {
      return count == 0 ? [] : ["", "### ✅ all \(count) tenants of \(markdownText(database)) are \(like)"]
    }
    var lines = [
      "",
      "### \(verdict == .unknown ? "❔" : outcome == .failed ? "❌" : "⚠️") \(count - sameCount) of \(count) tenants of "
        + "\(markdownText(database)) \(verdict == .unknown ? "differ or are unknown" : "are not \(like)")",
    ]
    for group in groups {
      lines += ["", "**\(markdownText(group.head))**", "", "| | what | impact |", "| --- | --- | --- |"]
      lines += group.judgement.differences.map { markdownRow(of: $0) }
    }
    for failure in failures {
      lines += ["", "**\(markdownText(failure.head))**", "", markdownText(Explanation(failure.error).message)]
    }
    return lines
  }
}
