import TestSupport
import Testing

/// A refresh with a live database: compared with, written from, and, only when told so, migrated.
struct RefreshLiveTests {
  @Test func liveIsComparedAndNotWrittenFrom() throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.useLive(Shop.allMigrations + "ALTER TABLE packages ADD note text; ALTER TABLE users ADD byhand text;")
    let answer = try sandbox.succeed("refresh")
    #expect(answer.contains("the live database differs from it: 1 difference"), "\(answer)")
    #expect(try #require(try sandbox.text("ci/schema_baseline.json")).contains("byhand") == false)
    let json = try sandbox.succeed("refresh", "--format", "json")
    #expect(json.contains("users.byhand"), "\(json)")
  }

  @Test(arguments: [["--accept-live"], ["--from", "database"]]) func liveIsAccepted(option: [String]) throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.useLive(Shop.allMigrations + "ALTER TABLE users ADD byhand text;")
    // What is not committed in the migrations has no say here.
    try sandbox.write("SELECT 1;\n", to: "migrations/0009_new.sql")
    let result = try sandbox.run(["refresh"] + option)
    #expect(result.code == 0, "\(result)")
    #expect(!result.output.contains("secret") && result.output.contains("users.byhand added"), "\(result)")
    #expect(try sandbox.git("show", "--no-patch", "--format=%B").contains("Baseline-Migration") == false)
    #expect(try sandbox.git("status", "--porcelain") == "?? migrations/0009_new.sql")
    try sandbox.fail("refresh", "--accept-live", "--from", "migrations", code: 64)
  }

  @Test func withoutMigrationsOrDatabase() throws {
    let sandbox = try Sandbox()
    try sandbox.write("postgres: \(try TestServer.binaries().major)\n", to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Begin")
    sandbox.environment["PGHOST"] = "/nowhere"
    let refused = try sandbox.fail("refresh", code: 2)
    #expect(refused.error.contains("/nowhere"), "\(refused)")
    #expect(try sandbox.git("log", "-1", "--format=%s") == "Begin")
  }

  /// The team's own command, with the live database's variable and nothing that git or we put there.
  @Test func deployRunsFirst() throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.useLive()
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(
      config + """
          deploy: ["sh", "deploy.sh", "it's one word"]
        databases:
          production: {url_env: DATABASE_URL}

        """, to: "ci/schema_drift_config.yml")
    try sandbox.write(
      "set -e\necho \"$1\" > deployed\npsql -X -q -v ON_ERROR_STOP=1 -f migrations/0007_note.sql \"$DATABASE_URL\"\n",
      to: "deploy.sh")
    try sandbox.write("deployed\n", to: ".gitignore")
    try sandbox.repository.commit("Deploy")

    let pending = try sandbox.fail("refresh", code: 2)
    #expect(pending.error.contains("packages.note"), "\(pending)")
    #expect(pending.error.contains("--migrate"), "\(pending)")
    let answer = try sandbox.succeed("refresh", "--migrate")
    #expect(answer.contains("packages.note added"), "\(answer)")
    #expect(!answer.contains("live database differs"), "\(answer)")
    #expect(try sandbox.text("deployed") == "it's one word\n")
    #expect(try sandbox.succeed("check").hasPrefix("same"))

    // A second time it fails: the column is there. Nothing else happens then.
    let head = try sandbox.git("rev-parse", "HEAD")
    let failed = try sandbox.fail("refresh", "--migrate", code: 2)
    #expect(failed.error.contains("deploying the migrations"), "\(failed)")
    #expect(failed.error.contains("already exists"), "\(failed)")
    #expect(try sandbox.git("rev-parse", "HEAD") == head)
  }

  @Test func migrateNeedsACommand() throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.useLive()
    let refused = try sandbox.fail("refresh", "--migrate", code: 2)
    #expect(refused.error.contains("deploy:"), "\(refused)")
  }
}
