import BaselineKit
import Schema

/// The answer of `stats` in words: each figure with its target, and under it the one that shows when it only looks good.
struct StatsText {
  private let measures: Measures
  private let parts: [Measures.Part]

  /// - Parameter length: what a line stands for; nil: a week, of more than a quarter a month.
  init(_ measures: Measures, by length: Period.Length?) {
    self.measures = measures
    let isLong = measures.weeks.count > 14
    parts = (length ?? (isLong ? .month : .week)) == .week ? measures.weeks : measures.months
  }

  var lines: [String] {
    var lines = ["since \(measures.from.day), as of \(measures.now)", ""]
    lines += figures(measures.whole)
    lines += [""] + chart
    let tables = self.tables
    if !tables.isEmpty { lines += [""] + tables }
    let databases = measures.databases.map(line)
    if !databases.isEmpty { lines += [""] + databases }
    let reviews = self.reviews
    if !reviews.isEmpty { lines += [""] + reviews }
    return lines
  }

  // MARK: Figures

  private func figures(_ figures: Figures) -> [String] {
    let (resolve, detect) = (figures.timeToResolve, figures.timeToDetect)
    let judged = measures.falsePositiveMonths
    let months =
      judged.isEmpty
      ? nil : "the target was met in \(judged.count(where: \.self)) of \(TextReport.plural(judged.count, "month"))"
    var lines: [String] = []
    func add(_ label: String, _ isMet: Bool? = nil, _ value: String, beside: [String?] = []) {
      lines.append("\(mark(isMet)) \(padded(label, 18)) \(value)")
      let beside = beside.compactMap(\.self)
      if !beside.isEmpty { lines.append("  \(padded("  beside it", 18)) \(beside.joined(separator: "; "))") }
    }
    add("incidents", nil, "\(figures.incidents), \(figures.critical) of them critical, \(figures.stillOpen) still open")
    add("findings", nil, "\(figures.findings)" + (figures.findings > 0 ? ": \(causes(figures))" : ""))
    add(
      "time to resolve", resolve.isMet, words(resolve, "incident"),
      beside: [
        words(figures.reopened, "findings", "reopened"),
        words(figures.acceptedDrift, "resolved findings", "accepted"), skew(resolve),
      ])
    add(
      "time to detect", nil, words(detect, "finding"),
      beside: [
        words(figures.plannedChecks, "planned checks", "ran"),
        detect.undated > 0 ? "\(detect.undated) that nobody can date" : nil, skew(detect),
      ])
    add(
      "false positives", figures.falsePositives.isMet,
      words(figures.falsePositives, "resolved findings", "hidden by a rule", span: " a month"),
      beside: [
        months, "\(TextReport.plural(figures.falseNegatives, "difference")) that no check found in time",
      ])
    add("refreshes", figures.refreshes.isMet, words(figures.refreshes, "refreshes", "succeeded"))
    add(
      "reviews", figures.reviews.isMet, words(figures.reviews, "reviews", "signed in time"),
      beside: [words(figures.leftItems, "items", "accepted or deferred")])
    add(
      "notifications", nil, "\(figures.notificationsSent) sent, \(figures.notificationsFailed) failed",
      beside: [words(figures.answered, "incidents that somebody was told of", "answered")])
    add(
      "bypasses", nil,
      "\(TextReport.plural(figures.bypassesOpened, "finding")) let pass, \(figures.bypassesOverdue) not settled in time"
    )
    return lines
  }

  private func mark(_ isMet: Bool?) -> String { isMet.map { $0 ? "✓" : "✗" } ?? " " }

  private func causes(_ figures: Figures) -> String {
    Cause.allCases.compactMap { cause in
      figures.causes[cause].map { "\($0) \(cause.rawValue.replacing("_", with: " "))" }
    }.joined(separator: ", ")
  }

  /// `50 of 55 refreshes succeeded (90.9 %; target: at least 95 %)`.
  private func words(_ ratio: Ratio, _ what: String, _ verb: String, span: String = "") -> String {
    guard let percent = ratio.percent else { return "no \(what)" }
    let target = ratio.target.map { "; target: \($0)\(span)" } ?? ""
    return "\(ratio.part) of \(ratio.whole) \(what) \(verb) (\(Self.percent(percent))\(target))"
  }

  /// Rounded down, so that what misses its target does not look as if it had reached it.
  private static func percent(_ percent: Double) -> String {
    let tenths = Int(percent * 10)
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// `mean 12 min, nine of ten within 40 min, of 35 incidents (target: mean 30 min)`.
  private func words(_ durations: Durations, _ what: String) -> String {
    let target = durations.target.map { " (target: mean \(durationWords($0)))" } ?? ""
    guard let mean = durations.mean, let p90 = durations.p90 else { return "nothing to measure\(target)" }
    let most = durations.bounds > 0 ? "at most " : ""
    return "mean \(most)\(durationWords(mean)), nine of ten within \(durationWords(p90)), of "
      + "\(TextReport.plural(durations.count, what))\(target)"
  }

  private func skew(_ durations: Durations) -> String? {
    durations.skewed > 0 ? "\(durations.skewed) left out, whose times contradict each other" : nil
  }

  // MARK: Charts

  private static let barWidth = 24

  private var chart: [String] {
    let most = parts.map(\.figures.incidents).max() ?? 0
    let longest = parts.compactMap(\.figures.timeToResolve.mean).max() ?? 0
    let head = "  \(padded("", 9)) \(padded("incidents", Self.barWidth + 5)) mean time to resolve"
    return [head]
      + parts.map { part in
        let mean = part.figures.timeToResolve.mean
        let incidents = bar(
          Int64(part.figures.incidents), of: Int64(most), label: "\(part.figures.incidents)", width: 3)
        let time = bar(mean ?? 0, of: longest, label: mean.map { durationWords($0) } ?? "-", width: 11)
        return
          "\(mark(part.figures.timeToResolve.isMet)) \(padded(part.period.name, 9)) \(padded(incidents, Self.barWidth + 5)) \(time)"
          .trimmedEnd
      }
  }

  /// `  3 ██████`: in proportion, and visible where there is anything.
  private func bar(_ value: Int64, of most: Int64, label: String, width: Int) -> String {
    let length = most > 0 ? (value * Int64(Self.barWidth) + most - 1) / most : 0
    let blanks = String(repeating: " ", count: max(0, width - label.count))
    return "\(blanks)\(label) \(String(repeating: "█", count: Int(length)))"
  }

  /// Those in which something happened, the first twenty: a database may have thousands.
  private var tables: [String] {
    let active = measures.tables.filter { $0.changes.count + $0.findings > 0 }
    if active.isEmpty { return [] }
    let most = active.map(\.changes.count).max() ?? 0
    let shown = active.prefix(20)
    let names = shown.map { safeLine($0.table.name) + ($0.isCritical ? " [critical]" : "") }
    let width = min(48, names.map(\.count).max() ?? 0)
    var lines = ["  \(padded("tables", width)) findings   commits that changed it"]
    lines += zip(shown, names).map { table, name in
      let count = "\(table.findings)"
      let findings = String(repeating: " ", count: max(0, 8 - count.count)) + count
      let bar = bar(Int64(table.changes.count), of: Int64(most), label: "\(table.changes.count)", width: 3)
      return "  \(padded(name, width)) \(findings) \(bar)".trimmedEnd
    }
    if active.count > shown.count { lines.append("  … and \(active.count - shown.count) more: --format json") }
    return lines
  }

  // MARK: Now

  private func line(_ database: DatabaseState) -> String {
    let name = safeLine(database.name)
    guard let last = database.last, let since = database.since else { return "✗ \(name): never checked" }
    var words = "\(last.record.verdict.rawValue) since \(since), checked \(last.event.at)"
    if database.isLate { words += ", the next check is missing" }
    if let worst = database.worst {
      let critical = worst.isCritical ? ", critical" : ""
      words +=
        "; \(TextReport.plural(database.open.count, "open incident")): \(worst.shortID) since \(worst.seen)\(critical)"
    }
    let isGood =
      !database.isLate && database.open.isEmpty && last.record.outcome != .failed
      && last.record.verdict != .unknown
    return "\(mark(isGood)) \(name): \(words)"
  }

  private var reviews: [String] {
    let overdue = measures.calendar.periods.filter { $0.state == .overdue }
    var lines = measures.calendar.periods.filter { $0.state == .due }.map { turn in
      "! \(turn.cadence.rawValue) review of \(turn.period.name): due until \(turn.deadline)"
    }
    lines += overdue.suffix(10).reversed().map { turn in
      "✗ \(turn.cadence.rawValue) review of \(turn.period.name): overdue since \(turn.deadline)"
    }
    if overdue.count > 10 { lines.append("✗ and \(overdue.count - 10) older ones: --format json") }
    if !overdue.isEmpty || !lines.isEmpty {
      lines.append("  next: baseline review \((measures.calendar.waiting.last?.cadence ?? .weekly).rawValue)")
    }
    return lines
  }

  // MARK: One table

  /// What happened to a table.
  func story(of table: TableMeasures) -> [String] {
    let critical = table.isCritical ? " [critical]" : ""
    var lines = [
      "\(safeLine(table.table.name))\(critical) since \(measures.from.day), as of \(measures.now)",
      "\(TextReport.plural(table.changes.count, "commit")) changed it; "
        + "\(TextReport.plural(table.findings, "finding")) in \(TextReport.plural(table.incidents, "incident"))", "",
    ]
    let counts = parts.map { table.changes(in: $0.stretch).count }
    let most = counts.max() ?? 0
    lines += zip(parts, counts).map { part, count in
      "  \(padded(part.period.name, 9)) \(bar(Int64(count), of: Int64(most), label: "\(count)", width: 3))".trimmedEnd
    }
    if !table.changes.isEmpty { lines.append("") }
    lines += table.changes.reversed().map { change in
      "\(change.commit.prefix(7))  \(change.at.day)  \(safeLine(change.author))  \(safeLine(change.subject))"
    }
    return lines
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
