import Testing

@testable import BaselineKit

struct EventPruningTests {
  @Test func findingsThatWereOpenKeepTheirAge() throws {
    let fixture = try EventFixture()
    let one = Timeline.finding("one")
    let two = Timeline.finding("two")
    let events = [
      Timeline.check(0, [one]), Timeline.check(10, [one]), Timeline.check(20), Timeline.check(30),
      Timeline.check(40, [two]), Timeline.check(50, [two]), Timeline.check(60, [two]), Timeline.check(70),
      Timeline.check(0, database: "staging", id: "1"), Timeline.check(45, database: "staging", id: "1"),
      Timeline.event("stage", 5, []), Timeline.event("bypass", 6, []), Timeline.event("bypass_reason", 7, []),
      Timeline.event("bypasses", 8, []),
    ]
    try fixture.log.append(events)
    func findings() throws -> [Finding] { FindingHistory(try fixture.log.read().events, now: Timeline.at(80)).findings }
    let before = try findings()
    #expect(before.map(\.object) == [two.object, one.object])
    let rehearsal = try fixture.log.prune(before: Timeline.at(55), isRehearsal: true)
    #expect(try fixture.log.read().events.count == events.count)
    // Kept are the bypass and its reason, and both checks that saw the second finding.
    let pruning = try fixture.log.prune(before: Timeline.at(55))
    #expect(pruning == rehearsal && pruning.removed == 8 && pruning.kept == 4)
    #expect(try findings() == [before[0]])
    // What was resolved by then goes.
    #expect(try fixture.log.prune(before: Timeline.at(70)) == EventPruning(removed: 0, kept: 5))
    #expect(try fixture.log.prune(before: Timeline.at(71), keeping: []) == EventPruning(removed: 6, kept: 0))
    #expect(try fixture.log.read().events.isEmpty)
    #expect(try fixture.log.prune(before: Timeline.at(71)) == EventPruning())
  }

  /// Nobody is told again of what they were told, and an answer stays one.
  @Test func whoWasToldOfWhatIsOpen() throws {
    let fixture = try EventFixture()
    func told(_ subject: String, _ minute: Int64, others: [String] = [], _ occasion: Occasion = .opened) -> Event {
      let record = NotificationRecord(
        occasion, subject: subject, others: others, incident: nil, channel: "team", result: .sent, tries: 1)
      return Timeline.event(NotificationRecord.kind, minute, record.details)
    }
    let opening = BypassOpening(scope: .live, reason: nil, branch: nil, findings: [Timeline.finding("three")])
    let bypass = Timeline.event(BypassOpening.kind, 4, opening.details, database: nil)
    let past = [Timeline.check(0, [Timeline.finding("one", critical: true)]), Timeline.check(1)]
    let open = Timeline.check(2, [Timeline.finding("two", critical: true)])
    let kept = [
      open, bypass, told("x", 10, others: [open.id]), told("\(open.id) \(open.id)", 11, .changed),
      told(bypass.id, 12, .bypassOpened),
      Timeline.event(Acknowledgement.kind, 13, Acknowledgement.details(open.id, nil)),
    ]
    let gone = [
      told(past[0].id, 14), told("public.cars", 15, .newTable),
      Timeline.event(Acknowledgement.kind, 16, Acknowledgement.details(past[0].id, nil)),
    ]
    try fixture.log.append(past + kept + gone)
    #expect(try fixture.log.prune(before: Timeline.at(60)) == EventPruning(removed: 5, kept: 6))
    #expect(try fixture.log.read().events.map(\.id) == kept.map(\.id).sorted())
  }

  @Test func nothingToPrune() throws {
    let fixture = try EventFixture()
    #expect(try fixture.log.prune(before: Timeline.at(0)) == EventPruning())
    #expect(try fixture.repository.reference("refs/baseline/events") == nil)
  }
}
