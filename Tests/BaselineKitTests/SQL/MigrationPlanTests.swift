import Testing

@testable import BaselineKit

/// The plan of some files; paths are given in no order.
func plan(
  _ files: [String: String], below paths: [String] = ["m"], convention: MigrationConvention? = nil
) throws(MigrationError) -> MigrationPlan {
  let sources = paths.map { path in
    MigrationSource(
      path: path, files: files.keys.filter { path == "." || $0 == path || $0.hasPrefix(path + "/") }.sorted(by: >))
  }
  return try MigrationPlan(sources: sources, convention: convention) { (path: String) throws(MigrationError) in
    Array((files[path] ?? "").utf8)
  }
}

/// The plan of files with nothing in them, named from the folder `m`.
func plan(_ names: String..., convention: MigrationConvention? = nil) throws(MigrationError) -> MigrationPlan {
  try plan(Dictionary(uniqueKeysWithValues: names.map { ("m/" + $0, "") }), convention: convention)
}

/// The error that a plan gives.
func planError(
  _ files: [String: String], below paths: [String] = ["m"], convention: MigrationConvention? = nil
) -> MigrationError? {
  do throws(MigrationError) {
    _ = try plan(files, below: paths, convention: convention)
    return nil
  } catch { return error }
}

extension MigrationPlan {
  /// File names without the folder `m/`.
  var order: [String] { migrations.map { $0.path.hasPrefix("m/") ? String($0.path.dropFirst(2)) : $0.path } }
  var versions: [String] { migrations.map(\.version) }
  var conventions: Set<MigrationConvention> { Set(migrations.map(\.convention)) }
  var transactions: [Migration.Transaction] { migrations.map(\.transaction) }
  /// The texts of all statements.
  var texts: [String] { migrations.flatMap { $0.statements.map(\.text) } }
}

/// What all conventions share.
struct MigrationPlanTests {
  @Test func passesOverFilesThatAreNotSQL() throws {
    let plan = try plan(
      "1_a.sql", "README.md", ".gitkeep", "atlas.sum", "migration_lock.toml", "embed.go", "migrate_test.go",
      "1_a_test.go",
      "Makefile")
    #expect(plan.order == ["1_a.sql"])
    #expect(plan.notes == [])
  }

  @Test func planMayBeEmpty() throws {
    #expect(try plan("README.md").migrations == [])
    #expect(try plan([:]).migrations == [])
  }

  @Test func entriesRunInTheirOrder() throws {
    let plan = try plan(
      ["z/1_a.sql": "", "a/1_b.sql": "", "roles.sql": "", "ci.yml": ""], below: ["roles.sql", "z", "ci.yml", "a"])
    #expect(plan.order == ["roles.sql", "z/1_a.sql", "a/1_b.sql"])
  }

  @Test(arguments: ["db/m", "db/m/", "./db/m"])
  func pathsMayBeWrittenInAnyWay(_ path: String) throws {
    let sources = [MigrationSource(path: path, files: ["db/m/2_b.sql", "db/m/1_a.sql"])]
    let plan = try MigrationPlan(sources: sources) { (_: String) throws(MigrationError) in [] }
    #expect(plan.order == ["db/m/1_a.sql", "db/m/2_b.sql"])
  }

  @Test func theRepositoryMayBeTheFolder() throws {
    #expect(try plan(["1_a.up.sql": "", "x/2_b.up.sql": ""], below: ["."]).order == ["1_a.up.sql"])
  }

  @Test func emptyFilesAndFilesOfCommentsAreMigrations() throws {
    let plan = try plan(["m/1_a.sql": "", "m/2_b.sql": "-- nothing\r\n"])
    #expect(plan.migrations.map(\.statements) == [[], []])
    #expect(plan.transactions == [.file, .file])
  }

  @Test func filesAreNotGluedTogether() throws {
    #expect(try plan(["m/1_a.sql": "SELECT 1", "m/2_b.sql": "SELECT 2 -- x"]).texts == ["SELECT 1", "SELECT 2"])
  }

  @Test func errorsNameFileAndLine() throws {
    let error = try #require(planError(["m/1_a.sql": "SELECT 1;", "m/2_b.sql": "\n\\connect x"]))
    #expect(error.file == "m/2_b.sql" && error.line == 2)
    #expect(error.description == "m/2_b.sql:2:1: \\connect is a psql command, not SQL")
  }

  @Test func twoFilesOfOneVersionAreRefused() throws {
    for names in [["01_a.sql", "1_b.sql"], ["1_a.up.sql", "0001_b.up.sql"], ["V1__a.sql", "V1.0__b.sql"]] {
      let error = try #require(planError(["m/\(names[0])": "", "m/\(names[1])": ""]))
      #expect(names.allSatisfy { (error.file + error.reason).contains($0) }, "\(error)")
    }
    let folders = try #require(planError(["m/2024-01-02-030405_a/up.sql": "", "m/20240102030405_b/up.sql": ""]))
    #expect(folders.reason.contains("m/2024-01-02-030405_a/up.sql"))
  }

  @Test func aFewMissingVersionsAreNoted() throws {
    #expect(try plan("1_a.sql", "2_b.sql", "5_c.sql").notes == ["m: there is no SQL file for version 3, 4"])
    #expect(try plan("V1__a.sql", "V2__b.sql", "V4__c.sql").notes == ["m: there is no SQL file for version 3"])
    #expect(try plan("10_a.sql", "20_b.sql", "30_c.sql").notes == [])
    #expect(try plan("20240101000000_a.sql", "20240101000002_b.sql", "20250101000000_c.sql").notes == [])
  }

  @Test func twoConventionsInAFolderAreRefusedUnlessOneIsNamed() throws {
    let files = ["m/1_a.up.sql": "", "m/2_b.up.sql": "", "m/seed.sql": "", "m/V3__c.sql": ""]
    let error = try #require(planError(files))
    #expect(error.file == "m")
    #expect(error.reason.contains("m/seed.sql"))
    #expect(error.hint?.contains("migrations: {convention:") == true)
    let named = try plan(files, convention: .golangMigrate)
    #expect(named.order == ["1_a.up.sql", "2_b.up.sql"])
    #expect(named.notes.contains { $0.hasPrefix("m/seed.sql is not read") })
  }

  @Test func namedConventionMustFit() throws {
    let error = try #require(planError(["m/1_a.sql": ""], convention: .flyway))
    #expect(error.reason.contains("m/1_a.sql"))
  }

  @Test func filesWithoutNumbersHaveNoOrder() throws {
    #expect(planError(["m/tables.sql": "", "m/views.sql": ""])?.reason.contains("m/tables.sql, m/views.sql") == true)
  }

  @Test func folderAboveTheMigrationsGivesAHint() throws {
    let error = try #require(
      planError(["m/prisma/migrations/1_a/migration.sql": "", "m/prisma/migrations/2_b/migration.sql": ""]))
    #expect(error.reason.hasSuffix("deeper, in m/prisma/migrations"))
  }

  @Test(arguments: [
    ["m/1_a.sql", "m/00002_b.go"], ["m/1_a.sql", "m/2_b.py"], ["m/1_a.up.sql", "m/2_b.js"],
    ["m/V1__a.sql", "m/x/V2__b.java"],
    ["m/0001_initial.py", "m/__init__.py"], ["m/20240101_a.rb"], ["m/1_a.up.sql", "m/2_b.up.fizz"],
  ])
  func migrationsInCodeAreRefused(_ files: [String]) throws {
    let error = try #require(planError(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })))
    #expect(error.reason.contains("program"))
    #expect(error.hint?.contains("runner: command") == true)
  }

  @Test func graphIsRefused() throws {
    for metadata in ["m/2_b/metadata.yaml", "m/2_b/metadata.json"] {
      let error = try #require(
        planError(["m/1_a/up.sql": "", "m/2_b/up.sql": "", metadata: "name: b\nparents: [1]\n"]))
      #expect(error.file == metadata && error.hint?.contains("runner: command") == true)
    }
  }

  @Test(arguments: [
    ("CREATE INDEX CONCURRENTLY i ON t (a);", Migration.Transaction.none),
    ("CREATE TABLE t (); CREATE INDEX CONCURRENTLY i ON t (a);", .none), ("BEGIN; SELECT 1; COMMIT;", .own),
    ("COMMIT; CREATE INDEX CONCURRENTLY i ON t (a); BEGIN;", .own), ("SELECT 1;", .file),
    ("ALTER TYPE e ADD VALUE 'x';", .file),
    ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;", .file), ("DO $$ BEGIN COMMIT; END $$", .file),
  ])
  func transactionFollowsTheStatements(_ sql: String, _ expected: Migration.Transaction) throws {
    #expect(try plan(["m/1_a.up.sql": sql]).transactions == [expected])
    #expect(try plan(["m/1_a.sql": sql]).transactions == [expected])
  }

  @Test func fileThatMixesInAStatementWithoutTransactionIsNoted() throws {
    let notes = try plan(["m/1_a.sql": "SELECT 1;\nDROP INDEX CONCURRENTLY i;"]).notes
    #expect(
      notes == ["m/1_a.sql:2: DROP INDEX CONCURRENTLY refuses a transaction: the file runs statement by statement"])
  }

  @Test func sessionSettingsFollowTheTool() {
    #expect(MigrationConvention.golangMigrate.keepsSession)
    #expect(!MigrationConvention.sqitch.keepsSession && !MigrationConvention.flyway.keepsSession)
  }
}
