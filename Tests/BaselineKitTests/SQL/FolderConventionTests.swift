import Testing

@testable import BaselineKit

/// Conventions of a folder for each migration, of a plan file, and of one file with everything.
struct FolderConventionTests {
  @Test func dieselMixesTwoVersionStyles() throws {
    let plan = try plan(
      "2024-02-12-120203_c/up.sql", "20140924113530_b/up.sql", "20140924113530_b/down.sql",
      "00000000000000_diesel/up.sql",
      "20250101000000_d/up.sql", "2024-02-12-120203_c/down.sql")
    #expect(plan.versions == ["00000000000000", "20140924113530", "20240212120203", "20250101000000"])
    #expect(plan.migrations.map(\.name) == ["diesel", "b", "c", "d"])
    #expect(plan.conventions == [.diesel])
  }

  @Test func dieselMetadataTurnsTheTransactionOff() throws {
    let plan = try plan([
      "m/1_a/up.sql": "", "m/1_a/metadata.toml": "# run_in_transaction = true\r\nrun_in_transaction = false # x\r\n",
      "m/2_b/up.sql": "", "m/2_b/metadata.toml": "# run_in_transaction = false\n",
    ])
    #expect(plan.transactions == [.none, .file])
  }

  @Test func prismaOrdersFoldersAsText() throws {
    let plan = try plan(
      "20240101120000_b/migration.sql", "20240101_z/migration.sql", "20231231235959_a/migration.sql",
      "migration_lock.toml",
      "20240102_data/migrate.ts", "20240103_empty/README.md")
    #expect(plan.versions == ["20231231235959_a", "20240101120000_b", "20240101_z"])
    #expect(plan.conventions == [.prisma])
    #expect(
      plan.notes
        == ["20240102_data", "20240103_empty"].map {
          "m/\($0) has no migration.sql: a migration in code, which is not run"
        })
  }

  @Test func otherSQLInFoldersIsNotPassedOver() throws {
    #expect(planError(["m/1_a/migration.sql": "", "m/1_a/extra.sql": ""])?.reason.contains("m/1_a/extra.sql") == true)
    #expect(planError(["m/1_a/up.sql": "", "m/2_b.sql": ""])?.reason.contains("m/2_b.sql") == true)
  }

  static let sqitchPlan = """
    %syntax-version=1.0.0
    %project=app

    schema 2024-01-01T00:00:00Z A B <a@example.org> # first
    users [schema] 2024-01-02T00:00:00Z A B <a@example.org>
    @v1 2024-01-03T00:00:00Z A B <a@example.org>
    @v1b 2024-01-03T00:00:00Z A B <a@example.org>

    # a comment
    lists/all[users] 2024-01-04T00:00:00Z A B <a@example.org>
    users [users@v1] 2024-01-05T00:00:00Z A B <a@example.org> # reworked
    @v2 2024-01-06T00:00:00Z A B <a@example.org>
    users [users@v2] 2024-01-07T00:00:00Z A B <a@example.org>
    """
  static let sqitchFiles = [
    "m/sqitch.plan": sqitchPlan, "m/sqitch.conf": "", "m/deploy/schema.sql": "BEGIN; SELECT 1; COMMIT;",
    "m/deploy/users@v1.sql": "\\set ON_ERROR_STOP 1\nSELECT 1;", "m/deploy/lists/all.sql": "",
    "m/deploy/users@v2.sql": "",
    "m/deploy/users.sql": "", "m/revert/schema.sql": "DROP SCHEMA a;", "m/verify/schema.sql": "",
    "m/deploy/aaa_unplanned.sql": "",
  ]

  @Test func sqitchFollowsItsPlan() throws {
    let plan = try plan(Self.sqitchFiles)
    #expect(
      plan.order == ["schema.sql", "users@v1.sql", "lists/all.sql", "users@v2.sql", "users.sql"].map { "deploy/" + $0 })
    #expect(plan.versions == ["schema", "users@v1", "lists/all", "users@v2", "users"])
    #expect(plan.transactions == [.own, .none, .none, .none, .none])
    #expect(plan.conventions == [.sqitch])
  }

  @Test func sqitchNamesWhatThePlanLacks() throws {
    let error = try #require(planError(Self.sqitchFiles.filter { $0.key != "m/deploy/lists/all.sql" }))
    #expect(error.file == "m/sqitch.plan" && error.line == 10)
    #expect(error.reason.contains("m/deploy/lists/all.sql"))
  }

  @Test func sqitchRefusesPsqlsCopy() throws {
    var files = Self.sqitchFiles
    files["m/deploy/users.sql"] = "BEGIN;\n\\copy users from program 'x'\nCOMMIT;"
    #expect(planError(files)?.file == "m/deploy/users.sql")
    #expect(planError(files)?.line == 2)
  }

  static let dump = """
    \\restrict abc
    SET statement_timeout = 0;
    SELECT pg_catalog.set_config('search_path', '', false);
    CREATE TABLE public.t (a integer);
    COPY public.t (a) FROM stdin;
    1
    \\.
    \\unrestrict abc
    """

  @Test(arguments: [["db/structure.sql"], ["db"]])
  func structureIsOneFile(_ paths: [String]) throws {
    let plan = try plan(["db/structure.sql": Self.dump], below: paths)
    #expect(plan.migrations.map(\.path) == ["db/structure.sql"])
    #expect(plan.migrations[0].statements.count == 4)
    #expect(plan.migrations[0].statements[3].copyData == Array("1\n".utf8))
    #expect(plan.transactions == [.none])
    #expect(plan.conventions == [.structure])
  }
}
