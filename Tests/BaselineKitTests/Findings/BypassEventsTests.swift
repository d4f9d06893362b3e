import Git
import TestSupport
import Testing

@testable import BaselineKit

/// What is kept of bypasses between runs is what a reading of all events would find.
struct BypassEventsTests {
  @Test func onlyChangedMonthsAreReadAgain() throws {
    let fixture = try EventFixture()
    func agree() throws {
      #expect(try fixture.log.bypassEvents() == fixture.log.read(kinds: BypassLedger.kinds).events)
    }
    let first = try fixture.record("bypass", at: "2026-10-22T16:28:37Z")
    let start = try fixture.test.git("rev-parse", "refs/baseline/events")
    try agree()
    let second = try fixture.record("bypass_closed", at: "2026-11-22T16:28:37Z")
    try agree()
    try fixture.record("check", at: "2026-11-22T16:28:38Z")
    try fixture.record("bypass", at: "2027-01-01T00:00:00Z")
    try agree()
    // Removed ones too, and histories that went elsewhere.
    _ = try fixture.log.prune(before: #require(Timestamp("2026-12-01")), keeping: ["bypass_closed"])
    #expect(try fixture.log.bypassEvents().count == 2)
    try agree()
    let pruned = try fixture.test.git("rev-parse", "refs/baseline/events")
    try fixture.test.git("update-ref", "refs/baseline/events", start)
    try agree()
    #expect(try fixture.log.bypassEvents() == [first])
    try fixture.test.git("update-ref", "refs/baseline/events", pruned)
    try agree()

    // A month that did not change is not even looked at.
    let third = try fixture.record("bypass", at: "2027-01-02T00:00:00Z")
    let november = try fixture.test.git("rev-parse", "refs/baseline/events:2026/11")
    let object = "\(fixture.test.path)/.git/objects/\(november.prefix(2))/\(november.dropFirst(2))"
    #expect(try fixture.test.run("mv", [object, "\(object)-gone"]).status.isSuccess)
    let events = try EventFixture(fixture.test).log.bypassEvents()
    #expect(events.first == second && events.last == third && events.count == 3)
    // And where it must be, a failure is not hidden.
    let kept = "\(fixture.test.path)/.git/baseline/bypasses.jsonl"
    #expect(try fixture.test.run("rm", [kept]).status.isSuccess)
    #expect(throws: (any Error).self) { try EventFixture(fixture.test).log.bypassEvents() }
  }
}
