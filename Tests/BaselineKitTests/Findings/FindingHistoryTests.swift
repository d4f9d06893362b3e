import Schema
import Testing

@testable import BaselineKit

/// From check events to findings and incidents.
struct FindingHistoryTests {
  typealias T = Timeline

  /// A story, when it is looked at, and what is told of its one finding.
  struct Story: Sendable, CustomTestStringConvertible {
    let name: String
    let events: [Event]
    let now: Int64
    let told: [String]
    var testDescription: String { name }
  }

  static let stories: [Story] = [
    Story(name: "seen once, a moment ago", events: [T.check(0, [T.finding()])], now: 4, told: ["suspected"]),
    Story(name: "five minutes are enough", events: [T.check(0, [T.finding()])], now: 5, told: ["open 5"]),
    Story(
      name: "seen twice", events: [T.check(0, [T.finding()]), T.check(1, [T.finding()])], now: 1, told: ["open 1"]),
    Story(
      name: "a critical table, at once", events: [T.check(0, [T.finding(critical: true)])], now: 0, told: ["open 0"]),
    Story(
      name: "a migration was just running", events: [T.check(0, [T.finding()]), T.check(1)], now: 100, told: []),
    Story(
      name: "nobody looked again for long, then it was gone",
      events: [
        T.check(0, [T.finding()]),
        T.check(9, resolved: [RecordedResolution(object: T.finding().object, fingerprint: "f1", how: .undone)]),
      ], now: 100, told: ["open 5 resolved 9 undone"]),
    Story(
      name: "a check that could not look contradicts nothing",
      events: [T.check(0, [T.finding()]), T.check(1, unknown: true), T.check(2, [T.finding()])], now: 2,
      told: ["open 2"]),
    Story(
      name: "a list that was cut contradicts nothing",
      events: [T.check(0, [T.finding()]), T.check(8, [T.finding("name")], count: 2)], now: 9,
      told: ["open 5", "suspected"]),
    Story(
      name: "changed", events: [T.check(0, [T.finding()]), T.check(1, [T.finding("phone", "f2")])], now: 1,
      told: ["open 1 changed 1"]),
    Story(
      name: "resolved and back again",
      events: [
        T.check(0, [T.finding(critical: true)]), T.check(1), T.check(2, [T.finding(critical: true)]),
        T.check(3, [T.finding(critical: true)]),
      ], now: 3, told: ["open 0 resolved 1 unknown", "open 2 again"]),
    Story(
      name: "accepted, then no longer",
      events: [
        T.check(0, [T.finding(critical: true)]), T.check(1, [T.finding(critical: true, permission: .waiver)]),
        T.check(2, [T.finding(critical: true)]),
      ], now: 2, told: ["open 0 resolved 1 waiver", "open 2 again"]),
    Story(
      name: "accepted from the first day", events: [T.check(0, [T.finding(critical: true, permission: .waiver)])],
      now: 9,
      told: []),
    Story(
      name: "bypassed is not resolved",
      events: [T.check(0, [T.finding(critical: true)]), T.check(1, [T.finding(critical: true, permission: .bypass)])],
      now: 9, told: ["open 0"]),
    Story(
      name: "two who checked at the same second",
      events: [T.check(0, [T.finding()]), T.check(0, [T.finding()], id: "1")],
      now: 0, told: ["open 0"]),
    Story(
      name: "another database knows nothing of it",
      events: [T.check(0, [T.finding()]), T.check(6, database: "reporting")], now: 7, told: ["open 5"]),
    Story(
      name: "one clock is ten minutes ahead, the server knows better",
      events: [
        T.check(0, [T.finding(critical: true)], horizon: 100, server: "s"),
        T.check(10, [T.finding(critical: true)], horizon: 110, server: "s"), T.check(5, horizon: 120, server: "s"),
      ], now: 11, told: ["open 0 resolved 5 unknown"]),
    Story(
      name: "from the year 9999",
      events: [T.check(0, [T.finding()]), T.check(4_000_000_000)], now: 6, told: ["open 5"]),
  ]

  @Test(arguments: stories) func story(_ story: Story) {
    #expect(told(story.events, story.now) == story.told)
  }

  /// Whatever order the events come in, and however often each.
  @Test(arguments: stories) func orderMeansNothing(_ story: Story) {
    let (expected, incidents) = {
      (FindingHistory($0, now: T.at(story.now)).findings, FindingHistory($0, now: T.at(story.now)).incidents)
    }(
      story.events)
    for seed in 0..<20 as Range<UInt64> {
      var random = Shuffling(seed)
      let events = (story.events + story.events.filter { _ in Bool.random(using: &random) }).shuffled(using: &random)
      let history = FindingHistory(events, now: T.at(story.now))
      #expect(history.findings == expected)
      #expect(history.incidents == incidents)
    }
  }

  /// All stories at once, each on a database of its own, in any order: none hears of another.
  @Test func manyDatabasesAtOnce() {
    let events = Self.stories.enumerated().flatMap { number, story in
      story.events.map { event in
        Event(
          id: event.id, at: event.at, kind: event.kind, project: event.project,
          database: "\(event.database ?? "")-\(number)", actor: event.actor, commit: nil, isClockSet: false,
          details: event.details)
      }
    }
    var random = Shuffling(7)
    let history = FindingHistory(events.shuffled(using: &random), now: T.at(200))
    for (number, story) in Self.stories.enumerated() {
      let own = history.findings.filter { $0.database.hasSuffix("-\(number)") }.map {
        ($0.object, $0.seen, $0.state, $0.resolved)
      }
      let alone = FindingHistory(story.events, now: T.at(200)).findings.map {
        ($0.object, $0.seen, $0.state, $0.resolved)
      }
      #expect(own.count == alone.count && zip(own, alone).allSatisfy { $0 == $1 }, "\(story.name)")
    }
  }

  @Test func incidentsAndTheirSteps() throws {
    let (phone, email) = (T.finding("phone"), T.finding("email"))
    let known = { (finding: RecordedFinding) in T.finding(finding.object.key, causes: [.byHand]) }
    let events = [
      T.check(0, [phone, email, T.finding("fax")], id: "AAAA"),
      // The second one belongs to another incident.
      T.check(2, [T.finding("phone", causes: [.unknown]), known(email), T.finding("note")], id: "BBBB"),
      T.check(4, [known(phone), known(email), T.finding("note")]),
      T.check(
        30, [known(email), T.finding("note")],
        resolved: [RecordedResolution(object: phone.object, fingerprint: "f1", how: .refresh)]),
      T.check(40, [T.finding("note")]),
    ]
    let incidents = FindingHistory(events, now: T.at(41)).incidents
    #expect(incidents.map(\.id) == [T.id(2, "BBBB"), T.id(0, "AAAA")])
    #expect(incidents.map(\.state) == [.open, .resolved])
    #expect(incidents[0].causeKnown == nil && incidents[0].resolved == nil)
    // fax was gone after a moment: it never was a finding.
    #expect(incidents[1].findings.map(\.object.key) == ["email", "phone"])
    #expect(incidents[1].seen == T.at(0) && incidents[1].causeKnown == T.at(4) && incidents[1].resolved == T.at(40))
    #expect(incidents[1].findings.map(\.how) == [.unknown, .refresh])

    let ids = incidents.map(\.id)
    #expect(try chosenID("bbbb", among: ids, "incident", hint: "") == ids[0])
    #expect(throws: Failure.self) { try chosenID(String(ids[0].prefix(5)), among: ids, "incident", hint: "") }
    #expect(throws: Failure.self) { try chosenID("", among: ids, "incident", hint: "") }
  }

  /// Two whose clocks differ: the end comes before the beginning.
  @Test func skewIsSeen() throws {
    let events = [
      T.check(10, [T.finding(critical: true)], horizon: 100, server: "s"), T.check(5, horizon: 120, server: "s"),
    ]
    let incident = try #require(FindingHistory(events, now: T.at(20)).incidents.first)
    #expect(incident.state == .resolved && incident.isSkewed)
  }

  @Test func dating() throws {
    func dated(_ transaction: Int64?, server: String? = "s") -> Dating? {
      let events = [
        T.check(0, horizon: 100, server: "s"), T.check(10, horizon: 120, server: "s"),
        T.check(20, horizon: 130, server: "restored"),
        T.check(30, [T.finding(transaction: transaction)], horizon: 140, server: server),
        // Not asked again: it is still the same.
        T.check(40, [T.finding()], horizon: 160, server: server),
      ]
      return FindingHistory(events, now: T.at(50)).findings.first?.dating
    }
    #expect(dated(nil) == nil)
    #expect(dated(125)?.after?.at == T.at(10) && dated(125)?.before.at == T.at(30))
    // The horizon is the first transaction that a check did not see.
    #expect(dated(120)?.after?.at == T.at(10) && dated(119)?.after?.at == T.at(0))
    #expect(dated(119)?.before.at == T.at(10))
    #expect(dated(50)?.after == nil && dated(50)?.before.at == T.at(0))
    // Another server's numbers, or a check that did not know its server.
    #expect(dated(125, server: "restored")?.after == nil && dated(125, server: "restored")?.before.at == T.at(20))
    #expect(dated(125, server: nil) == nil)
  }

  /// Events that somebody made by hand: passed over with a reason, and the others count.
  @Test func hostileEvents() {
    let check = { (members: [EventValue.EventMember]) in T.event(CheckRecord.kind, 1, members, id: "BAD") }
    let good: [EventValue.EventMember] = [.init("verdict", .text("differs")), .init("outcome", .text("failed"))]
    let finding = T.finding().value
    guard case .object(let members) = finding else { return }
    func without(_ key: String, with value: EventValue? = nil) -> EventValue {
      .object(members.filter { $0.key != key } + (value.map { [.init(key, $0)] } ?? []))
    }
    let broken: [[EventValue.EventMember]] = [
      [], [.init("verdict", .text("same"))], [.init("verdict", .number(1)), .init("outcome", .text("passed"))],
      good + [.init("findings", .text("none"))], good + [.init("findings", .list([.text("x")]))],
      good + [.init("findings", .list([finding])), .init("count", .number(0))],
      good + [.init("horizon", .number(-1))], good + [.init("tables", .text("7"))],
      good + [.init("findings", .list([without("kind")]))],
      good + [.init("findings", .list([without("kind", with: .text("planet"))]))],
      good + [.init("findings", .list([without("path", with: .list([]))]))],
      good + [
        .init("findings", .list([without("path", with: .list([.text("a"), .text("b"), .text("c"), .text("d")]))]))
      ],
      good + [.init("findings", .list([without("fingerprint", with: .text(String(repeating: "x", count: 65)))]))],
      good + [.init("findings", .list([without("critical", with: .text("yes"))]))],
      good + [.init("findings", .list([without("committed", with: .text("yesterday"))]))],
      good + [.init("resolved", .list([.object([])]))],
      good + [.init("findings", .list(Array(repeating: finding, count: 1_001)))],
    ]
    for details in broken {
      let history = FindingHistory([T.check(0, [T.finding()]), check(details)], now: T.at(6))
      #expect(history.refused.map(\.id) == [T.id(1, "BAD")], "\(details)")
      #expect(history.findings.map(\.state) == [.open], "\(details)")
    }
    #expect(FindingHistory([T.event(CheckRecord.kind, 1, good, database: nil)], now: T.at(6)).refused.count == 1)
    // What only a newer version knows is no reason to pass an event over.
    let newer = without("causes", with: .list([.text("moonlight")]))
    let history = FindingHistory(
      [check(good + [.init("findings", .list([newer])), .init("mood", .text("fine"))])], now: T.at(6))
    #expect(history.refused.isEmpty && history.findings.first?.last.causes == [.unknown])
    // Names that PostgreSQL tells apart stay apart, whatever Swift's == says.
    let names = T.check(0, [T.finding("\u{e9}", critical: true), T.finding("e\u{301}", critical: true)])
    #expect(FindingHistory([names], now: T.at(0)).findings.count == 2)
  }

  private func told(_ events: [Event], _ now: Int64) -> [String] {
    let minutes = { (time: Timestamp) in (time - T.begin) / 60 }
    return FindingHistory(events, now: T.at(now)).findings.reversed().map { finding in
      var words = finding.opened.map { "open \(minutes($0))" } ?? finding.state.rawValue
      if finding.isReopened { words += " again" }
      if !finding.changed.isEmpty {
        words += " changed \(finding.changed.map { "\(minutes($0.at))" }.joined(separator: ","))"
      }
      if let resolved = finding.resolved {
        words += " resolved \(minutes(resolved.at)) \(finding.how?.rawValue ?? "-")"
      }
      return words
    }
  }
}
