import BaselineKit
import Schema

/// The answers in words. Values in, text out; what is not ours in them is put on one line and made visible.
enum TextReport {
  /// The differences of a comparison, critical tables first, grouped by the table they belong to.
  static func differences(_ judgement: Judgement) -> [String] {
    judgement.differences.flatMap(difference)
  }

  /// One difference, what it means for those who use the database, and what accepts it.
  static func difference(_ difference: Difference) -> [String] {
    let mark = difference.action == .fail && difference.permission == nil ? "✗" : "!"
    let critical = difference.isCritical ? " [critical]" : ""
    let impact = difference.impact
    // What waits broke nothing: nobody had it.
    let isWaiting = difference.diagnosis?.isOnlyWaiting == true
    var lines = ["  \(mark) \(safeLine(ChangeWords(difference.change, isWaiting: isWaiting).sentence))\(critical)"]
    lines += difference.renderingRemarks.map { "      \(safeLine($0))" }
    if !isWaiting { lines.append("      \(impact.level.rawValue): \(safeLine(impact.reason))") }
    if case .waiver(let until, let reason) = difference.permission {
      lines.append("      accepted until \(until.day): \(safeLine(reason))")
    }
    if case .bypass(let until) = difference.permission {
      lines.append("      passes by EMERGENCY BYPASS until \(until)")
    }
    return lines
  }

  /// What a reader must know in every run.
  static func remarks(_ judgement: Judgement) {
    for warning in judgement.warnings { Terminal.note("warning: \(warning)") }
    for note in judgement.notCompared { Terminal.note("note: \(note)") }
  }

  /// `4 differences in 2 tables and 1 other object, 1 critical`: what lies in a table is counted with it.
  static func count(_ judgement: Judgement) -> String {
    let containers = Set(judgement.differences.map(\.change.object.container))
    let critical = Set(judgement.differences.filter(\.isCritical).map(\.change.object.container)).count
    let accepted = judgement.differences.count { if case .waiver = $0.permission { true } else { false } }
    let tables = containers.count { $0.kind == .table }
    let others = containers.count - tables
    let places = [
      tables > 0 ? plural(tables, "table") : nil,
      others > 0 ? plural(others, tables > 0 ? "other object" : "object") : nil,
    ]
    return plural(judgement.differences.count, "difference") + " in "
      + places.compactMap(\.self).joined(separator: " and ")
      + (critical > 0 ? ", \(critical) critical" : "") + (accepted > 0 ? ", \(accepted) accepted by waivers" : "")
  }

  static func changes(_ changes: [Change]) -> [String] {
    changes.map { "  \(safeLine(ChangeWords($0).sentence))" }
  }

  /// `1 table`, `2 tables`.
  static func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `2026-01-31 12:00 +0000`, in the offset that the signature has, as git shows dates.
  static func date(_ time: Int64, offset: Int) -> String {
    let local = time + Int64(offset) * 60
    let days = Int((local >= 0 ? local : local - 86_399) / 86_400)
    let seconds = Int(local) - days * 86_400
    let (year, month, day) = civil(days)
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let sign = offset < 0 ? "-" : "+"
    return "\(year)-\(two(month))-\(two(day)) \(two(seconds / 3600)):\(two(seconds / 60 % 60)) "
      + "\(sign)\(two(abs(offset) / 60))\(two(abs(offset) % 60))"
  }

  /// The Gregorian date of a day counted from 1970-01-01 (Howard Hinnant's algorithm).
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
