import BaselineKit
import Git
import TestSupport
import Testing

struct EventSyncTests {
  @Test func twoClonesMergeBothWaysToTheSameTree() throws {
    let origin = try TestRepository(initialised: false)
    try origin.git("init", "--quiet", "--bare", "--initial-branch=main", ".")
    let ada = try EventFixture()
    let ben = try EventFixture()
    for fixture in [ada, ben] { try fixture.test.git("remote", "add", "origin", origin.path) }
    let first = try ada.record()
    try ada.log.push()
    #expect(try ben.log.fetch())
    #expect(try ben.log.read().events == [first])
    let second = try ada.record(at: "2026-11-22T16:28:38Z")
    let third = try ben.record("stage", at: "2026-11-22T16:28:39Z")
    try ada.log.push()
    try ben.log.push()
    #expect(try ada.log.fetch())
    #expect(try ada.log.read().events == [first, second, third])
    let tips = try [ada.test, ben.test, origin].map { try $0.git("rev-parse", "refs/baseline/events") }
    #expect(Set(tips).count == 1)
    #expect(try origin.git("rev-list", "--count", "refs/baseline/events") == "4")

    // Deleted there, they come back from any clone, and no other one is told that the remote has them.
    try origin.git("update-ref", "-d", "refs/baseline/events")
    #expect(try ada.log.fetch())
    #expect(try ada.log.read().events.count == 3)
    #expect(try ben.log.push() == 3)
    #expect(try ada.log.push() == 0)
    #expect(try origin.git("rev-parse", "refs/baseline/events") == tips[0])
  }
}
