import Testing

@testable import BaselineKit

/// Conventions of one folder with numbers in the files' names.
struct NumberedFilesTests {
  @Test func golangMigrateOrdersByNumber() throws {
    let plan = try plan("000010_c.up.sql", "2_b.up.sql", "000001_a.up.sql", "000001_a.down.sql", "2_b.down.sql")
    #expect(plan.order == ["000001_a.up.sql", "2_b.up.sql", "000010_c.up.sql"])
    #expect(plan.versions == ["1", "2", "10"])
    #expect(plan.conventions == [.golangMigrate])
  }

  @Test func golangMigrateReadsOnlyTheTopFolder() throws {
    let plan = try plan("1_a.up.sql", "1_a.down.sql", "fixtures/1_x.sql", "fixtures/deep/2_y.up.sql")
    #expect(plan.order == ["1_a.up.sql"])
    #expect(plan.notes == ["SQL files in folders below are not read: m/fixtures, m/fixtures/deep"])
  }

  @Test func numbersMayHaveAnyLength() throws {
    let plan = try plan(
      "99999999999999999999999999999999999999999_b.sql", "100000000000000000000000000000000000000000_c.sql", "9_a.sql",
      "0_z.sql")
    #expect(plan.migrations.map(\.name) == ["z", "a", "b", "c"])
  }

  @Test func plainMixesUpAndSQL() throws {
    let plan = try plan("0001_a.up.sql", "0001_a.down.sql", "0010_c.sql", "2_b.up.sql")
    #expect(plan.order == ["0001_a.up.sql", "2_b.up.sql", "0010_c.sql"])
    #expect(plan.conventions == [.plain])
  }

  @Test func plainTakesDatesAndDottedVersions() throws {
    let dated = try plan("2024-02-12_b.sql", "20240211_a.sql", "2024_03_01_c.sql")
    #expect(dated.order == ["20240211_a.sql", "2024-02-12_b.sql", "2024_03_01_c.sql"])
    #expect(dated.versions == ["20240211", "20240212", "20240301"])
    let timed = try plan("2024_02_12_120203_b.sql", "20240212110000-a.sql", "2024-02-12-130000_c.sql")
    #expect(timed.migrations.map(\.name) == ["a", "b", "c"])
    #expect(try plan("1.10.0-b.sql", "1.9.sql", "v2_c.sql").versions == ["1.9", "1.10", "2"])
  }

  @Test func plainKnowsTheWayBack() throws {
    let plan = try plan(
      "1_a-up.sql", "1_a-down.sql", "2_b_up.sql", "2_b_down.sql", "3_tear_down.sql", "4_d.sql", "4_d.rollback.sql")
    #expect(plan.order == ["1_a-up.sql", "2_b_up.sql", "3_tear_down.sql", "4_d.sql"])
  }

  @Test func plainRunsNewEnumValuesOutsideATransaction() throws {
    let sql = "ALTER TYPE s.e ADD VALUE IF NOT EXISTS 'x'; UPDATE t SET a = 'x';"
    #expect(try plan(["m/1_a.sql": sql]).transactions == [.none])
    #expect(try plan(["m/1_a.up.sql": sql]).transactions == [.file])
  }

  @Test func gooseRunsTheUpSection() throws {
    let up =
      "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() AS $$ a; $$;\n-- +goose StatementEnd\nSELECT 1;\n"
    let plan = try plan([
      "m/00002_b.sql": "-- +goose NO TRANSACTION\r\n-- +goose Up\r\nSELECT 2;\r\n-- +goose Down\r\nDROP TABLE x;\r\n",
      "m/00001_a.sql": "-- head\n" + up
        + "-- +goose Down\n-- +goose StatementBegin\nDROP FUNCTION f;\n-- +goose StatementEnd",
    ])
    #expect(plan.texts == ["CREATE FUNCTION f() AS $$ a; $$;", "SELECT 1;", "SELECT 2;"])
    #expect(plan.transactions == [.file, .none])
    #expect(plan.conventions == [.goose])
    #expect(plan.migrations[0].statements.map(\.place.line) == [4, 6])
  }

  @Test func gooseWithDownFirstRunsOnlyUp() throws {
    #expect(try plan(["m/1_a.sql": "-- +goose Down\nSELECT 0;\n-- +goose Up\nSELECT 1;"]).texts == ["SELECT 1;"])
  }

  @Test func gooseFilesMustSayUp() throws {
    let error = try #require(planError(["m/1_a.sql": "-- +goose Up\n", "m/2_b.sql": "SELECT 1"], convention: nil))
    #expect(error.reason.contains("m/2_b.sql") || error.file == "m/2_b.sql")
  }

  @Test func gooseTemplatesAreRefused() throws {
    #expect(planError(["m/1_a.sql": "-- +goose ENVSUB ON\n-- +goose Up\n"])?.line == 1)
  }

  @Test func dbmateRunsTheUpSection() throws {
    let plan = try plan([
      "m/20240102_b.sql": "-- migrate:up transaction:false\nSELECT 2;\n\n-- migrate:down transaction:false\nSELECT 3;",
      "m/0020240101_a.sql": "\u{FEFF}-- migrate:up\nSELECT 1;\n-- migrate:down\n",
      "m/20240103_c.sql": "-- migrate:up\nSELECT 4;\n-- migrate:down transaction:false\n",
    ])
    #expect(plan.texts == ["SELECT 1;", "SELECT 2;", "SELECT 4;"])
    #expect(plan.transactions == [.file, .none, .file])
    #expect(plan.versions == ["0020240101", "20240102", "20240103"])
    #expect(plan.conventions == [.dbmate])
  }

  @Test func sqlxObeysItsFirstLine() throws {
    let plan = try plan([
      "m/20240101_a.sql": "-- no-transaction\nSELECT 1;", "m/20240102_b.sql": "SELECT 1;\n-- no-transaction\n",
      "m/20240103_c.up.sql": "", "m/20240103_c.down.sql": "",
    ])
    #expect(plan.transactions == [.none, .file, .file])
    #expect(plan.conventions == [.sqlx])
  }

  @Test func postgresMigrationsOrdersByNumber() throws {
    let plan = try plan([
      "m/00010-j.sql": "-- postgres-migrations disable-transaction\nSELECT 1;", "m/0009-i.sql": "SELECT 1;",
      "m/11_k.sql": "",
    ])
    #expect(plan.order == ["0009-i.sql", "00010-j.sql", "11_k.sql"])
    #expect(plan.versions == ["9", "10", "11"])
    #expect(plan.transactions == [.file, .none, .file])
    #expect(plan.conventions == [.postgresMigrations])
  }

  @Test func popxTakesPostgresElseTheGeneralFile() throws {
    let plan = try plan(
      "20200102000000_b.up.sql", "20200102000000_b.postgres.up.sql", "20200102000000_b.mysql.up.sql",
      "20200101000000_a.up.sql", "20200101000000_a.sqlite3.up.sql", "20200101000000_a.down.sql",
      "20200103000000_c.cockroach.up.sql", "20200104000000_d.postgres.autocommit.up.sql",
      "20200105000000_e.autocommit.up.sql", "20200104000000_d.up.sql")
    #expect(
      plan.order == [
        "20200101000000_a.up.sql", "20200102000000_b.postgres.up.sql", "20200104000000_d.postgres.autocommit.up.sql",
        "20200105000000_e.autocommit.up.sql",
      ])
    #expect(plan.transactions == [.file, .file, .none, .none])
    #expect(plan.conventions == [.popx])
  }

  @Test func versionsCompareAsNumbers() {
    let sorted = ["0", "1", "1.2", "1.10", "2", "10", "010.0.1"].map { MigrationVersion($0.split(separator: ".")) }
    #expect(sorted == sorted.sorted())
    #expect(sorted.map(\.description) == ["0", "1", "1.2", "1.10", "2", "10", "10.0.1"])
    #expect(MigrationVersion("007") == MigrationVersion("7"))
    #expect(MigrationVersion(["1", "0"]) == MigrationVersion("1"))
  }
}
