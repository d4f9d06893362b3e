import Schema
import Testing

@testable import BaselineKit

/// How a finding went away, from the last facts and the present.
struct ResolutionTests {
  struct Case: Sendable {
    var waived = false
    var silenced = false
    var digest: String?
    var causes: [Cause] = [.byHand]
    var migrationsMoved: Bool?
    let how: Resolution
  }

  static let cases = [
    Case(waived: true, silenced: true, digest: "old", how: .waiver),
    Case(silenced: true, digest: "old", how: .ignoreRule),
    Case(digest: "old", how: .undone),
    Case(digest: "new", how: .refresh),
    Case(digest: "old", causes: [.notDeployed], how: .migration),
    // Undone by hand while another migration was deployed.
    Case(digest: "old", causes: [.byHand], migrationsMoved: true, how: .undone),
    Case(digest: "old", causes: [.unknown], migrationsMoved: true, how: .migration),
    Case(digest: "other", migrationsMoved: true, how: .migration),
    Case(digest: "other", migrationsMoved: false, how: .refresh),
    // Dropped on both sides.
    Case(digest: "", how: .refresh),
    Case(digest: nil, how: .unknown),
  ]

  @Test(arguments: cases) func decides(_ test: Case) {
    let finding = RecordedFinding(
      object: ObjectID(.column, ["public", "t", "c"]), change: .altered, fingerprint: "f", causes: test.causes,
      sides: RecordedFinding.Sides(baseline: "old", live: "new"))
    var now = Aftermath()
    now.isWaived = test.waived
    now.isSilenced = test.silenced
    now.digest = test.digest
    now.migrationsMoved = test.migrationsMoved
    #expect(Resolution(of: finding, now) == test.how)
  }

  /// A row keeps 32 bits of 64.
  @Test func transactionsOfRows() {
    let epoch: Int64 = 1 << 32
    #expect(RowVersions.transaction(700, before: 728) == 700)
    #expect(RowVersions.transaction(728, before: 728) == nil)
    #expect(RowVersions.transaction(727, before: 5 * epoch + 728) == 5 * epoch + 727)
    #expect(RowVersions.transaction(epoch - 1, before: 5 * epoch + 728) == 5 * epoch - 1)
    // Made by initdb, or frozen by servers of old.
    #expect(RowVersions.transaction(1, before: 728) == nil && RowVersions.transaction(2, before: 728) == nil)
  }
}
