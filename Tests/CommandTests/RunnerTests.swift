import Processes
import Testing
import TestSupport

/// What the runners make of migrations, end to end.
struct RunnerTests {
  /// A repository of one migration folder, by the names that a tool gives its files; all of them make the tables `a` and `b`.
  static let layouts: [(tool: String, files: [String: String])] = [
    (
      "plain",
      [
        "db/1_a.sql": "CREATE TABLE a (id int);", "db/2_b.sql": "CREATE TABLE b (id int);",
        "db/10_c.sql": "ALTER TABLE b ADD c int;",
      ]
    ),
    (
      "golang-migrate",
      [
        "db/000001_a.up.sql": "CREATE TABLE a (id int);", "db/000001_a.down.sql": "DROP TABLE a;",
        "db/000002_b.up.sql": "CREATE TABLE b (id int, c int);", "db/000002_b.down.sql": "DROP TABLE b;",
      ]
    ),
    (
      "goose",
      [
        "db/00001_a.sql": "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n",
        "db/00002_b.sql":
          "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE b (id int, c int);\n-- +goose StatementEnd\nCREATE INDEX CONCURRENTLY ON b (c);\n-- +goose Down\nDROP TABLE b;\n",
      ]
    ),
    (
      "flyway",
      [
        "db/V1__a.sql": "CREATE TABLE a (id int);", "db/V1.1__b.sql": "CREATE TABLE b (id int, c int);",
        "db/U1.1__b.sql": "DROP TABLE b;", "db/R__view.sql": "CREATE OR REPLACE VIEW v AS SELECT * FROM b;",
      ]
    ),
    (
      "dbmate",
      [
        "db/20200101000000_a.sql":
          "-- migrate:up\nCREATE TABLE a (id int);\nCREATE TABLE b (id int, c int);\n-- migrate:down\nDROP TABLE a;\n"
      ]
    ),
    (
      "prisma",
      [
        "db/20200101000000_a/migration.sql": "CREATE TABLE a (id int);",
        "db/20200201000000_b/migration.sql": "CREATE TABLE b (id int, c int);",
        "db/migration_lock.toml": "provider = \"postgresql\"\n",
      ]
    ),
  ]

  private func configure(_ sandbox: Sandbox, _ migrations: String, more: String = "") throws {
    try sandbox.write(
      "postgres: \(try TestServer.binaries().major)\nmigrations: {\(migrations)}\n\(more)",
      to: "ci/schema_drift_config.yml")
  }

  @Test func conventions() throws {
    let sandbox = try Sandbox()
    try configure(sandbox, "runner: sql, paths: [db]")
    for (tool, files) in Self.layouts {
      try sandbox.runProgram("rm", ["-rf", "db"])
      for (file, sql) in files { try sandbox.write(sql, to: file) }
      let update = try sandbox.run(["update"])
      #expect(update.code == 0, "\(tool): \(update)")
      let document = try #require(try sandbox.text("ci/schema_baseline.json"))
      for part in ["\"a\": {", "\"b\": {", "\"c\": {"] { #expect(document.contains(part), "\(tool): \(document)") }
      #expect(document.contains("\"v\": {") == (tool == "flyway"), "\(tool)")
    }
  }

  /// All that needs more than one transaction around a file, or a session that begins anew with each.
  @Test func statements() throws {
    let sandbox = try Sandbox()
    try configure(sandbox, "runner: sql, paths: [db]")
    try sandbox.write(
      """
      CREATE TABLE a (id int PRIMARY KEY, v text);
      COPY a (id, v) FROM stdin;
      1\tone; it's
      2\t\\N
      \\.
      DO $$ BEGIN IF (SELECT count(*) FROM a) <> 2 THEN RAISE EXCEPTION 'no data'; END IF; END $$;
      CREATE TYPE mood AS ENUM ('sad');
      """, to: "db/1.sql")
    try sandbox.write("CREATE INDEX CONCURRENTLY a_v ON a (v);\nVACUUM a;\n", to: "db/2.sql")
    try sandbox.write(
      "ALTER TYPE mood ADD VALUE 'glad';\nALTER TABLE a ADD m mood DEFAULT 'glad';\n", to: "db/3.sql")
    try sandbox.write(
      "BEGIN;\nCREATE TABLE own (id int);\nCOMMIT;\nBEGIN;\nCREATE TABLE gone (id int);\nROLLBACK;\n", to: "db/4.sql")
    try sandbox.write(
      "CREATE ROLE app_reader;\nCREATE SCHEMA app AUTHORIZATION app_reader;\nGRANT SELECT ON a TO app_reader;\nSET search_path = app;\nCREATE TABLE inside (id int);\n",
      to: "db/5.sql")
    // The setting of the file before is over.
    try sandbox.write(
      "CREATE TABLE outside (id int);\nSET ROLE app_reader;\nCREATE TABLE app.of_reader (id int);\n", to: "db/6.sql")
    try sandbox.write("CREATE TABLE again (id int);\n", to: "db/7.sql")
    let update = try sandbox.run(["update"])
    #expect(update.code == 0, "\(update)")
    let show = try sandbox.succeed("show")
    #expect(show.contains("  tables: a\n") && !show.contains("gone"), "\(show)")
    for table in ["own", "outside", "again"] { try sandbox.succeed("show", "public.\(table)") }
    #expect(try sandbox.succeed("show", "a").contains("a_v"))
    try configure(sandbox, "runner: sql, paths: [db]", more: "schemas: [app]\ntrack: [owners]\n")
    try sandbox.succeed("update")
    #expect(try sandbox.succeed("show", "app.inside").contains("owner: postgres"))
    #expect(try sandbox.succeed("show", "app.of_reader").contains("owner: app_reader"))
  }

  /// The program's environment, arguments and files.
  @Test func command() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.writeProgram(
      """
      #!/bin/sh
      set -e
      { env; echo "arguments $*"; pwd; find . -type f | sort; cat committed.txt; } > "$REPORT"
      psql -qX -v ON_ERROR_STOP=1 -c 'CREATE TABLE made (id int)'
      """, to: "backend/migrate.sh")
    try sandbox.write("committed\n", to: "backend/committed.txt")
    try sandbox.write("*.ignored\n", to: ".gitignore")
    try sandbox.write(
      """
      postgres: \(try TestServer.binaries().major)
      migrations:
        runner: command
        paths: [backend]
        workdir: backend
        command: ["./migrate.sh", "{url}", "{host}", "{port}", "{user}", "{dbname}"]
        env: {APP_URL: "{url}", STAGE: test}
      databases:
        production: {url_env: PRODUCTION_URL}

      """, to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("program")
    // The work tree is not what is verified.
    try sandbox.write("changed\n", to: "backend/committed.txt")
    try sandbox.write("x\n", to: "backend/untracked.txt")
    let report = "\(sandbox.repository.folder.path)/report"
    let secrets = [
      "PRODUCTION_URL": "postgresql://canary1@prod/x", "DATABASE_URL": "postgresql://canary2@prod/x",
      "PGPASSWORD": "canary3", "PGHOST": "canary4", "PGSERVICE": "canary5", "PGPASSFILE": "/canary6",
      "PGOPTIONS": "-c canary7=1",
      "BASELINE_SHADOW_URL": "canary8", "GIT_DIR": "\(sandbox.path)/.git", "KEPT": "kept", "REPORT": report,
    ]
    let result = try sandbox.run(["verify", "--commit", "HEAD"], environment: secrets)
    #expect(result.code == 1 && result.output.contains("table public.made added"), "\(result)")
    let text = try #require(try sandbox.repository.folder.text("report"))
    #expect(!text.contains("canary"), "\(text)")
    let lines = text.split(separator: "\n").map(String.init)
    let url = try #require(lines.first { $0.hasPrefix("DATABASE_URL=") }).dropFirst("DATABASE_URL=".count)
    #expect(url.hasPrefix("postgresql://postgres@/migrated?host="))
    #expect(lines.contains("PRODUCTION_URL=\(url)") && lines.contains("APP_URL=\(url)") && lines.contains("STAGE=test"))
    #expect(lines.contains("KEPT=kept") && lines.contains("PGDATABASE=migrated") && lines.contains("PGUSER=postgres"))
    let names = lines.filter { $0.hasPrefix("PG") }.map { $0.prefix { $0 != "=" } }.sorted()
    #expect(names == ["PGDATABASE", "PGHOST", "PGPORT", "PGUSER"], "\(names)")
    #expect(!lines.contains { $0.hasPrefix("GIT_") })
    let host = try #require(lines.first { $0.hasPrefix("PGHOST=") }).dropFirst("PGHOST=".count)
    #expect(lines.contains("arguments \(url) \(host) 5432 postgres migrated"), "\(text)")
    // Of the commit, and of nothing else.
    #expect(lines.contains("committed") && !lines.contains("changed") && !text.contains("untracked.txt"), "\(text)")
    #expect(lines.contains { $0.hasSuffix("/tree/backend") })

    // Staged is the index.
    try sandbox.git("add", "backend/committed.txt")
    try sandbox.write("work tree\n", to: "backend/committed.txt")
    _ = try sandbox.run(["verify", "--staged"], environment: secrets)
    #expect(try sandbox.repository.folder.text("report")?.contains("\nchanged\n") == true)
    // A link under `paths` may lead anywhere.
    try sandbox.runProgram("sh", ["-c", "ln -s /etc backend/etc && git add -A"])
    try sandbox.refuse("verify", "--staged", saying: ["backend/etc", "symbolic link"], environment: secrets)
  }
}
