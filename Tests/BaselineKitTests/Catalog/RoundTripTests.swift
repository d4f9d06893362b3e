import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// What pg_dump writes makes the same schema in another database.
struct RoundTripTests {
  /// Nearly every kind is in one of them; the others take a minute, and run with BASELINE_TEST_ALL=1.
  @Test(arguments: Fixture.all.filter { $0.notDumped == nil && (runsAll || $0.name == "everything") })
  func aRestoredDumpIsTheSame(fixture: Fixture) throws {
    guard try fixture.canRun() else { return }
    let database = try TestServer.shared.database()
    try database.run(fixture.before())
    try database.run(fixture.after())
    let expected = try FixtureRun.of(fixture).after
    let differences = try database.differences(expected, snapshot(of: database.restoredDump()))
    #expect(differences == [])
  }

  /// The schema of `make demo`: the here-documents of its migrations.
  @Test func theDemo() throws {
    let demo = try #require(try readFile(Fixture.projectFolder + "/ci/demo"))
    let parts = String(decoding: demo, as: UTF8.self).split(separator: "\nmigration ", omittingEmptySubsequences: false)
    let migrations = parts.dropFirst().map { part in
      part.split(separator: "\n").dropFirst().prefix { $0 != "SQL" }.joined(separator: "\n")
    }
    #expect(migrations.count >= 3)
    let database = try TestServer.shared.database()
    for migration in migrations { try database.execute(migration) }
    let before = try snapshot(of: database)
    #expect(before.tableCount >= 8)
    let differences = try database.differences(before, snapshot(of: database.restoredDump()))
    #expect(differences == [])
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

  private static let runsAll = environmentVariable("BASELINE_TEST_ALL") == "1"
  private static let seeds: ClosedRange<UInt64> = runsAll ? 1...200 : 1...5

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
      "foreign-table-fields": "a detaching ends", "range-type-fields": "comments on multirange types are not dumped",
      "changed-privileges": "privileges on languages, information_schema and row types are not dumped",
      "foreign-server-fields": "only a superuser can be given a foreign data wrapper",
      "subscription-fields": "only a superuser can be given a subscription",
      "base-type-fields":
        "PostgreSQL takes a TYPMOD_OUT without a TYPMOD_IN in ALTER TYPE, and refuses it in the dump's CREATE TYPE",
      "alone-in-types": "a subscription is restored disabled",
      "alone-extension": "the version of an extension is not dumped",
      "extension-owner": "the owner of an extension is not dumped",
      "database-settings": "what the database itself has is dumped with --create only",
      "database-comment": "what the database itself has is dumped with --create only",
      "database-owner": "what the database itself has is dumped with --create only",
      "database-privileges": "what the database itself has is dumped with --create only",
      "database-connection-limit": "what the database itself has is dumped with --create only",
    ][name]
  }
}
