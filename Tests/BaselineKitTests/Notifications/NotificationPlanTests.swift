import Schema
import Testing

@testable import BaselineKit

/// Who is told of what and when: a pure function of the events.
struct NotificationPlanTests {
  typealias T = Timeline

  private static let everything = "notifications: {channels: {team: {url_env: U}}}"
  private static let withDBA =
    "notifications: {channels: {team: {url_env: U}, dba: {command: [page]}}, escalate: {after: 30m, to: dba}}"

  private static func config(_ text: String) throws -> Config { try Config.parse(Array(text.utf8), file: "c") }

  private static func plan(
    _ events: [Event], at minute: Int64, _ config: Config, waivers: [Waiver] = [], tables: [NewTable] = [],
    insisting: Bool = false
  ) -> NotificationPlan {
    let operations = Operations(events, project: "ci/schema_drift_config.yml", now: T.at(minute))
    #expect(operations.refused.isEmpty, "\(operations.refused)")
    return NotificationPlan(
      Notices(operations, config, waivers: waivers, tables: tables), config.notifications,
      records: operations.notifications, now: operations.now, isInsisting: insisting)
  }

  /// Runs that tell all that is due, one after the other.
  private struct Runs {
    var events: [Event] = []
    let config: Config

    init(_ config: String) throws {
      self.config = try NotificationPlanTests.config(config)
    }

    /// Adds events, makes a run, and records what it sent.
    /// - Returns: `channel: occasion`, with the database where there is one.
    mutating func run(
      _ minute: Int64, _ more: Event..., failing: Set<String> = [], waivers: [Waiver] = [], tables: [NewTable] = [],
      insisting: Bool = false, unreachable: Set<String> = []
    ) -> [String] {
      events += more
      let plan = NotificationPlanTests.plan(
        events, at: minute, config, waivers: waivers, tables: tables, insisting: insisting)
      var told: [String] = []
      for (channel, notices) in plan.deliveries where !unreachable.contains(channel.name) {
        for notice in notices {
          let fails = failing.contains(channel.name)
          let record = NotificationRecord(
            notice.occasion, subject: notice.subject, others: notice.others, incident: notice.incident,
            channel: channel.name, result: fails ? .failed : .sent, tries: 1, problem: fails ? "broken" : nil)
          let end = "Z\(events.count)".map { "ILOU".contains($0) ? "X" : String($0) }.joined()
          events.append(T.event(NotificationRecord.kind, minute, record.details, database: notice.database, id: end))
          told.append(
            "\(channel.name): \(notice.occasion.rawValue)"
              + (notice.others.isEmpty || notice.occasion == .opened ? "" : " \(notice.others.count + 1)"))
          if fails { break }
        }
      }
      return told + plan.paused.map { "\($0.channel.name) waits" }
    }
  }

  @Test func onceForEachState() throws {
    var runs = try Runs(Self.everything)
    // Suspected only.
    #expect(runs.run(0, T.check(0, [T.finding()])) == [])
    #expect(runs.run(1, T.check(1, [T.finding()])) == ["team: opened"])
    #expect(runs.run(1) == [])
    #expect(runs.run(2, T.check(2, [T.finding()])) == [])
    #expect(runs.run(3, T.check(3, [T.finding("phone", "f2")])) == ["team: changed"])
    #expect(runs.run(4, T.check(4, [T.finding("phone", "f2")])) == [])
    // Back to what it was is another change.
    #expect(runs.run(5, T.check(5, [T.finding()])) == ["team: changed"])
    #expect(runs.run(6, T.check(6)) == ["team: resolved"])
    #expect(runs.run(7, T.check(7)) == [])
    // It comes back: another incident.
    #expect(runs.run(8, T.check(8, [T.finding(critical: true)])) == ["team: opened"])
    // Both weeks that are over were not reviewed: the last one is told of. And long after, what went away is no news.
    let late = Self.plan(runs.events + [T.check(9)], at: 60 * 24 * 20, runs.config)
    #expect(late.deliveries.flatMap(\.notices).map(\.subject) == ["weekly 2026-W49"])
    #expect(runs.run(60 * 24 * 6, T.check(9)) == ["team: resolved", "team: review_due"])
  }

  /// Configured in the middle of a story: only what is open, as it is now.
  @Test func nothingOfThePast() throws {
    var runs = try Runs(Self.everything)
    runs.events = [
      T.check(0, [T.finding("old", critical: true)]), T.check(1, [T.finding("open", critical: true)]),
      T.check(2, [T.finding("open", "f2", critical: true)]),
    ]
    #expect(runs.run(3) == ["team: opened"])
    #expect(runs.run(4) == [])
    #expect(runs.run(5, T.check(5, [T.finding("open", "f3", critical: true)])) == ["team: changed"])
  }

  /// What a channel never heard of neither changes nor goes away for it, but where it hears nothing else.
  @Test func channelsThatHearLess() throws {
    var runs = try Runs(
      "notifications: {channels: {a: {url_env: U, on: [opened, resolved]}, b: {url_env: U, on: [resolved]}}}")
    runs.events = [T.check(0, [T.finding(critical: true)]), T.check(1)]
    #expect(runs.run(2) == ["b: resolved"])
    #expect(runs.run(3, T.check(3, [T.finding(critical: true)])) == ["a: opened"])
    #expect(runs.run(4, T.check(4)) == ["a: resolved", "b: resolved"])
    runs.events += [T.check(5, [T.finding(critical: true)]), T.check(6)]
    #expect(runs.run(7 + 24 * 60) == [])
  }

  @Test func escalation() throws {
    var runs = try Runs(Self.withDBA)
    let check = T.check(0, [T.finding(critical: true)])
    // Told late: the half hour begins when somebody was told.
    #expect(runs.run(20, check) == ["team: opened"])
    #expect(runs.run(49) == [])
    #expect(runs.run(50) == ["team: escalated", "dba: escalated"])
    #expect(runs.run(51) == [])
    // An answer in time, though of another clone.
    var answered = try Runs(Self.withDBA)
    #expect(answered.run(0, check) == ["team: opened"])
    let answer = T.event(Acknowledgement.kind, 29, Acknowledgement.details(check.id, "on it"))
    #expect(answered.run(40, answer) == [])
    // Gone by itself.
    var resolved = try Runs(Self.withDBA)
    #expect(resolved.run(0, check) == ["team: opened"])
    #expect(resolved.run(40, T.check(20)) == ["team: resolved"])
    // Where nobody else hears of incidents they are escalated from the beginning, and where nobody could be told too.
    var alone = try Runs(
      "notifications: {channels: {dba: {command: [p], on: [escalated, resolved]}}, escalate: {after: 30m, to: dba}}")
    #expect(alone.run(29, check) == [])
    #expect(alone.run(30) == ["dba: escalated"])
    #expect(alone.run(50, T.check(50)) == ["dba: resolved"])
    var deaf = try Runs(Self.withDBA)
    #expect(deaf.run(0, check, failing: ["team"]) == ["team: opened"])
    #expect(deaf.run(30, failing: ["team"]) == ["team: escalated", "dba: escalated"])
    // No run can reach the first channel, so that nothing is recorded of it.
    var unreached = try Runs(Self.withDBA)
    #expect(unreached.run(0, check, unreachable: ["team"]) == [])
    #expect(unreached.run(29, unreachable: ["team"]) == [])
    #expect(unreached.run(30, unreachable: ["team"]) == ["dba: escalated"])
    #expect(unreached.run(31, unreachable: ["team"]) == [])
  }

  @Test func bypasses() throws {
    func opening(_ minute: Int64, _ names: Text...) -> Event {
      let opening = BypassOpening(
        scope: .database("production"), reason: nil, branch: nil, findings: names.map { T.finding($0) })
      return T.event(BypassOpening.kind, minute, opening.details)
    }
    var runs = try Runs(Self.everything)
    #expect(runs.run(0, opening(0, "a", "b")) == ["team: bypass_opened"])
    #expect(runs.run(20 * 60 - 1) == [])
    #expect(runs.run(20 * 60) == ["team: bypass_due"])
    #expect(runs.run(24 * 60 - 1) == [])
    #expect(runs.run(24 * 60) == ["team: bypass_overdue"])
    #expect(runs.run(48 * 60) == [])
    // Configured late: only the gravest that is so now. Settled ones are none.
    var late = try Runs(Self.everything)
    let closed = BypassClosing(
      scope: .database("production"), settled: [.init(object: T.finding("x").object, how: .undone, bypasses: [T.id(1)])]
    )
    late.events = [opening(0, "a"), opening(1, "x"), T.event(BypassClosing.kind, 2, closed.details)]
    #expect(late.run(25 * 60) == ["team: bypass_overdue"])
    #expect(late.run(25 * 60) == [])
  }

  @Test func manyAtOnce() throws {
    var runs = try Runs(Self.everything)
    for number in 0..<10 {
      runs.events.append(T.check(0, [T.finding(critical: true)], database: "db\(number)", id: "A\(number)"))
    }
    #expect(runs.run(1) == Array(repeating: "team: opened", count: 10))
    for number in 0..<250 {
      runs.events.append(
        T.check(2, [T.finding("f\(number)", critical: true)], database: "more\(number)", id: "B\(number)"))
    }
    let summary = Self.plan(runs.events, at: 3, runs.config).deliveries[0].notices[0]
    #expect(summary.title == "Schema drift: 100 incidents")
    #expect(
      summary.lines.contains { $0.hasSuffix("B7 more7: column public.customers.f7 altered [critical]") },
      "\(summary.lines)")
    let before = runs.events.count
    // 100 in a message at most, so that an event can hold what it told.
    #expect(runs.run(3) == Array(repeating: "team: opened", count: 3))
    for event in runs.events[before...] { _ = try event.encoded() }
    #expect(runs.run(4) == [])
    // Each is resolved by itself, and known to have been told.
    #expect(runs.run(5, T.check(5, database: "more7")) == ["team: resolved"])
  }

  @Test func failures() throws {
    var runs = try Runs(Self.everything)
    let check = T.check(0, [T.finding(critical: true)])
    #expect(runs.run(0, check, failing: ["team"]) == ["team: opened"])
    #expect(runs.run(4, failing: ["team"]) == ["team waits"])
    #expect(runs.run(4, failing: ["team"], insisting: true) == ["team: opened"])
    #expect(runs.run(13, failing: ["team"]) == ["team waits"])
    #expect(runs.run(14, failing: ["team"]) == ["team: opened"])
    // At last every six hours, ten times in all.
    var minute: Int64 = 14
    for _ in 3..<10 {
      minute += 360
      #expect(runs.run(minute, failing: ["team"]) == ["team: opened"])
    }
    #expect(runs.run(minute + 360) == [])
    // What comes later is told, and what was given up when somebody insists.
    #expect(
      runs.run(minute + 361, T.check(minute + 361, [T.finding(critical: true), T.finding("b", critical: true)]))
        == ["team: opened"])
    #expect(runs.run(minute + 362, insisting: true) == ["team: opened"])
    #expect(runs.run(minute + 363, insisting: true) == [])
  }

  /// A message that nobody takes holds up no other.
  @Test func poison() throws {
    var runs = try Runs(Self.everything)
    #expect(runs.run(0, T.check(0, [T.finding("a", critical: true)]), failing: ["team"]) == ["team: opened"])
    let other = T.check(1, [T.finding("b", critical: true)], database: "other")
    runs.events.append(other)
    let plan = Self.plan(runs.events, at: 10, runs.config)
    #expect(plan.deliveries.first?.notices.map(\.database) == ["other", "production"])
  }

  @Test func waiversAndTablesAndReviews() throws {
    let config = try Self.config(Self.everything)
    let entries = [
      ("a", "2026-11-28"), ("b", "2026-11-26"), ("c", "2026-11-19"), ("d", "2026-12-20"),
    ].map { name, day in
      "  - {object: public.t.\(name), fingerprint: \(String(repeating: name, count: 32)), owner: o, reason: r, until: \(day)}"
    }
    let waivers = try Waivers.parse(Array("waivers:\n\(entries.joined(separator: "\n"))\n".utf8), config).all
    let tables = [NewTable(name: "public.cars", words: "since 1a2b3c4 by Ada: Cars")]
    var runs = try Runs(Self.everything)
    // Only b ends within seven days of 20 November; a does a moment later; c is over, which a check says.
    #expect(runs.run(0, waivers: waivers, tables: tables) == ["team: new_table", "team: waiver_ending"])
    #expect(runs.run(1, waivers: waivers, tables: tables) == [])
    #expect(runs.run(24 * 60, waivers: waivers, tables: tables) == ["team: waiver_ending"])
    // Another table of that name, months later.
    #expect(runs.run(60 * 24 * 40, tables: tables) == ["team: new_table"])
    // Several are one message.
    var others = try Runs(Self.everything)
    #expect(
      others.run(24 * 60, waivers: waivers, tables: tables + [NewTable(name: "public.vans", words: "")])
        == ["team: new_table 2", "team: waiver_ending 2"])
    #expect(others.run(24 * 60, waivers: waivers, tables: tables) == [])
  }

  /// On a live database a new table is an incident; those who do not hear of these are told of it.
  @Test func tablesMadeByHand() throws {
    let table = RecordedFinding(object: ObjectID(.table, ["public", "cars"]), change: .added, fingerprint: "f")
    var runs = try Runs(
      "notifications: {channels: {team: {url_env: U}, dba: {url_env: U, on: [new_table]}}}")
    runs.events = [T.check(0, [table]), T.check(1, [table])]
    #expect(runs.run(2) == ["team: opened", "dba: new_table"])
    // It was adopted: no news to them.
    #expect(
      runs.run(3, T.check(3), tables: [NewTable(name: "public.cars", words: "")])
        == ["team: resolved", "team: new_table"])
  }

  /// Whatever order the events come in.
  @Test func orderMeansNothing() throws {
    var runs = try Runs(Self.withDBA)
    for minute in 0..<40 as Range<Int64> {
      let findings = minute % 7 == 0 ? [] : [T.finding("a", "f\(minute / 11)", critical: minute % 3 == 0)]
      _ = runs.run(minute, T.check(minute, findings), failing: minute % 5 == 0 ? ["team"] : [])
    }
    let expected = Self.plan(runs.events, at: 100, runs.config).deliveries.map { "\($0)" }
    for seed in 0..<10 as Range<UInt64> {
      var random = Shuffling(seed)
      let plan = Self.plan(runs.events.shuffled(using: &random), at: 100, runs.config)
      #expect(plan.deliveries.map { "\($0)" } == expected)
    }
  }
}
