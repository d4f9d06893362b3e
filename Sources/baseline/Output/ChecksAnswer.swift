import BaselineKit
import Schema

/// The answer of `check` for several databases: each one's own, then a line for each.
struct ChecksAnswer {
  let checks: [(name: String, result: Result<CheckReport, any Error>)]
  let config: Config
  let explains: Bool
  let notice: BypassNotice

  private var reports: [CheckReport] { checks.compactMap { try? $0.result.get() } }
  var errors: [any Error] {
    checks.compactMap { check in
      if case .failure(let error) = check.result { error } else { nil }
    }
  }
  private var verdict: Verdict {
    if !errors.isEmpty || reports.contains(where: { $0.verdict == .unknown }) { return .unknown }
    return reports.contains { $0.verdict == .differs } ? .differs : .same
  }
  private var outcome: Outcome { errors.isEmpty ? reports.map(\.outcome).max() ?? .passed : .failed }

  /// What is pointed out of each.
  func report(_ pointing: Pointing) -> CIReport {
    let parts = checks.map { name, result in
      switch result {
      case .success(let report): CIReport.Part(report, pointing)
      case .failure(let error): CIReport.Part(name, error, pointing.configuration)
      }
    }
    return CIReport(
      parts + [CIReport.Part(notice, pointing.configuration)].compactMap(\.self), verdict, outcome)
  }

  var text: String {
    let answers = reports.map { CheckText(report: $0, config: config, explains: explains).lines }
    return (answers.map { $0 + [""] } + [BypassText(notice).lines + summary]).joined().joined(separator: "\n")
  }

  var markdown: String { BypassText(notice).markdown + answers }

  private var answers: String {
    checks.map { name, result in
      switch result {
      case .success(let report): CheckMarkdown(report: report, explains: explains).text
      case .failure(let error): "### ❔ \(markdownText(name)): unknown\n\n\(markdownText(Explanation(error).message))"
      }
    }.joined(separator: "\n\n")
  }

  private var summary: [String] {
    let verdicts = reports.map(\.verdict) + errors.map { _ in .unknown }
    let counts = [(Verdict.same, "same", "same"), (.differs, "differs", "differ"), (.unknown, "unknown", "unknown")]
      .compactMap {
        verdict, word, plural -> String? in
        let count = verdicts.count { $0 == verdict }
        return count > 0 ? "\(count) \(count == 1 ? word : plural)" : nil
      }
    let width = checks.map(\.name.count).max() ?? 0
    return ["\(TextReport.plural(checks.count, "database")): " + counts.joined(separator: ", ")]
      + checks.flatMap { name, result in
        let begin = safeLine(name) + String(repeating: " ", count: width - name.count)
        switch result {
        case .success(let report): return ["  \(report.mark) \(begin)  \(report.summary)"]
        case .failure(let error):
          let explanation = Explanation(error)
          return ["  ✗ \(begin)  unknown: \(safeLine(explanation.message))"]
            + explanation.details.map { "      \(safeLine($0))" }
            + (explanation.hint.map { ["      hint: \(safeLine($0))"] } ?? [])
        }
      }
  }

  var json: JSONAnswer {
    JSONAnswer { writer in
      writer.pair("verdict", verdict.rawValue)
      writer.pair("outcome", outcome.rawValue)
      writer.list("databases", checks) { check, writer in
        writer.object { writer in
          writer.pair("name", check.name)
          switch check.result {
          case .success(let report): report.write(explains: explains, to: &writer)
          case .failure(let error): error.writeVerdict(to: &writer)
          }
        }
      }
      notice.write(to: &writer)
    }
  }

  /// What a reader must know in every run: what is true of all databases is said once.
  func remark() {
    let warnings = reports.map(\.judgement.warnings)
    let common = (warnings.first ?? []).filter { text in warnings.allSatisfy { $0.contains(text) } }
    for warning in common { Terminal.note("warning: \(warning)") }
    for report in reports {
      for warning in report.judgement.warnings where !common.contains(warning) {
        Terminal.note("warning: \(report.name ?? ""): \(warning)")
      }
      for note in report.judgement.notCompared { Terminal.note("note: \(report.name ?? ""): \(note)") }
    }
  }

  /// - Throws: the exit code: 2 over 1 over 0.
  func exit() throws {
    try Exit.with(verdict, outcome)
  }
}

extension CheckReport {
  fileprivate var mark: String {
    verdict == .same ? "✓" : outcome == .failed ? "✗" : "!"
  }

  /// `same`, `differs: 3 differences in 2 tables`.
  fileprivate var summary: String {
    guard verdict != .same else { return "same" }
    var parts = judgement.verdict == .same ? [] : [TextReport.count(judgement)]
    if let tenants, tenants.verdict != .same {
      parts.append("\(tenants.count - tenants.sameCount) of \(TextReport.plural(tenants.count, "tenant"))")
    }
    return "\(verdict.rawValue) (\(outcome.rawValue)): \(parts.joined(separator: "; "))"
  }
}
