import Schema
import Testing

@testable import BaselineKit

/// From bypass events to debts and their clocks.
struct BypassLedgerTests {
  typealias T = Timeline

  static func opened(
    _ minutes: Int64, _ names: [Text] = ["phone"], fingerprint: String = "f1", reason: String? = nil,
    scope: BypassScope = .database("production"), id: String = "0"
  ) -> Event {
    let opening = BypassOpening(
      scope: scope, reason: reason, branch: "main", findings: names.map { T.finding($0, fingerprint) })
    return T.event(BypassOpening.kind, minutes, opening.details, database: scope.database, id: id)
  }

  static func closed(
    _ minutes: Int64, _ names: [Text] = ["phone"], bypasses: [String] = [],
    scope: BypassScope = .database("production"), id: String = "C"
  ) -> Event {
    let settled = names.map {
      BypassClosing.Settled(object: T.finding($0).object, how: .undone, bypasses: bypasses)
    }
    return T.event(
      BypassClosing.kind, minutes, BypassClosing(scope: scope, settled: settled).details, database: scope.database,
      id: id)
  }

  private static func told(_ events: [Event], _ now: Int64) -> [String] {
    BypassLedger(events, now: T.at(now)).debts.map { debt in
      let minutes = { (time: Timestamp) in (time - T.begin) / 60 }
      let end = debt.closed.map { " at \(minutes($0.at))" } ?? ""
      return
        "\(debt.scope.name) \(debt.object.key) since \(minutes(debt.start)) \(debt.state(at: T.at(now)).rawValue)\(end)"
    }
  }

  @Test func clocks() {
    let day: Int64 = 24 * 60
    let events = [Self.opened(0)]
    #expect(Self.told(events, 0) == ["production phone since 0 open"])
    #expect(Self.told(events, 18 * 60 - 1) == ["production phone since 0 open"])
    #expect(Self.told(events, 18 * 60) == ["production phone since 0 due"])
    #expect(Self.told(events, day - 1) == ["production phone since 0 due"])
    #expect(Self.told(events, day) == ["production phone since 0 overdue"])
  }

  static let stories: [(name: String, events: [Event], told: [String])] = [
    // Two runs that knew nothing of each other; the difference changed in between.
    ("the first counts", [opened(5), opened(0, fingerprint: "f2", id: "1")], ["production phone since 0 overdue"]),
    ("settled", [opened(0), closed(3)], ["production phone since 0 closed at 3"]),
    (
      "settled and back again", [opened(0), closed(3), opened(4, id: "1")],
      ["production phone since 4 overdue", "production phone since 0 closed at 3"]
    ),
    // A clone that had heard neither of the bypass nor of its end.
    (
      "a late one begins nothing anew", [opened(0), opened(2, id: "1"), closed(3)],
      ["production phone since 0 closed at 3"]
    ),
    (
      "the same second: only what it names",
      [opened(3), opened(3, id: "1"), closed(3, bypasses: [T.id(3)])],
      ["production phone since 3 overdue", "production phone since 3 closed at 3"]
    ),
    (
      "each finding and each place by itself",
      [opened(0, ["phone", "email"]), opened(1, scope: .live), opened(2, scope: .verify), closed(5, ["email"])],
      [
        "production phone since 0 overdue", "live phone since 1 overdue", "verify phone since 2 overdue",
        "production email since 0 closed at 5",
      ]
    ),
    // Nobody's clock stands there: otherwise one such file would settle all that is to come, or give time for ever.
    (
      "from the future", [opened(0), closed(100_000), opened(100_001, ["fax"], id: "1")],
      ["production phone since 0 overdue"]
    ),
  ]

  @Test func storiesInAnyOrder() {
    for story in Self.stories {
      for seed in 0..<20 as Range<UInt64> {
        var random = Shuffling(seed)
        let events = (story.events + story.events).shuffled(using: &random)
        #expect(Self.told(events, 2_000) == story.told, "\(story.name)")
      }
    }
  }

  @Test func reasons() {
    let first = T.id(0)
    let later = { (minutes: Int64, text: String) in
      T.event(BypassReason.kind, minutes, BypassReason(bypass: first, reason: text).details, database: nil, id: "R")
    }
    let reason = { (events: [Event]) in BypassLedger(events, now: T.at(60)).debts.map(\.reason) }
    #expect(reason([Self.opened(0)]) == [nil])
    #expect(reason([Self.opened(0, reason: "down")]) == ["down"])
    #expect(reason([later(9, "really"), Self.opened(0, reason: "down"), later(5, "maybe")]) == ["really"])
    // It may come before what it explains, in a clone of its own.
    #expect(reason([later(9, "down")]) == [])
  }

  @Test func hostileEvents() {
    let good = Self.opened(0)
    let broken: [Event] = [
      T.event(BypassOpening.kind, 1, [], database: nil),
      T.event(BypassOpening.kind, 1, [.init("scope", .text("everything"))], database: nil),
      T.event(BypassOpening.kind, 1, [.init("findings", .list([.object([])]))]),
      T.event(BypassClosing.kind, 1, [.init("findings", .list([.text("all")]))]),
      T.event(BypassClosing.kind, 1, [.init("findings", .number(1))]),
      T.event(BypassReason.kind, 1, [.init("bypass", .text(good.id))]),
      T.event(BypassReason.kind, 1, [.init("bypass", .text(good.id)), .init("reason", .list([]))]),
    ]
    for event in broken {
      let ledger = BypassLedger([good, event], now: T.at(60))
      #expect(ledger.refused.map(\.id) == [event.id], "\(event)")
      #expect(ledger.debts.count == 1 && ledger.debts[0].closed == nil, "\(event)")
    }
    // A database may be called as one of the other places.
    let named = Self.opened(0, scope: .database("verify"))
    #expect(BypassLedger([named, Self.closed(1, scope: .verify)], now: T.at(2)).debts.map(\.closed) == [nil])
    #expect(BypassLedger([good], now: T.at(2)).unsettled(of: "other.yml").isEmpty)
  }

  @Test func whatDeclaresAnEmergency() {
    let emergency = { Emergency(["EMERGENCY_BYPASS": $0]) }
    #expect(emergency("true").isDeclared && emergency("true").remark == nil)
    for value in ["", "false"] { #expect(!emergency(value).isDeclared && emergency(value).remark == nil) }
    for value in ["1", "TRUE", "yes", " true"] {
      #expect(!emergency(value).isDeclared && emergency(value).remark != nil, "\(value)")
    }
    #expect(Emergency(["EMERGENCY_BYPASS_REASON": " \n "]).reason == nil)
    #expect(Emergency(["EMERGENCY_BYPASS_REASON": "two\nlines"]).reason == "two lines")
  }
}
