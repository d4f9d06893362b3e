@testable import BaselineKit
import Testing

struct ULIDTests {
  @Test func knownOnes() throws {
    // The example of the ULID specification.
    #expect(ULID("01ARZ3NDEKTSV4RRFFQ69G5FAV")?.milliseconds == 1_469_922_850_259)
    #expect(ULID("00000000000000000000000000")?.milliseconds == 0)
    #expect(ULID("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")?.milliseconds == (1 << 48) - 1)
  }

  @Test(arguments: [
    "", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
    "01arz3ndektsv4rrffq69g5fav", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "01ARZ3NDEKTSV4RRFFQ69G5FA/",
    "O1ARZ3NDEKTSV4RRFFQ69G5FAV",
    "é1ARZ3NDEKTSV4RRFFQ69G5FA",
  ])
  func refuses(_ text: String) {
    #expect(ULID(text) == nil)
  }

  /// A clock that stands still, and one that goes back.
  @Test func idsOfOneSourceAreInOrder() throws {
    let source = ULIDSource()
    let times = [5_000, 5_000, 4_000, 5_001, 0] as [Int64]
    let ids = (0..<5000).map { source.next(milliseconds: times[$0 % 5]) }
    #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.text < $1.text && $0.milliseconds <= $1.milliseconds })
    #expect(ids.allSatisfy { ULID($0.text) == $0 } && ids[4999].milliseconds == 5_001)
    #expect(ULIDSource().next(milliseconds: 4_000).milliseconds == 4_000)
    #expect(ULIDSource().next(milliseconds: 4_000) != ULIDSource().next(milliseconds: 4_000))
  }

  @Test func eventsOfOneMakerAreInOrder() throws {
    let maker = try EventFixture().maker(at: "2030-01-01T00:00:00Z")
    let events = (0..<100).map { _ in maker.event("check", []) }
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.id < $1.id })
    #expect(events.allSatisfy { $0.at == Timestamp("2030-01-01") })
  }
}
