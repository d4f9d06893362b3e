import Processes
import TestSupport
import Testing

/// `init` finds what there is, writes what is missing, and never takes anything away.
struct InitTests {
  private static let table = "CREATE TABLE customers (id int PRIMARY KEY);\n"

  /// The layouts of the tools, as they lie in a repository, and what has to be found.
  @Test(arguments: [
    (
      ["db/migrations/000001_init.up.sql": table, "db/migrations/000001_init.down.sql": "DROP TABLE customers;"],
      "sql, db/migrations"
    ),
    (["src/main/resources/db/migration/V1__init.sql": table], "sql, src/main/resources/db/migration"),
    (
      ["prisma/migrations/20240101000000_init/migration.sql": table, "prisma/schema.prisma": ""],
      "sql, prisma/migrations"
    ),
    (
      ["migrations/2024-01-01-000000_init/up.sql": table, "migrations/2024-01-01-000000_init/down.sql": "SELECT 1;"],
      "sql, migrations"
    ),
    (
      ["db/migrations/20240101_init.sql": "-- migrate:up\n\(table)-- migrate:down\nDROP TABLE customers;\n"],
      "sql, db/migrations"
    ),
    (
      ["sql/sqitch.plan": "%project=shop\n\ninit 2024-01-01T00:00:00Z A <a@b> # x\n", "sql/deploy/init.sql": table],
      "sql, sql"
    ),
    (["db/structure.sql": table], "sql, db/structure.sql"),
    (
      ["supabase/migrations/20240101000000_init.sql": table, "examples/old/migrations/1_x.sql": "broken"],
      "sql, supabase/migrations"
    ),
  ]) func migrationsAreFound(files: [String: String], found: String) throws {
    let sandbox = try Sandbox()
    for (path, text) in files { try sandbox.write(text, to: path) }
    let answer = try sandbox.succeed("init")
    #expect(answer.contains("migrations: \(found)"), "\(answer)")
    #expect(answer.contains("baseline: 1 table from the migrations"), "\(answer)")
    #expect(answer.contains("hooks: installed"), "\(answer)")
    #expect(try sandbox.git("diff", "--cached", "--name-only").isEmpty)
    #expect(try #require(try sandbox.text(".gitattributes")).contains("ci/schema_baseline.json text eol=lf"))
  }

  /// A whole round: what init tells to do next works, and a second run changes nothing.
  @Test func firstDay() throws {
    let sandbox = try Sandbox()
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    try sandbox.write("*.png binary", to: ".gitattributes")
    let answer = try sandbox.succeed("init")
    let next = try #require(answer.split(separator: "\n").last)
    #expect(next.hasPrefix("next: look at ci/schema_drift_config.yml, then: git add ci/schema_drift_config.yml"))
    #expect(try #require(try sandbox.text(".gitattributes")).hasPrefix("*.png binary\nci/schema_baseline.json "))
    try sandbox.git("add", "migrations")
    let command = try #require(next.split(separator: "then: ").last)
    let done = try sandbox.repository.run("sh", ["-c", "\(command) -m Begin"])
    #expect(done.status.isSuccess, "\(done.errorText)")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)

    // No server is needed to find that all is there.
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    let again = try sandbox.succeed("init")
    #expect(again.contains("everything was there already"), "\(again)")
    #expect(!again.contains("next:"), "\(again)")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test func clonesOfALiveOnlyProjectGetTheirHooks() throws {
    let sandbox = try Sandbox()
    try sandbox.useLive()
    let answer = try sandbox.succeed("init", "--schema", "*")
    #expect(answer.contains("tables from"), "\(answer)")
    #expect(!answer.contains("migrations:"), "\(answer)")
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    #expect(config.contains("schemas: [\"*\"]"), "\(config)")
    try sandbox.succeed("check")
    try sandbox.repository.commit("Begin")
    sandbox.environment["DATABASE_URL"] = nil
    try sandbox.succeed("hooks", "uninstall")
    #expect(try sandbox.succeed("init").contains("hooks: installed"))
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    // The hooks have nothing to prove without migrations, and let everything through.
    try sandbox.write("broken", to: "ci/schema_baseline.json")
    try sandbox.git("commit", "-a", "-m", "x")
  }

  @Test func handWrittenConfigurationIsKept() throws {
    let sandbox = try Sandbox()
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    let config = "# ours\nignore_tables: [\"^staging_.*\", \".*_backup$\"]\ncritical_tables: [customers]\n"
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    let refused = try sandbox.fail("init", code: 2)
    #expect(refused.error.contains("ci/schema_drift_config.yml names no migrations"), "\(refused)")
    #expect(refused.error.contains("add to it: migrations: {runner: sql, paths: [migrations]}"), "\(refused)")
    try sandbox.write(config + "migrations: {runner: sql, paths: [migrations]}\n", to: "ci/schema_drift_config.yml")
    let answer = try sandbox.succeed("init")
    #expect(answer.contains("\(Shop.tableCount) tables"), "\(answer)")
    #expect(try #require(try sandbox.text("ci/schema_drift_config.yml")).hasPrefix("# ours\n"))
  }

  @Test func folderLayout() throws {
    let sandbox = try Sandbox()
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    try sandbox.succeed("init", "--layout", "folder", "--no-hooks")
    #expect(try #require(try sandbox.text("ci/schema_drift_config.yml")).contains("baseline: ci/schema_baseline/"))
    #expect(try sandbox.text("ci/schema_baseline/public/tables/customers.json") != nil)
    #expect(try sandbox.text("ci/schema_baseline.json") == nil)
    #expect(try #require(try sandbox.text(".gitattributes")).contains("ci/schema_baseline/** text eol=lf"))
    #expect(try sandbox.succeed("hooks", "status").contains("pre-commit: absent"))
    try sandbox.succeed("verify", remarks: true)
  }

  /// A document that an older script wrote is replaced by the first real baseline; git keeps the old one.
  @Test func olderDocument() throws {
    let sandbox = try Sandbox()
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    let old =
      #"{"version": "2.0", "tables": {"customers": {"columns": {"id": {"type": "bigint", "nullable": false}}}}}"#
    try sandbox.write(old, to: "ci/schema_baseline.json")
    try sandbox.repository.commit("Old")
    try sandbox.succeed("init")
    #expect(try #require(try sandbox.text("ci/schema_baseline.json")).contains(#""version": "3.1""#))
    try sandbox.succeed("verify", remarks: true)
  }

  @Test func nothingIsRecognised() throws {
    let sandbox = try Sandbox()
    try sandbox.write("words\n", to: "README.md")
    let refused = try sandbox.fail("init", code: 2)
    #expect(refused.error.contains("no migrations are recognised here"), "\(refused)")
    #expect(refused.error.contains("export DATABASE_URL"), "\(refused)")
    #expect(try sandbox.git("status", "--porcelain") == "?? README.md")
    #expect(try sandbox.text(".git/hooks/pre-commit") == nil)

    let outside = try Sandbox(initialised: false)
    #expect(try outside.fail("init", code: 2).error.contains("hint: git init"))
    try sandbox.fail("init", "--track", "colours", code: 64)
  }

  /// A hook manager's folder: the rest is done, and the hooks are told about.
  @Test func hooksThatCannotBeInstalled() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Self.table, to: "migrations/1_x.sql")
    try sandbox.git("config", "core.hooksPath", ".husky")
    let result = try sandbox.run(["init"])
    #expect(result.code == 0, "\(result)")
    #expect(result.error.contains("core.hooksPath leads into the work tree"), "\(result)")
    #expect(!result.output.contains("hooks: installed"), "\(result)")
    #expect(try sandbox.text("ci/schema_baseline.json") != nil)
  }

  @Test func jsonAnswer() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Self.table, to: "migrations/1_x.sql")
    let answer = try sandbox.succeed("init", "--format", "json")
    for part in [#""format": 1"#, #""config": "ci/schema_drift_config.yml""#, #""tables": 1"#, #"".gitattributes""#] {
      #expect(answer.contains(part), "\(answer)")
    }
    let error = try Sandbox().fail("init", "--format", "json", code: 2)
    #expect(error.output.contains(#""error": {"#), "\(error)")
  }
}
