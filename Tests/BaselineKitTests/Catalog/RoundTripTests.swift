import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// What pg_dump writes makes the same schema in another database.
struct RoundTripTests {
  @Test(arguments: Fixture.all.filter { $0.notDumped == nil })
  func aRestoredDumpIsTheSame(fixture: Fixture) throws {
    guard try fixture.canRun() else { return }
    let database = try TestServer.shared.database()
    try database.run(fixture.before())
    try database.run(fixture.after())
    let expected = try FixtureRun.of(fixture).after
    #expect(try database.differences(expected, snapshot(of: database.restoredDump())) == [])
  }

  /// Schemas that nobody thought of. Each seed makes the same one on every machine.
  @Test(arguments: seeds)
  func randomSchemas(seed: UInt64) throws {
    let database = try TestServer.shared.database()
    let major = try database.connect().majorVersion
    let script = RandomSchema(seed: seed, major: major).script
    try keepScript(of: seed, script) {
      try database.execute(script)
      let before = try snapshot(of: database)
      #expect(try Snapshot(document: before.canonicalBytes) == before)
      let differences = try database.differences(before, snapshot(of: database.restoredDump()))
      #expect(differences == [])
      return differences.isEmpty
    }
  }

  private static let seeds: ClosedRange<UInt64> = environmentVariable("BASELINE_TEST_ALL") == "1" ? 1...200 : 1...10

  /// Writes the script to a file when something is wrong with it, and says which.
  private func keepScript(of seed: UInt64, _ script: String, _ body: () throws -> Bool) throws {
    let file = "/tmp/baseline-random-schema-\(seed).sql"
    do {
      if try body() { return }
    } catch {
      Issue.record("seed \(seed): \(error)")
    }
    try writeFile(file, script)
    Issue.record("seed \(seed): see \(file)")
  }
}

extension Fixture {
  /// Why a dump of it does not make the same schema; nil where it does.
  fileprivate var notDumped: String? {
    [
      "dump-blind-code": "pg_dump passes over it, or what it writes is refused",
      "constraint-checks": "a child keeps a valid constraint below one that is NOT VALID",
      "extension-fields": "the version of an extension is not dumped", "index-fields": "an invalid index is made valid",
      "constraint-enforcement": "whether internal triggers fire is not dumped",
      "table-inheritance": "a column added to one of two parents is put into its place",
      "event-trigger-fields": "only a superuser can be given an event trigger",
      "operator-class-fields": "what an operator class has for other types than its own is not dumped",
      "rule-fields": "the comment on the rule that makes a view is not dumped",
      "trigger-on-partitions": "comments on the triggers of partitions are not dumped, and a detaching ends",
    ][name]
  }
}
