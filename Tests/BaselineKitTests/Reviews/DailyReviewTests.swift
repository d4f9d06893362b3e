import Schema
import Testing

@testable import BaselineKit

/// The daily review of Friday, 2026-11-20, on which timelines begin at ten. It reaches to Monday.
struct DailyReviewTests {
  private func review(_ events: [Event], at now: String = "2026-11-23T09:00:00Z", _ config: String = "") throws
    -> Review
  {
    let databases = "databases: {production: {url_env: P}, staging: {url_env: S}}\nreviews: [daily]\n"
    let config = try Config.parse(Array((databases + config).utf8), file: "ci/schema_drift_config.yml")
    let now = try #require(Timestamp(now))
    let operations = Operations(events, project: config.file, now: now)
    #expect(operations.refused.map(\.reason) == [])
    let period = try #require(Period("2026-11-20"))
    return try Review(
      ReviewMaterial(
        turn: .init(.daily, period, operations.reviews, now: now), operations: operations, config: config,
        waivers: try Waivers.parse([], config), baseline: nil,
        updates: HistoryReport(entries: [], isShallow: false, notCompared: []), databases: [], unseen: []))
  }

  private func words(_ review: Review, _ section: ReviewSection.Name) throws -> [String] {
    try #require(review.sections.first { $0.name == section }).items.map { "\($0.state): \($0.title)" }
  }

  private func stage(
    _ minutes: Int64, _ status: StageRecord.Status, _ reason: String? = nil, commit: String? = nil, id: String = "5"
  ) -> Event {
    var members: [EventValue.EventMember] = [.init("stage", .text("check")), .init("status", .text(status.rawValue))]
    members.add("reason", reason.map { .text($0) })
    let event = Timeline.event(StageRecord.kind, minutes, members, database: nil, id: id)
    return Event(
      id: event.id, at: event.at, kind: event.kind, project: event.project, database: nil, actor: event.actor,
      commit: commit, isClockSet: false, details: event.details)
  }

  @Test func sectionsAreThereWithoutAnything() throws {
    let review = try review([])
    #expect(review.sections.map(\.name) == [.checks, .stages, .waiting])
    #expect(try words(review, .checks) == ["open: production was not checked", "open: staging was not checked"])
    #expect(try words(review, .stages) == [] && words(review, .waiting) == [])
    #expect(!review.isOwed)
  }

  @Test func checksAndIncidents() throws {
    let events = [
      Timeline.check(0, [Timeline.finding(causes: [.byHand], critical: true)]),
      Timeline.check(60, unknown: true), Timeline.check(61, unknown: true),
      // On Sunday: Friday's review has it.
      Timeline.check(
        2 * 1440, [], resolved: [.init(object: Timeline.finding().object, fingerprint: "f1", how: .undone)]),
      // Another one, which is still there.
      Timeline.check(2 * 1440 + 5, [Timeline.finding("fax"), Timeline.finding("zip")], id: "2"),
      Timeline.check(2 * 1440 + 15, [Timeline.finding("fax"), Timeline.finding("zip")], id: "2"),
      // After its end.
      Timeline.check(3 * 1440, database: "staging"),
    ]
    let found = try review(events, at: "2026-11-23T12:00:00Z")
    #expect(found.isOwed)
    #expect(
      try words(found, .checks) == [
        "noted: production: 6 checks: 1 the same, 3 different, 2 unknown; the last one 2026-11-22T10:15:00Z: differs",
        "fixed: production: 2 checks since 2026-11-20T11:00:00Z could not find out: nobody knows why",
        "fixed: staging was not checked",
        "open: incident 00000002 on production, open: 2 findings, seen 2026-11-22T10:05:00Z",
        "fixed: incident 00000000 on production, resolved: 1 finding, critical, seen 2026-11-20T10:00:00Z",
      ])
    let remarks = found.items.first { $0.key.hasPrefix("incident:") && $0.state == .fixed }?.remarks
    #expect(
      remarks == [
        "column public.customers.phone altered: changed by hand; 2026-11-22T10:00:00Z: the change was undone"
      ])
    // What was decided about an incident is about what it was then.
    let key = try #require(found.items.first { $0.key.hasPrefix("incident:") && $0.state == .open }?.key)
    let accepted = Timeline.event(
      ReviewDecision.kind, 3 * 1440 + 1, ReviewDecision.details([key], .accepted, reason: "ours", until: nil),
      database: nil, id: "D")
    let changed = Timeline.check(
      3 * 1440 + 2, [Timeline.finding("fax", "f2", critical: true), Timeline.finding("zip")], id: "3")
    let states = try [[accepted], [accepted, changed]].map { more in
      try review(events + more, at: "2026-11-23T12:00:00Z").items.filter { $0.key.hasPrefix("incident:") }.map(\.state)
    }
    #expect(states == [[.accepted, .fixed], [.open, .fixed]])
    // What began before the period and is still there belongs to it; what was over before does not.
    let before = [
      Timeline.check(-3000, [Timeline.finding("old"), Timeline.finding("older")]),
      Timeline.check(-2990, [Timeline.finding("old")], resolved: []), Timeline.check(-2980, [Timeline.finding("old")]),
      Timeline.check(-2000, [Timeline.finding("gone", critical: true), Timeline.finding("old")]),
      Timeline.check(-1000, [Timeline.finding("old")]),
    ]
    #expect(
      try words(review(before), .checks).filter { $0.contains("incident") }
        == ["open: incident 00000000 on production, open: 2 findings, seen 2026-11-18T08:00:00Z"])
  }

  /// What a server answered last is the last one, whatever the clocks said.
  @Test func crossedClocks() throws {
    let events = [
      Timeline.check(10, [Timeline.finding()], horizon: 100, server: "s"),
      Timeline.check(6, horizon: 120, server: "s"), Timeline.check(0, database: "staging"),
    ]
    #expect(
      try words(review(events), .checks).first
        == "noted: production: 2 checks: 1 the same, 1 different; the last one 2026-11-20T10:06:00Z: same")
  }

  @Test func waitingForApproval() throws {
    func bypass(_ minutes: Int64, _ column: Text, reason: String? = nil) -> Event {
      Timeline.event(
        BypassOpening.kind, minutes,
        BypassOpening(
          scope: .database("production"), reason: reason, branch: nil, findings: [Timeline.finding(column)]
        ).details, id: "B")
    }
    let check = Timeline.check(0, [Timeline.finding(critical: true)])
    let events = [
      check, bypass(10, "phone"), bypass(20, "fax", reason: "payments were down"),
      Timeline.event(
        BypassClosing.kind, 30,
        BypassClosing(
          scope: .database("production"),
          settled: [.init(object: Timeline.finding("fax").object, how: .migration, bypasses: [Timeline.id(20, "B")])]
        ).details, id: "C"),
    ]
    let open = try review(events)
    #expect(
      try words(open, .waiting) == [
        "open: bypass 0000000B, production: 1 finding, overdue since 2026-11-21T10:10:00Z",
        "fixed: bypass 0000000B, production: 1 finding, settled",
        "open: incident 00000000 on production was answered by nobody since 2026-11-20T10:00:00Z",
      ])
    #expect(
      open.items.contains { $0.remarks.contains { $0.hasPrefix("no reason was given: baseline bypass explain") } })
    let answer = Timeline.event(
      Acknowledgement.kind, 40, Acknowledgement.details(check.id, "I look at it"), database: nil, id: "A")
    let answered = try review(events + [answer])
    #expect(
      try words(answered, .waiting).last
        == "fixed: incident 00000000 on production was answered 2026-11-20T10:40:00Z by Ada Kim <ada@shop.example>")
  }

  @Test func failedStagesAndTheirCauses() throws {
    let commit = String(repeating: "a", count: 40)
    let event = Timeline.check(0, [Timeline.finding(causes: [.byHand])])
    let check = Event(
      id: event.id, at: event.at, kind: event.kind, project: event.project, database: event.database,
      actor: event.actor,
      commit: commit, isClockSet: false, details: event.details)
    let failing = [check, stage(1, .failed, commit: commit), stage(2, .failed, commit: commit, id: "6")]
    let open = try review(failing)
    #expect(try words(open, .stages) == ["open: the stage check failed 2 times, first 2026-11-20T10:01:00Z"])
    #expect(open.items.first { $0.key.hasPrefix("stage:") }?.remarks == ["production: 1 finding, changed by hand"])
    let mended = try review(failing + [stage(90, .ok)])
    #expect(try words(mended, .stages).map { $0.prefix(6) } == ["fixed:"])
    // The next failure is another item.
    let again = try review(failing + [stage(90, .ok), stage(91, .failed, "the disk is full")])
    #expect(try words(again, .stages).map { $0.prefix(6) } == ["fixed:", "open: "])
    #expect(again.items.last { $0.key.hasPrefix("stage:") }?.remarks == ["the disk is full"])
    #expect(Set(again.items.map(\.id)).count == again.items.count)
    // Over before the period.
    #expect(try words(review([stage(-2000, .failed), stage(-1990, .ok)]), .stages) == [])

    let started = Timeline.event(RefreshRecord.started, 10, [], id: "7")
    let killed = try review([started])
    #expect(try words(killed, .stages) == ["open: the refresh of production of 2026-11-20T10:10:00Z did not end"])
    let later = Timeline.event(RefreshRecord.started, 20, [], id: "8")
    let done = Timeline.event(
      RefreshRecord.ended, 21, RefreshRecord(start: later.id, result: .committed).details, id: "9")
    #expect(
      try words(review([started, later, done]), .stages)
        == ["fixed: the refresh of production of 2026-11-20T10:10:00Z did not end"])
  }

  @Test func whatIsDecidedHoldsUntilItsDayIsOver() throws {
    let key = "unchecked:staging:2026-11-20"
    func decide(_ minutes: Int64, _ verdict: ReviewDecision.Verdict, until: String?) throws -> Event {
      Timeline.event(
        ReviewDecision.kind, minutes,
        ReviewDecision.details(["x", key], verdict, reason: "a holiday", until: until.flatMap { Timestamp($0) }),
        database: nil, id: "D")
    }
    let checks = [Timeline.check(0)]
    func state(_ events: [Event], at now: String) throws -> ReviewItem {
      try #require(review(checks + events, at: now).items.first { $0.key == key })
    }
    let later = try [decide(5000, .deferred, until: "2026-11-25")]
    #expect(try state([], at: "2026-11-25T23:59:59Z").isNew)
    #expect(try state(later, at: "2026-11-25T23:59:59Z").state == .deferred)
    let over = try state(later, at: "2026-11-26T00:00:00Z")
    #expect(
      over.state == .open && over.remarks == ["deferred until 2026-11-25, which is over: a holiday"] && !over.isNew)
    // The last one counts, whatever order they come in.
    let both = try later + [decide(6000, .accepted, until: nil)]
    #expect(try state(both, at: "2027-11-26T00:00:00Z").state == .accepted)
    #expect(try state(both.reversed(), at: "2027-11-26T00:00:00Z").decision?.reason == "a holiday")
    // What is fixed needs no decision.
    let fixed = try state(both + [Timeline.check(9000, database: "staging")], at: "2027-11-26T00:00:00Z")
    #expect(fixed.state == .fixed && fixed.decision == nil)
  }

  @Test func itemsAreChosenByIdKeyAndSection() throws {
    let review = try review([Timeline.check(0, [Timeline.finding(critical: true)])])
    let open = review.items.filter { $0.state == .open }
    #expect(open.count == 3)
    #expect(try review.items(named: [open[0].id, open[0].key, String(open[0].id.prefix(5))]) == [open[0]])
    #expect(try review.items(named: ["waiting", "checks"]).map(\.key) == [open[2], open[0], open[1]].map(\.key))
    #expect(throws: Failure.self) { try review.items(named: ["stages"]) }
    #expect(throws: Failure.self) { try review.items(named: [""]) }
    #expect(throws: Failure.self) { try review.items(named: ["nothing"]) }
    let noted = try #require(review.items.first { $0.state == .noted })
    #expect(throws: Failure.self) { try review.items(named: [noted.id]) }
  }
}
