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

  @Test func nothingToPrune() throws {
    let fixture = try EventFixture()
    #expect(try fixture.log.prune(before: Timeline.at(0)) == EventPruning())
    #expect(try fixture.repository.reference("refs/baseline/events") == nil)
  }
}
