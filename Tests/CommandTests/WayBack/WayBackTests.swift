import Processes
import TestSupport
import Testing

/// `verify --down`: whether migrations can be taken back.
struct WayBackTests {
  private func sandbox(_ paths: String, _ files: [String: String], more: String = "") throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "postgres: \(try TestServer.binaries().major)\nmigrations: {runner: sql, paths: [\(paths)]}\n\(more)",
      to: "ci/schema_drift_config.yml")
    for (file, sql) in files { try sandbox.write(sql, to: file) }
    return sandbox
  }

  /// Every convention that has a way back, each in a place of its own, all in one project: a way back that is not found, or
  /// not the right one, is not there in the answer.
  @Test func everyConventionKnowsItsWayBack() throws {
    let sandbox = try sandbox(
      "base/schema.sql, golang, goose, dbmate, sqlx, diesel, popx, flyway, sqitch, plain, prisma",
      [
        "base/schema.sql": "CREATE TABLE base (id int);",
        "golang/000001_a.up.sql": "CREATE TABLE go_a (id int);", "golang/000001_a.down.sql": "DROP TABLE go_a;",
        "golang/000002_b.up.sql": "CREATE INDEX CONCURRENTLY go_i ON go_a (id); CREATE TYPE go_t AS ENUM ('x');",
        "golang/000002_back.down.sql": "DROP TYPE go_t; DROP INDEX CONCURRENTLY go_i;",
        "goose/1_a.sql":
          "-- +goose Up\nCREATE TABLE goose_a (id int);\n-- +goose StatementBegin\nCREATE FUNCTION goose_f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n-- +goose StatementEnd\n-- +goose Down\nDROP FUNCTION goose_f;\nDROP TABLE goose_a;\n",
        "goose/2_b.sql": "-- +goose Up\nCREATE TABLE goose_b (id int);\n",
        "dbmate/20200101000000_a.sql":
          "-- migrate:up\nCREATE TABLE dbmate_a (id int);\n-- migrate:down transaction:false\nDROP TABLE dbmate_a;\n",
        "sqlx/1_a.up.sql": "-- no-transaction\nCREATE TABLE sqlx_a (id int);",
        "sqlx/1_a.down.sql": "-- no-transaction\nDROP TABLE sqlx_a;",
        "diesel/2020-01-01-000000_a/up.sql": "CREATE TABLE diesel_a (id int);",
        "diesel/2020-01-01-000000_a/down.sql": "DROP TABLE diesel_a;",
        "popx/1_a.postgres.up.sql": "CREATE TABLE popx_a (id int);", "popx/1_a.mysql.up.sql": "CREATE TABLE `x`;",
        "popx/1_a.postgres.down.sql": "DROP TABLE popx_a;", "popx/1_a.mysql.down.sql": "DROP TABLE `x`;",
        "popx/2_b.up.sql": "CREATE TABLE popx_b (id int);", "popx/2_b.down.sql": "DROP TABLE not_this_one;",
        "popx/2_b.postgres.autocommit.down.sql": "DROP TABLE popx_b;",
        "flyway/V1_1__a.sql": "CREATE TABLE flyway_a (id int);", "flyway/U1.1__back.sql": "DROP TABLE flyway_a;",
        "flyway/R__view.sql": "CREATE OR REPLACE VIEW flyway_v AS SELECT 1 AS x;",
        "sqitch/sqitch.plan": "%project=x\n\na 2020-01-01T00:00:00Z Ada <ada@x> # a\n",
        "sqitch/deploy/a.sql": "BEGIN;\nCREATE TABLE sqitch_a (id int);\nCOMMIT;\n",
        "sqitch/revert/a.sql": "BEGIN;\nDROP TABLE sqitch_a;\nCOMMIT;\n",
        "plain/1_a_up.sql": "CREATE TABLE plain_a (id int);", "plain/1_a_down.sql": "DROP TABLE plain_a;",
        "plain/2_b.sql": "CREATE TABLE plain_b (id int);", "plain/2_b.rollback.sql": "DROP TABLE plain_b;",
        "prisma/20200101000000_a/migration.sql": "CREATE TABLE prisma_a (id int);",
        "prisma/20200101000000_a/down.sql": "DROP TABLE prisma_a;",
      ])
    let result = try sandbox.run(["verify", "--down", "--last", "all"])
    #expect(result.code == 0 && result.error.isEmpty, "\(result)")
    let lines = result.output.split(separator: "\n")
    #expect(
      lines.first == "no way back: the work tree: 13 migrations there and back, 1 without a way back", "\(result)")
    #expect(lines.filter { !$0.hasPrefix("  ✓ ") }.dropFirst() == ["  ! 2_b.sql: it has no way back"], "\(result)")
    for name in ["2020-01-01-000000_a", "20200101000000_a", "V1_1__a.sql", "a.sql", "1_a.postgres.up.sql"] {
      #expect(lines.contains("  ✓ \(name)"), "\(name)\n\(result)")
    }
    // What is repeated or a whole schema is never taken back.
    #expect(!result.output.contains("R__view") && !result.output.contains("schema.sql"), "\(result)")
  }

  /// Every way in which a way back can be wrong, one after the other: none hides or spoils the next.
  @Test func saysWhatAWayBackGetsWrong() throws {
    let sandbox = try sandbox(
      "db",
      [
        "db/1_a.up.sql": "CREATE TABLE a (id int, gone int, v text, w text NOT NULL DEFAULT 'x');",
        "db/1_a.down.sql": "DROP TABLE a;",
        "db/2_kind.up.sql": "CREATE TYPE kind AS ENUM ('x'); ALTER TABLE a ADD kind kind;",
        "db/2_kind.down.sql": "ALTER TABLE a DROP kind;",
        "db/3_order.up.sql": "ALTER TABLE a DROP gone;", "db/3_order.down.sql": "ALTER TABLE a ADD gone int;",
        "db/4_altered.up.sql": "ALTER TABLE a ALTER w DROP DEFAULT, ALTER w DROP NOT NULL;",
        "db/4_altered.down.sql": "ALTER TABLE a ALTER w SET DEFAULT 'x';",
        "db/5_forgotten.up.sql": "DROP TABLE IF EXISTS nothing; ALTER TABLE a DROP v;", "db/5_forgotten.down.sql": "",
        "db/6_fails.up.sql": "CREATE TABLE c (id int);", "db/6_fails.down.sql": "\nDROP TABLE d;",
        "db/7_again.up.sql": "CREATE ROLE way_back_role;", "db/7_again.down.sql": "SELECT 1;",
        "db/8_unreadable.up.sql": "CREATE TABLE e (id int);", "db/8_unreadable.down.sql": "\\connect other\n",
        "db/9_none.up.sql": "CREATE TABLE f (id int);",
        "db/10_staging.up.sql": "CREATE SCHEMA IF NOT EXISTS zz; CREATE TABLE staging_x (id int);",
        "db/10_staging.down.sql": "SELECT 1;",
        "db/11_data.up.sql": "INSERT INTO f VALUES (1);", "db/11_data.down.sql": "DELETE FROM f;",
      ], more: "critical_tables: [a]\nignore_tables: [^staging_]\n")
    let result = try sandbox.fail("verify", "--down", "--last", "all", code: 1)
    #expect(
      result.output == """
        differs: the work tree: 3 migrations there and back, 1 without a way back, 7 whose way back is wrong
          ✓ 1_a.up.sql
          ✗ 2_kind.up.sql: db/2_kind.down.sql does not lead back
              left behind: enum public.kind
          ! 3_order.up.sql: back, with its columns in another order
              table public.a altered: column order id, gone, v, w, kind -> id, v, w, kind, gone [critical]
          ✗ 4_altered.up.sql: db/4_altered.down.sql does not lead back
              column public.a.w altered: nullable false -> true [critical]
          ✗ 5_forgotten.up.sql: db/5_forgotten.down.sql does not lead back
              not brought back: column public.a.v [critical]
          ✗ 6_fails.up.sql: db/6_fails.down.sql cannot be run
              running the migration db/6_fails.down.sql:2:1: table "d" does not exist
          ✗ 7_again.up.sql: after db/7_again.down.sql it cannot be applied again
              running the migration db/7_again.up.sql:1:1: role "way_back_role" already exists
          ✗ 8_unreadable.up.sql: db/8_unreadable.down.sql cannot be run
              reading the migration db/8_unreadable.down.sql:1:1: \\connect is a psql command, not SQL
              hint: let psql run the files: migrations: {runner: command, command: ["psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", "{url}", "-f", "FILE"]}
          ! 9_none.up.sql: it has no way back
          ✗ 10_staging.up.sql: db/10_staging.down.sql does not lead back
              left behind: table public.staging_x
              left behind: schema zz
          ✓ 11_data.up.sql
        mend it with: correct the way back, then baseline verify --down

        """, "\(result.output)")
  }

  @Test func looksAtTheNewestOrAtWhatIsNew() throws {
    let sandbox = try sandbox(
      "db",
      [
        "db/1_a.up.sql": "CREATE TABLE a (id int);", "db/1_a.down.sql": "DROP TABLE a;",
        "db/2_b.up.sql": "CREATE TABLE b (id int);",
      ])
    try sandbox.repository.commit("Begin")
    // Where nothing can be taken back, nothing is proved.
    let none = try sandbox.succeed("verify", "--down", "--format", "json")
    #expect(none.contains("\"verdict\": \"unknown\"") && none.contains("\"outcome\": \"warned\""), "\(none)")
    try sandbox.write("CREATE TABLE c (id int);", to: "db/3_c.up.sql")
    try sandbox.write("DROP TABLE c;", to: "db/3_c.down.sql")
    func names(_ arguments: String..., code: Int32 = 0) throws -> [String] {
      let result = try sandbox.run(["verify", "--down"] + arguments)
      #expect(result.code == code, "\(result)")
      return result.output.split(separator: "\n").compactMap { line in
        ["✓ ", "! ", "✗ "].lazy.compactMap { line.after("  \($0)") }.first.map { String($0.prefix { $0 != ":" }) }
      }
    }
    #expect(try names() == ["3_c.up.sql"])
    #expect(try names("--last", "2") == ["2_b.up.sql", "3_c.up.sql"])
    #expect(try names("--last", "2", "--strict", code: 1) == ["2_b.up.sql", "3_c.up.sql"])
    #expect(try names("--commit", "HEAD") == ["2_b.up.sql"])
    #expect(try names("--since", "HEAD") == ["3_c.up.sql"])
    #expect(try names("--since", "HEAD", "--commit", "HEAD").isEmpty)
    // A way back that was mended, or came later, is new too; nothing is staged yet.
    try sandbox.write("DROP TABLE a CASCADE;", to: "db/1_a.down.sql")
    try sandbox.write("DROP TABLE b;", to: "db/2_b.down.sql")
    #expect(try names("--since", "HEAD") == ["1_a.up.sql", "2_b.up.sql", "3_c.up.sql"])
    #expect(try names("--since", "HEAD", "--staged").isEmpty)
    // Before the first commit that had any.
    try sandbox.git("checkout", "-q", "--orphan", "other")
    try sandbox.git("rm", "-rqf", "--cached", "db")
    try sandbox.git("commit", "-qm", "Nothing")
    #expect(try names("--since", "HEAD").count == 3)
  }

  @Test func refusesWhatItCannotProve() throws {
    let sandbox = try sandbox("db", ["db/1_a.up.sql": "CREATE TABLE a (id int);"])
    for arguments in [
      ["--last", "2"], ["--strict"], ["--since", "HEAD"], ["--down", "A..B"], ["--down", "--last", "0"],
      ["--down", "--last", "2", "--since", "HEAD"],
    ] {
      #expect(try sandbox.run(["verify"] + arguments).code == 64, "\(arguments)")
    }
    #expect(try sandbox.fail("verify", "--down", "--since", "nope", code: 2).error.contains("nope"))
    // The migration itself does not run: that says nothing about its way back.
    try sandbox.write("CREATE TABEL b (id int);", to: "db/2_b.up.sql")
    try sandbox.write("DROP TABLE b;", to: "db/2_b.down.sql")
    let broken = try sandbox.fail("verify", "--down", "--format", "json", code: 2)
    #expect(broken.output.contains("\"verdict\": \"unknown\""), "\(broken)")
    #expect(broken.error.contains("db/2_b.up.sql:1:8"), "\(broken)")
    for (config, words) in [
      ("ignore_tables: []\n", "names no migrations"),
      ("migrations: {runner: command, paths: [db], command: [\"true\"]}\n", "the command runner"),
      ("migrations: {runner: sql, paths: [one.sql]}\n", "could be taken back"),
      ("migrations: {runner: alembic, paths: [db], command: [\"./to\", \"head\"]}\n", "does not say `upgrade`"),
    ] {
      try sandbox.write("CREATE TABLE x (id int);", to: "one.sql")
      try sandbox.write("postgres: \(try TestServer.binaries().major)\n\(config)", to: "ci/schema_drift_config.yml")
      #expect(try sandbox.fail("verify", "--down", code: 2).error.contains(words))
    }
  }
}
