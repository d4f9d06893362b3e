import BaselineKit
import Processes
import TestSupport
import Testing

struct TimestampTests {
  @Test func readsAndWrites() throws {
    for (text, seconds) in [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00Z", 951_825_600),
      ("2026-11-22T16:28:37Z", 1_795_364_917), ("2100-03-01T00:00:00Z", 4_107_542_400),
      ("9999-12-31T23:59:59Z", 253_402_300_799), ("0000-01-01T00:00:00Z", -62_167_219_200),
    ] as [(String, Int64)] {
      #expect(Timestamp(text) == Timestamp(seconds: seconds), "\(text)")
      #expect("\(Timestamp(seconds: seconds))" == text)
    }
    #expect(Timestamp("2026-11-22") == Timestamp("2026-11-22T00:00:00Z"))
    #expect(Timestamp(seconds: 1_795_364_917).day == "2026-11-22")
  }

  @Test(arguments: [
    "", "2026", "2026-11-22 16:28:37Z", "2026-11-22T16:28:37", "2026-11-22T16:28:37+00:00", "2026-11-22T24:00:00Z",
    "2026-11-22T16:60:37Z", "2026-11-22T16:28:60Z", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
    "2026-04-31",
    "1900-02-29", "+026-11-22", "2026-1-022", "２０２６-11-22", "2026-11-22T16:28:37Z ", "-026-11-22",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  /// Every day of a span has the day after it as its successor: against git's own calendar at a few places.
  @Test func daysFollowEachOther() throws {
    var day = try #require(Timestamp("1899-12-31"))
    var months: Set<String> = []
    for _ in 0..<73_200 {
      let next = day + 86_400
      #expect(day < next && next - day == 86_400 && day.day < next.day && Timestamp(next.day) == next)
      months.insert(String(next.day.dropFirst(5)))
      day = next
    }
    #expect(months.count == 366 && day.day == "2100-05-31")
    let test = try TestRepository()
    for text in ["1999-12-31T23:59:59Z", "2026-11-22T16:28:37Z", "2024-02-29T00:00:00Z"] {
      let seconds = try #require(Timestamp(text)).seconds
      let printed = try test.run("date", ["-u", "-d", "@\(seconds)", "+%Y-%m-%dT%H:%M:%SZ"]).text
      #expect(printed == "\(text)\n")
    }
  }
}

struct ClockTests {
  @Test func isTheSystemsUnlessSet() throws {
    let before = Int64(wallSeconds())
    for environment in [[:], ["BASELINE_CLOCK": ""]] {
      let clock = try Clock(environment)
      #expect(!clock.isSet && clock.now.seconds >= before && clock.now.seconds - before < 60)
      #expect(clock.milliseconds / 1000 - before < 60)
    }
    let clock = try Clock(["BASELINE_CLOCK": "2026-11-22T16:28:37Z"])
    #expect(clock.isSet && "\(clock.now)" == "2026-11-22T16:28:37Z" && clock.milliseconds == 1_795_364_917_000)
    #expect(try Clock(["BASELINE_CLOCK": "2026-11-22"]).now == Timestamp("2026-11-22"))
    #expect(Clock(at: Timestamp(seconds: 5)).now.seconds == 5)
  }

  @Test func refusesWhatIsNoTime() throws {
    let error = #expect(throws: Failure.self) { try Clock(["BASELINE_CLOCK": "tomorrow"]) }
    #expect(error?.reason == "BASELINE_CLOCK is no time in UTC: tomorrow")
  }
}
