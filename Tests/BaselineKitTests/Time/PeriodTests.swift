import Testing

@testable import BaselineKit

struct PeriodTests {
  /// The weeks around New Year as the calendar command and ISO 8601 have them.
  @Test(arguments: [
    ("2026-11-22", "2026-W47"), ("2026-11-23", "2026-W48"), ("2026-12-31", "2026-W53"), ("2027-01-03", "2026-W53"),
    ("2027-01-04", "2027-W01"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53"), ("1970-01-01", "1970-W01"),
    ("1969-12-28", "1969-W52"),
  ])
  func weeks(day: String, week: String) throws {
    let moment = try #require(Timestamp(day))
    let period = Period(.week, containing: moment + 86_399)
    #expect(period.name == week)
    #expect(period.contains(moment) && period.end - period.start == 7 * 86_400)
    #expect(Period(week) == period)
  }

  @Test func months() throws {
    let february = try #require(Period("2024-02"))
    #expect("\(february.start) \(february.end)" == "2024-02-01T00:00:00Z 2024-03-01T00:00:00Z")
    #expect(february.contains(try #require(Timestamp("2024-02-29T23:59:59Z"))) && !february.contains(february.end))
    #expect(try #require(Period("2026-12")).next.name == "2027-01")
    #expect(try #require(Period("2026-01")).previous.name == "2025-12")
    #expect(try #require(Period("2026-03-01")).previous.name == "2026-02-28")
  }

  /// Each period follows the one before without a gap, and is found by its name.
  @Test(arguments: Period.Length.allCases)
  func withoutGaps(length: Period.Length) throws {
    let (first, last) = (try #require(Timestamp("2019-12-20")), try #require(Timestamp("2029-01-10")))
    let periods = Period.all(length, from: first, through: last)
    #expect(periods[0].contains(first) && periods[periods.count - 1].contains(last))
    for (one, next) in zip(periods, periods.dropFirst()) { #expect(one.end == next.start && one < next) }
    for period in periods { #expect(Period(period.name) == period) }
    #expect(Set(periods.map(\.name)).count == periods.count)
  }

  @Test(arguments: [
    "", "2026", "2026-13", "2026-W00", "2026-W54", "2025-W53", "2026-w47", "2026-W4x", "2026-02-30", "W2026-47",
    "2026-1",
  ])
  func refused(name: String) { #expect(Period(name) == nil) }
}
