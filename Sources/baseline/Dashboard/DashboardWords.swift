import BaselineKit

/// How a dashboard says times, shares and durations. All of its times are UTC.
enum DashboardWords {
  /// A moment: `2026-11-22 16:28`.
  static func moment(_ time: Timestamp) -> Node {
    element("time", Attribute("datetime", "\(time)")) {
      String("\(time)".prefix(16)).replacing("T", with: " ")
    }
  }

  static func day(_ time: Timestamp) -> Node {
    element("time", Attribute("datetime", time.day)) { time.day }
  }

  static func duration(_ seconds: Int64) -> String { durationWords(max(0, seconds)) }

  /// Rounded away from neither side of a target: 94.96 is not yet 95.
  static func percent(_ percent: Double) -> String { decimal((percent * 10).rounded(.down) / 10) + "\u{a0}%" }

  static func share(_ ratio: Ratio) -> String { ratio.percent.map { percent($0) } ?? "–" }

  /// `3 of 41`.
  static func parts(_ ratio: Ratio) -> String { "\(ratio.part) of \(ratio.whole)" }

  static func target(_ target: Ratio.Target) -> String {
    switch target {
    case .atLeast(100): "100\u{a0}%"
    case .atLeast(let percent): "at least \(percent)\u{a0}%"
    case .below(let percent): "below \(percent)\u{a0}%"
    }
  }

  /// Whether a target is met, in a word, a mark and a colour.
  static func verdict(_ isMet: Bool?) -> Node {
    switch isMet {
    case true: element("span", .class("good verdict")) { "✓ met" }
    case false: element("span", .class("alarm verdict")) { "✗ missed" }
    default: element("span", .class("soft")) { "nothing to measure yet" }
    }
  }

  /// Of an actor the name: a page that goes round need not hold addresses.
  static func person(_ actor: String) -> String {
    let name = actor.prefix { $0 != "<" }
    return name.allSatisfy { $0 == " " } ? actor : String(name.reversed().drop { $0 == " " }.reversed())
  }

  /// A name that comes from outside: its direction of writing stays its own.
  static func name(_ name: String) -> Node { element("bdi") { name } }

  /// `a, b and 3 more`.
  static func list(_ names: [String], limit: Int = 5) -> String {
    names.count <= limit
      ? names.joined(separator: ", ")
      : "\(names.prefix(limit).joined(separator: ", ")) and \(names.count - limit) more"
  }
}

extension Slot {
  /// Weeks and months as columns; months are named where they begin, January by its year.
  static func slots(_ periods: [Period]) -> [Slot] {
    // The month of a week is that of its Thursday, as its year is.
    let months = periods.map { period in
      String((period.length == .week ? period.start + 3 * Period.daySeconds : period.start).day.prefix(7))
    }
    return periods.enumerated().map { place, period in
      let month = months[place]
      var isNew = place == 0 || months[place - 1] != month
      // One week alone has no room for a name beside the next.
      if place == 0, period.length == .week, months.count > 1, months[1] != month { isNew = false }
      let number = Int(month.suffix(2)) ?? 1
      return Slot(
        name: period.name, label: isNew ? number == 1 ? String(month.prefix(4)) : names[number - 1] : nil,
        isMinor: number % 3 != 1,
        isOpen: place == periods.count - 1)
    }
  }

  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
