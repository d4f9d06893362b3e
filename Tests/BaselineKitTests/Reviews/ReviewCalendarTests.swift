import Schema
import Testing

@testable import BaselineKit

struct ReviewCalendarTests {
  /// Timelines begin on Friday, 2026-11-20, in week 47.
  private func calendar(_ events: [Event], at now: String, _ reviews: [Config.Review] = Config().reviews) throws
    -> ReviewCalendar
  {
    let operations = Operations(events, project: "ci/schema_drift_config.yml", now: try #require(Timestamp(now)))
    #expect(operations.refused.map(\.reason) == [])
    return ReviewCalendar(operations, reviews)
  }

  private func words(_ calendar: ReviewCalendar) -> [String] {
    calendar.periods.map { "\($0.cadence) \($0.period.name) \($0.state)" }
  }

  private func signed(_ cadence: Cadence, _ period: String, on time: String) throws -> Event {
    let minutes = (try #require(Timestamp(time)) - Timeline.begin) / 60
    return Timeline.event(
      ReviewRecord.kind, minutes,
      ReviewRecord.details(
        cadence, try #require(Period(period)), items: 0, accepted: 0, deferred: 0, answers: [], note: nil),
      database: nil, id: String(cadence.rawValue.count))
  }

  @Test func nothingIsOwedBeforeTheFirstCheck() throws {
    let review = try signed(.weekly, "2026-W47", on: "2026-11-23T09:00:00Z")
    #expect(words(try calendar([review], at: "2026-12-24T09:00:00Z")) == [])
  }

  @Test func weeksAndMonthsAreDueWhenTheyAreOver() throws {
    let events = [Timeline.check(0)]
    #expect(
      words(try calendar(events, at: "2026-11-22T23:59:59Z")) == ["weekly 2026-W47 open", "monthly 2026-11 open"])
    #expect(
      words(try calendar(events, at: "2026-11-23T00:00:00Z"))
        == ["weekly 2026-W47 due", "weekly 2026-W48 open", "monthly 2026-11 open"])
    #expect(words(try calendar(events, at: "2026-11-24T23:59:59Z")).first == "weekly 2026-W47 due")
    #expect(words(try calendar(events, at: "2026-11-25T00:00:00Z")).first == "weekly 2026-W47 overdue")
    #expect(words(try calendar(events, at: "2026-12-07T23:59:59Z")).contains("monthly 2026-11 due"))
    #expect(words(try calendar(events, at: "2026-12-08T00:00:00Z")).contains("monthly 2026-11 overdue"))
  }

  @Test func signedInTimeAndLate() throws {
    let events = try [
      Timeline.check(0), signed(.weekly, "2026-W47", on: "2026-11-24T23:59:00Z"),
      signed(.weekly, "2026-W48", on: "2026-12-02T00:00:00Z"),
      // The second signature changes nothing.
      signed(.weekly, "2026-W47", on: "2026-12-03T00:00:00Z"),
    ]
    for seed: UInt64 in 0..<5 {
      var random = Shuffling(seed)
      let calendar = try calendar(events.shuffled(using: &random), at: "2026-12-03T10:00:00Z")
      #expect(
        words(calendar) == [
          "weekly 2026-W47 signed", "weekly 2026-W48 late", "weekly 2026-W49 open", "monthly 2026-11 due",
          "monthly 2026-12 open",
        ])
    }
    let month = try signed(.monthly, "2026-11", on: "2026-12-07T23:59:00Z")
    #expect(words(try calendar(events + [month], at: "2026-12-09T10:00:00Z")).contains("monthly 2026-11 signed"))
  }

  @Test func whatIsStillToComeCannotBeSigned() throws {
    let early = try signed(.weekly, "2026-W47", on: "2026-11-22T23:00:00Z")
    #expect(words(try calendar([Timeline.check(0), early], at: "2026-11-23T10:00:00Z")).first == "weekly 2026-W47 due")
    // Clocks differ.
    let nearly = try signed(.weekly, "2026-W47", on: "2026-11-22T23:55:00Z")
    #expect(
      words(try calendar([Timeline.check(0), nearly], at: "2026-11-23T10:00:00Z")).first == "weekly 2026-W47 signed")
  }

  @Test func fridayReachesToMonday() throws {
    let events = [Timeline.check(0)]
    let daily = [Config.Review(.daily)]
    #expect(words(try calendar(events, at: "2026-11-22T20:00:00Z", daily)) == ["daily 2026-11-20 open"])
    #expect(
      words(try calendar(events, at: "2026-11-25T09:00:00Z", daily)) == [
        "daily 2026-11-20 overdue", "daily 2026-11-23 overdue", "daily 2026-11-24 due", "daily 2026-11-25 open",
      ])
    // The first check was on a Sunday: Friday's review has it.
    #expect(
      words(try calendar([Timeline.check(2 * 1440)], at: "2026-11-23T09:00:00Z", daily))
        == ["daily 2026-11-20 due", "daily 2026-11-23 open"])
    let friday = try #require(Period("2026-11-20"))
    #expect(Cadence.daily.end(of: friday) == Timestamp("2026-11-23"))
    #expect(Cadence.daily.holds(friday) && !Cadence.daily.holds(friday.next) && !Cadence.weekly.holds(friday))
  }

  @Test func whatWasBegunLaterOwesNothingOfThePast() throws {
    let reviews = [Config.Review(.daily, since: Timestamp("2026-12-01")), Config.Review(.monthly)]
    #expect(
      words(try calendar([Timeline.check(0)], at: "2026-12-02T09:00:00Z", reviews))
        == ["daily 2026-12-01 due", "daily 2026-12-02 open", "monthly 2026-11 due", "monthly 2026-12 open"])
  }
}
