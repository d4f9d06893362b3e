/// A moment, to the second, in UTC.
package struct Timestamp: Hashable, Sendable {
  /// Since 1970.
  package let seconds: Int64

  package init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Reads `2026-11-22T16:28:37Z`, or a day, `2026-11-22`, which means its first second.
  /// - Returns: nil for anything else, and for days that no calendar has.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      guard bytes[range].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    guard bytes.count == 10 || bytes.count == 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month), day >= 1
    else { return nil }
    let days = Self.days(year, month, day)
    guard Self.date(days: days) == (year, month, day) else { return nil }
    guard bytes.count == 20 else {
      seconds = days * 86_400
      return
    }
    guard bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      bytes[19] == UInt8(ascii: "Z"), let hour = number(11..<13), let minute = number(14..<16),
      let second = number(17..<19), hour < 24, minute < 60, second < 60
    else { return nil }
    seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
  }

  /// The day as it is written: `2026-11-22`.
  package var day: String {
    let (year, month, day) = date
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Days since 1970-01-01.
  var dayNumber: Int64 { floorDivide(seconds, 86_400) }

  /// Of the Gregorian calendar, in UTC.
  var date: (year: Int64, month: Int64, day: Int64) { Self.date(days: dayNumber) }

  /// The first second of a day.
  init(dayNumber: Int64) {
    seconds = dayNumber * 86_400
  }

  /// The first second of a date, which must be one of the calendar.
  init(year: Int64, month: Int64, day: Int64) {
    self.init(dayNumber: Self.days(year, month, day))
  }

  package static func + (moment: Timestamp, seconds: Int64) -> Timestamp {
    Timestamp(seconds: moment.seconds + seconds)
  }

  /// Seconds from one moment to another.
  package static func - (later: Timestamp, earlier: Timestamp) -> Int64 { later.seconds - earlier.seconds }

  /// Days since 1970 of a date of the Gregorian calendar (Howard Hinnant's days_from_civil).
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = floorDivide(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The reverse (civil_from_days).
  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = days + 719_468
    let era = floorDivide(days, 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

extension Timestamp: Comparable {
  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339: `2026-11-22T16:28:37Z`.
  package var description: String {
    let second = seconds - floorDivide(seconds, 86_400) * 86_400
    return "\(day)T\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
  }
}

private func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
  number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
}

private func padded(_ number: Int64, _ digits: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
