/// A day, a week or a month of the calendar, in UTC: what reviews are held for and figures are counted by.
package struct Period: Hashable, Sendable {
  package enum Length: String, CaseIterable, Sendable { case day, week, month }

  package let length: Length
  /// Its first second.
  package let start: Timestamp
  /// The first second of the one after it.
  package let end: Timestamp

  /// The period that a moment lies in. Weeks begin on Monday (ISO 8601).
  package init(_ length: Length, containing moment: Timestamp) {
    let day = moment.dayNumber
    self.length = length
    switch length {
    case .day:
      start = Timestamp(dayNumber: day)
      end = start + Self.daySeconds
    case .week:
      // 1970-01-01 was a Thursday.
      start = Timestamp(dayNumber: day - remainder(day + 3, 7))
      end = start + 7 * Self.daySeconds
    case .month:
      let (year, month, _) = moment.date
      start = Timestamp(year: year, month: month, day: 1)
      end = month == 12 ? Timestamp(year: year + 1, month: 1, day: 1) : Timestamp(year: year, month: month + 1, day: 1)
    }
  }

  /// Reads what ``name`` writes: `2026-11-22`, `2026-W47`, `2026-11`.
  package init?(_ name: String) {
    let moment: Timestamp?
    let length: Length
    switch name.utf8.count {
    case 10: (length, moment) = (.day, Timestamp(name))
    case 7: (length, moment) = (.month, Timestamp("\(name)-01"))
    case 8:
      length = .week
      let parts = name.split(separator: "W", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].utf8.count == 2, parts[0].hasSuffix("-"), let week = Int64(parts[1]),
        let january = Timestamp("\(parts[0])01-04")
      else { return nil }
      // The week of 4 January is the first.
      moment = Period(.week, containing: january).start + (week - 1) * 7 * Self.daySeconds
    default: return nil
    }
    guard let moment else { return nil }
    self.init(length, containing: moment)
    guard self.name.utf8.elementsEqual(name.utf8) else { return nil }
  }

  /// `2026-11-22`, `2026-W47` (ISO 8601: of the year that its Thursday lies in), `2026-11`.
  package var name: String {
    switch length {
    case .day: return start.day
    case .month: return String(start.day.prefix(7))
    case .week:
      let thursday = start + 3 * Self.daySeconds
      let year = thursday.date.year
      let week = (thursday.dayNumber - Timestamp(year: year, month: 1, day: 1).dayNumber) / 7 + 1
      return "\(thursday.day.prefix(4))-W\(week < 10 ? "0" : "")\(week)"
    }
  }

  package var previous: Period { Period(length, containing: start + -1) }
  package var next: Period { Period(length, containing: end) }

  package func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

  package static let daySeconds: Int64 = 86_400

  /// All periods of a length that a stretch of time touches, the oldest first.
  package static func all(_ length: Length, from first: Timestamp, through last: Timestamp) -> [Period] {
    var periods: [Period] = []
    var period = Period(length, containing: first)
    while period.start <= last {
      periods.append(period)
      period = period.next
    }
    return periods
  }
}

extension Period: Comparable {
  package static func < (left: Period, right: Period) -> Bool { (left.start, left.end) < (right.start, right.end) }
}

/// Never negative.
private func remainder(_ number: Int64, _ divisor: Int64) -> Int64 {
  let rest = number % divisor
  return rest < 0 ? rest + divisor : rest
}
