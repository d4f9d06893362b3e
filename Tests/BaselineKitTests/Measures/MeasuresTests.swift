import Schema
import Testing

@testable import BaselineKit

private typealias T = Timeline

/// What is counted, and when (docs/measures.md); tests of the made-up year compare every figure with another computation.
struct MeasuresTests {
  private static func measures(_ events: [Event], now: Int64, from: Int64 = 0) -> Measures {
    var config = Config()
    config.databases = [database(every: 3_600)]
    let operations = Operations(events, project: config.file, now: T.at(now))
    return Measures(operations, ReviewCalendar(operations, config.reviews), [], config, from: T.at(from))
  }

  private static func database(every: Int64) -> Config.Database {
    Config.Database(
      name: "production", urlEnv: "URL", schemas: nil, policy: Config.Policy(), tenants: nil, every: every)
  }

  // MARK: Planned checks

  /// Minutes of checks that are planned every hour, now, and how many ran and were planned.
  @Test(arguments: [
    ([], 600, 0, 0),
    ([0], 0, 1, 1),
    // What is due may still come, until half an hour after it.
    ([0], 89, 1, 1),
    ([0], 90, 1, 2),
    ([0], 149, 1, 2),
    ([0], 150, 1, 3),
    // A scheduler that is late misses nothing.
    ([0, 65, 119, 190], 190, 4, 4),
    // Sooner than half an hour after the one before is an extra, and moves no plan.
    ([0, 29, 60], 60, 2, 2),
    ([0, 30, 60], 60, 3, 3),
    // One was missed; what came then is the one after it.
    ([0, 100], 100, 2, 3),
    ([0, 300], 300, 2, 6),
  ])
  func plannedChecks(minutes: [Int64], now: Int64, ran: Int, planned: Int) throws {
    let events = minutes.map { T.check($0) } + minutes.map { T.check($0 + 2, unknown: true, id: "1") }
    let ratio = Self.measures(events.shuffled(), now: now).whole.plannedChecks
    #expect(ratio == Ratio(ran, of: planned), "\(ratio)")
  }

  @Test func missedChecksCountWhenTheyWerePlanned() throws {
    let checks = try [0, 300].map { try CheckEvent(T.check($0)) }
    let planned = PlannedChecks(of: Self.database(every: 3_600), checks, now: T.at(300))
    for (from, to, ran, all) in [
      (0, 60, 1, 1), (0, 61, 1, 2), (60, 120, 0, 1), (61, 180, 0, 1), (-600, 0, 0, 0), (240, 301, 1, 2),
      (301, 900, 0, 0),
    ] as [(Int64, Int64, Int, Int)] {
      let ratio = planned.ratio(in: T.at(from)..<T.at(to))
      #expect(ratio == (ran, all), "\(from) to \(to)")
    }
  }

  // MARK: Durations

  @Test func percentiles() {
    for (count, place) in [(1, 1), (9, 9), (10, 9), (11, 10), (20, 18), (100, 90)] as [(Int64, Int64)] {
      let durations = Durations((1...count).map { .exactly($0) }.shuffled())
      #expect(durations.p90 == place, "of \(count)")
    }
    let mixed = Durations([.exactly(10), .atMost(21), .undated, .skewed, .skewed], target: 15)
    #expect((mixed.count, mixed.bounds, mixed.undated, mixed.skewed) == (2, 1, 1, 2))
    // 15.5 is more than 15, though it is written as 15.
    #expect(mixed.mean == 15 && mixed.isMet == false)
    #expect(Durations([.exactly(15)], target: 15).isMet == true)
    let none = Durations([.undated], target: 15)
    #expect(none.mean == nil && none.p90 == nil && none.isMet == nil)
  }

  @Test func targets() {
    #expect(Ratio(19, of: 20, target: .atLeast(95)).isMet == true)
    #expect(Ratio(94, of: 99, target: .atLeast(95)).isMet == false)
    #expect(Ratio(1, of: 20, target: .below(5)).isMet == false)
    #expect(Ratio(1, of: 21, target: .below(5)).isMet == true)
    #expect(Ratio(0, of: 0, target: .below(5)).isMet == nil && Ratio(1, of: 1).isMet == nil)
  }

  /// When the change was made, as far as the server can tell.
  @Test func timeToDetect() throws {
    func detected(_ transaction: Int64?, committed: Int64? = nil, before: Bool = true, moved: Bool = false) throws
      -> Duration
    {
      let dated = RecordedFinding(
        object: T.finding().object, change: .altered, fingerprint: "f1", isCritical: true, transaction: transaction,
        committed: committed.map { T.at($0) })
      let again = RecordedFinding(
        object: dated.object, change: .altered, fingerprint: "f2", isCritical: true, transaction: 250)
      let events =
        (before ? [T.check(0, horizon: 100, server: "s")] : []) + [T.check(60, [dated], horizon: 200, server: "s")]
        + (moved ? [T.check(120, [again], horizon: 300, server: "s")] : [])
      return try #require(FindingHistory(events, now: T.at(130)).findings.first).timeToDetect
    }
    #expect(try detected(150) == .atMost(3_600))
    #expect(try detected(150, committed: 50) == .exactly(600))
    #expect(try detected(150, committed: 61) == .skewed)
    // It was there before the last check, which something kept from seeing it.
    #expect(try detected(50) == .undated)
    #expect(try detected(150, before: false) == .undated)
    #expect(try detected(nil) == .undated)
    #expect(try detected(150, moved: true) == .undated)
  }

  // MARK: What counts when

  @Test func eachThingCountsOnce() throws {
    let day: Int64 = 24 * 60
    let phone = T.finding(causes: [.byHand], critical: true)
    let waived = T.finding("fax", critical: true, permission: .waiver)
    func resolved(_ how: Resolution, _ name: Text = "phone") -> RecordedResolution {
      RecordedResolution(object: T.finding(name).object, fingerprint: "f1", how: how)
    }
    // Friday 10:00; Monday begins after 2 days and 14 hours.
    let monday = 2 * day + 14 * 60
    let message = NotificationRecord(
      .opened, subject: "x", others: [T.id(0, "a")], incident: nil, channel: "team", result: .sent, tries: 1)
    let thanks = NotificationRecord(
      .resolved, subject: T.id(monday + 60, "c"), incident: nil, channel: "team", result: .sent, tries: 1)
    let events = [
      T.check(0, [phone, T.finding("fax", critical: true)], id: "a"),
      T.check(monday, [waived], resolved: [resolved(.refresh)], id: "b"),
      T.check(monday + 60, [phone, T.finding("mail", causes: [.temporaryTable, .byHand])], id: "c"),
      T.check(monday + 70, resolved: [resolved(.undone), resolved(.ignoreRule, "mail")], id: "d"),
      T.event(NotificationRecord.kind, 1, message.details),
      T.event(NotificationRecord.kind, monday + 70, thanks.details),
      T.event(Acknowledgement.kind, monday + 100, Acknowledgement.details(T.id(0, "a"), nil)),
      T.event(RefreshRecord.started, 5, [], id: "1"),
      T.event(RefreshRecord.ended, 6, RefreshRecord(start: T.id(5, "1"), result: .unchanged).details),
      // Killed, and still running.
      T.event(RefreshRecord.started, monday, [], id: "2"),
      T.event(RefreshRecord.started, monday + 150, [], id: "3"),
    ]
    let measures = Self.measures(events, now: monday + 160)
    let (first, second) = (measures.weeks[0].figures, measures.weeks[1].figures)
    #expect(measures.weeks.map(\.period.name) == ["2026-W47", "2026-W48"])
    #expect([first.findings, second.findings] == [2, 2] && [first.incidents, second.incidents] == [1, 1])
    #expect(first.causes == [.byHand: 1, .unknown: 1] && second.causes == [.byHand: 1, .temporaryTable: 1])
    #expect(first.stillOpen == 1 && second.stillOpen == 0)
    #expect(first.reopened == Ratio(0, of: 2) && second.reopened == Ratio(1, of: 2))
    #expect(first.timeToResolve.seconds == [] && second.timeToResolve.seconds == [600, monday * 60])
    // A waiver, and what was made by hand and taken over.
    #expect(second.acceptedDrift == Ratio(2, of: 4))
    #expect(second.falsePositives == Ratio(1, of: 4, target: .below(5)))
    #expect([first.notificationsSent, second.notificationsSent] == [1, 1])
    // Told with others, and answered a week later; nobody was asked about the other.
    #expect(first.answered == Ratio(1, of: 1) && second.answered == Ratio(0, of: 0))
    #expect(first.refreshes == Ratio(1, of: 1, target: .atLeast(95)))
    #expect(second.refreshes == Ratio(0, of: 1, target: .atLeast(95)))
    // False positives are judged by the months that are over.
    #expect(measures.whole.falsePositives.isMet == nil && measures.months[0].figures.falsePositives.isMet == false)
    #expect(Self.measures(events, now: monday + 30 * day).whole.falsePositives.isMet == false)
    var whole = measures.whole
    whole.falsePositives = second.falsePositives
    #expect(measures.whole.findings == 4 && measures.months.map(\.figures) == [whole])
    // What was before the first second counts for nothing but what was still open.
    let late = Self.measures(events, now: monday + 160, from: monday)
    #expect(late.weeks.map(\.figures) == [second] && late.whole.stillOpen == second.stillOpen)
    #expect(measures.databases.first?.since == T.at(monday + 70) && measures.databases.first?.isLate == true)
  }

  /// What a server answered last is how it stands, whatever the clocks said.
  @Test func crossedClocks() throws {
    let events = [
      T.check(0, horizon: 90, server: "s"), T.check(10, [T.finding()], horizon: 100, server: "s", id: "a"),
      // By a runner whose clock is seven minutes behind.
      T.check(6, horizon: 120, server: "s", id: "b"), T.check(8, horizon: 130, server: "s", id: "c"),
    ]
    let state = try #require(Self.measures(events.shuffled(), now: 20).databases.first)
    #expect(state.last?.record.verdict == .same && state.last?.event.at == T.at(8) && state.since == T.at(6))
  }

  /// Critical tables first, changed or not, then by what happened to them.
  @Test func tables() throws {
    var config = Config()
    config.criticalTables = [TableName(name: "payments"), TableName(schema: "public", name: "users")]
    func table(_ name: Text) -> ObjectID { ObjectID(.table, ["public", name]) }
    func change(_ minutes: Int64, _ name: Text) -> TableChange {
      TableChange(
        commit: "c\(minutes)", at: T.at(minutes), author: "Ada", subject: "s", table: table(name),
        changes: [Change(object: table(name).member(.column, "a"), action: .added)])
    }
    let changes = [
      change(-9, "early"), change(1, "payments"), change(2, "notes"), change(3, "invoices"), change(4, "invoices"),
      // Its clock was ahead.
      change(1_000, "future"),
    ]
    let events = [
      T.check(5, [T.finding("phone", causes: [.byHand], critical: true), T.finding("fax", critical: true)], id: "a")
    ]
    let operations = Operations(events, project: config.file, now: T.at(100))
    let measures = Measures(
      operations, ReviewCalendar(operations, []), changes.shuffled(), critical: [table("users")], config, from: T.at(0))
    #expect(measures.tables.map(\.table.key.string) == ["payments", "users", "invoices", "notes", "customers"])
    #expect(measures.tables.map(\.isCritical) == [true, true, false, false, false])
    #expect(measures.tables.map(\.changes.count) == [1, 0, 2, 1, 0])
    #expect(measures.tables.last?.findings == 2 && measures.tables.last?.incidents == 1)
    #expect(measures.tables[2].changes.map(\.commit) == ["c3", "c4"])
  }
}
