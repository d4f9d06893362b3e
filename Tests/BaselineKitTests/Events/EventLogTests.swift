import BaselineKit
import Git
import TestSupport
import Testing

struct EventLogTests {
  @Test func recordsAndReads() throws {
    let fixture = try EventFixture()
    try fixture.test.commit("first", ["a": "1"])
    let status = try fixture.test.git("status", "--porcelain")
    #expect(try fixture.log.read().events.isEmpty)
    let maker = try fixture.maker()
    let events = [
      maker.event("check", database: "production", [.init("horizon", .number(42)), .init("ok", .truth(true))]),
      maker.event("stage", [.init("list", .list([.text("é\n\u{1b}"), .object([])]))]),
    ]
    try fixture.log.append(events)
    let later = try fixture.record("bypass", at: "2027-01-02T03:04:05Z")
    #expect(try fixture.log.read().events == events + [later])
    #expect(try fixture.log.read().refused.isEmpty)
    #expect(try fixture.log.read(kinds: ["stage", "bypass"]).events == [events[1], later])
    #expect(events[0].actor == "Ada Author <ada@example.org>")
    #expect(events[0].commit == (try fixture.test.git("rev-parse", "HEAD")))
    #expect(
      try fixture.files() == [
        "2026/11/check-\(events[0].id).json", "2026/11/stage-\(events[1].id).json", "2027/01/bypass-\(later.id).json",
      ])
    #expect(
      try fixture.test.git("log", "--format=%an %ae %at|%s", "refs/baseline/events") == """
        Cora Committer cora@example.org 1798859045|Record 1 event: bypass
        Cora Committer cora@example.org 1795364917|Record 2 events: check, stage
        """)
    #expect(try fixture.test.git("status", "--porcelain") == status)
    #expect(try fixture.test.git("fsck", "--strict", "--no-dangling").isEmpty)
  }
}
