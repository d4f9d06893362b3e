import Git
import Schema
import Testing

@testable import BaselineKit

/// What runs note, and what becomes of it in the events.
struct RecordingTests {
  typealias T = Timeline

  private let fixture: EventFixture

  init() throws {
    fixture = try EventFixture()
  }

  private func recording(at minutes: Int64 = 0) -> Recording {
    let context = RunContext(environment: [:], clock: Clock(at: T.at(minutes)), progress: { _ in })
    return Recording(fixture.project, fixture.config, context, tool: "test")
  }

  private func added(_ object: ObjectID) -> RecordedFinding {
    RecordedFinding(object: object, change: .added, fingerprint: String(repeating: "f", count: 32))
  }

  private func function(_ number: Int, bytes: Int) -> RecordedFinding {
    added(ObjectID(.function, ["public", Text("f\(number)(\(String(repeating: "a", count: bytes)))")]))
  }

  /// However many they are, and however long their names: the clocks begin, and end.
  @Test func manyBypasses() throws {
    let findings =
      (0..<700).map { added(ObjectID(.table, ["public", Text("t\($0)")])) }
      + (0..<25).map { function($0, bytes: 11_000) }
    let opening = recording()
    opening.open(findings, in: .live)
    let opened = opening.finish()
    #expect(opened.granted.count == 725 && opened.debts.count == 725)
    #expect(opened.remarks.isEmpty && opened.notRecorded == nil)

    let closing = recording(at: 1)
    #expect(Set(closing.unsettled.map(\.object)) == Set(findings.map(\.object)))
    try closing.settle(closing.unsettled, by: #require(OID(hex: String(repeating: "a", count: 40))))
    let closed = closing.finish()
    #expect(closed.debts.isEmpty && closed.remarks.isEmpty)
    #expect(recording(at: 2).unsettled.isEmpty)
    #expect(try fixture.log.read().refused.isEmpty)
  }

  /// What nobody could read again keeps nothing else from being written.
  @Test func oneThatFitsNowhere() throws {
    let run = recording()
    run.open([function(0, bytes: 10), function(1, bytes: 17_000), function(2, bytes: 10)], in: .live)
    try run.queue("stage", nil, [])
    #expect(throws: Failure.self) {
      try run.queue("stage", nil, [.init("reason", .text(String(repeating: "x", count: 17_000)))])
    }
    let notice = run.finish()
    #expect(notice.notRecorded?.contains("more than 16384 bytes") == true && notice.remarks.isEmpty)
    #expect(recording(at: 1).unsettled.map { $0.object.path[1].string } == ["f0(aaaaaaaaaa)", "f2(aaaaaaaaaa)"])
    #expect(try fixture.log.read(kinds: ["stage"]).events.count == 1)
  }

  @Test func reasonsHaveNoPasswords() throws {
    let run = recording()
    run.open([added(T.finding().object)], in: .live)
    _ = run.finish()
    let explaining = recording(at: 1)
    let id = try #require(explaining.unsettled.first).id
    let secret = "see postgresql://bob:hunter2@h/db"
    #expect(try explaining.explain(id, secret).map(\.reason) == ["see postgresql://bob:***@h/db"])
    #expect(Emergency(["EMERGENCY_BYPASS_REASON": secret]).reason == "see postgresql://bob:***@h/db")
    let missed = MissedFinding.details(T.finding().object, T.begin, secret)
    #expect(missed.last?.value.text == "see postgresql://bob:***@h/db")
  }

  /// A column that was added by hand stands in no baseline, but in a finding.
  @Test func whatWasMissed() throws {
    let table = ObjectID(.table, ["public", "notes"])
    let hand = ObjectID(.column, ["app", "orders", "hand"])
    try fixture.log.append([T.check(0, [added(hand)])])
    func missed(_ address: String, on name: String = "production") throws -> ObjectID {
      let run = recording(at: 10)
      let database = Config.Database(
        name: name, urlEnv: "URL", schemas: nil, policy: fixture.config.policy, tenants: nil, every: 86_400)
      return try run.miss(Address(address), on: database, since: T.begin, note: nil, among: [table]).object
    }
    #expect(try missed("orders.hand") == hand)
    #expect(try missed("notes.hand") == ObjectID(.column, ["public", "notes", "hand"]))
    #expect(throws: Failure.self) { try missed("orders.hand", on: "staging") }
  }
}
