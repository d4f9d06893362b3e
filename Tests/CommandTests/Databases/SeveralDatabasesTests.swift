import BaselineKit
import Processes
import TestSupport
import Testing

/// `check` of several databases in one run.
struct SeveralDatabasesTests {
  /// Databases of each sort: the same, one that differs in a schema of its own and passes by a policy of its own, one that
  /// differs and fails, a dead one, one whose variable is not set.
  private struct Fleet {
    let sandbox: Sandbox
    let databases: [TestDatabase]

    init() throws {
      sandbox = try Sandbox.shop()
      databases = try ["", "ALTER TABLE users ADD note text", "ALTER TABLE customers ADD phone text"].map {
        try TestServer.shared.database(Shop.allMigrations + ";" + $0)
      }
      try databases[1].execute("CREATE SCHEMA stage; CREATE TABLE stage.t (a integer)")
      for (name, database) in zip(["EAST", "WEST", "NORTH"], databases) {
        sandbox.environment["\(name)_URL"] = database.url
      }
      sandbox.environment["DEAD_URL"] = "postgresql://app:canary-Passw0rd@127.0.0.1:1/shop"
      try sandbox.write(
        try Shop.config() + """
          databases:
            east: {url_env: EAST_URL}
            dead: {url_env: DEAD_URL}
            west: {url_env: WEST_URL, schemas: [public, stage], policy: {definition: warn}}
            unset: {url_env: UNSET_URL}
            north: {url_env: NORTH_URL}

          """, to: "ci/schema_drift_config.yml")
    }
  }

  @Test func oneThatFailsDoesNotStopTheOthers() throws {
    let fleet = try Fleet()
    let all = try fleet.sandbox.fail("check", "--all", code: 2)
    #expect(
      all.output.hasSuffix(
        """

        5 databases: 1 same, 2 differ, 2 unknown
          ✓ east   same
          ✗ dead   unknown: connecting to postgres://app:***@127.0.0.1:1/shop: connection to server at "127.0.0.1", port 1 failed: Connection refused
              hint: Is the server running on that host and accepting TCP/IP connections?
          ! west   differs (warned): 2 differences in 1 table and 1 other object
          ✗ unset  unknown: connecting to the database unset: the environment has no UNSET_URL
              hint: export UNSET_URL=postgresql://…
          ✗ north  differs (failed): 1 difference in 1 table, 1 critical

        """), "\(all)")
    #expect(all.output.hasPrefix("same: east (") && all.output.contains("\n\ndiffers: west ("), "\(all)")
    #expect(all.output.contains("column public.customers.phone"), "\(all)")
    #expect(!"\(all)".contains("canary"), "\(all)")

    // The order is the configuration's, and how many work does not show.
    let one = try fleet.sandbox.fail("check", "--all", "--jobs", "1", code: 2)
    #expect(one.output == all.output && one.error == all.error)
    let many = try fleet.sandbox.fail("check", "--all", "--jobs", "8", code: 2)
    #expect(many.output == all.output && many.error == all.error)
    // Errors are what --quiet leaves.
    let quiet = try fleet.sandbox.fail("check", "--all", "--quiet", code: 2)
    #expect(quiet.output.isEmpty && quiet.error.contains("baseline: connecting to the database unset"), "\(quiet)")
  }

  @Test func severalAreNamed() throws {
    let fleet = try Fleet()
    let differing = try fleet.sandbox.fail("check", "--database", "north", "--database", "east", code: 1)
    #expect(
      differing.output.contains("\n2 databases: 1 same, 1 differs\n  ✓ east   same\n  ✗ north  differs"), "\(differing)"
    )
    let passing = try fleet.sandbox.succeed("check", "--database", "west", "--database", "east", remarks: true)
    #expect(passing.contains("2 databases: 1 same, 1 differs"))
    #expect(try fleet.sandbox.run(["check", "--database", "west", "--database", "east", "--strict"]).code == 1)
    // Once is once, and keeps the shape of one.
    let once = try fleet.sandbox.succeed("check", "--database", "east", "--database", "east", remarks: true)
    #expect(!once.contains("databases:"))

    let unknown = try fleet.sandbox.fail("check", "--database", "east", "--database", "nope", code: 2)
    #expect(unknown.output.isEmpty && unknown.error.contains("it names: east, dead, west, unset, north"), "\(unknown)")
    #expect(try fleet.sandbox.run(["check", "--all", "--database", "east"]).code == 64)
    #expect(try fleet.sandbox.run(["check", "--all", "--snapshot", "x.json"]).code == 64)
    #expect(try fleet.sandbox.run(["check", "--all", "--jobs", "0"]).code == 64)
    try fleet.sandbox.write(try Shop.config(), to: "ci/schema_drift_config.yml")
    let none = try fleet.sandbox.fail("check", "--all", code: 2)
    #expect(none.error.contains("names none") && none.error.contains("`databases:`"), "\(none)")
  }

  @Test func programsGetOneListOfAnswers() throws {
    let fleet = try Fleet()
    let answer = try fleet.sandbox.fail("check", "--all", "--format", "json", code: 2)
    #expect(answer.output.hasPrefix("{\n  \"format\": 1,\n  \"verdict\": \"unknown\",\n  \"outcome\": \"failed\","))
    let names = answer.output.split(separator: "\n").filter { $0.hasPrefix("      \"name\": ") }
    #expect(names.map { $0.split(separator: "\"")[3] } == ["east", "dead", "west", "unset", "north"])
    let verdicts = answer.output.split(separator: "\n").filter { $0.hasPrefix("      \"verdict\": ") }
    #expect(verdicts.map { $0.split(separator: "\"")[3] } == ["same", "unknown", "differs", "unknown", "differs"])
    #expect(answer.error.contains("baseline: connecting to the database unset"), "\(answer)")
    let passing = try fleet.sandbox.succeed(
      "check", "--format", "json", "--database", "east", "--database", "west", remarks: true)
    #expect(passing.contains("  \"verdict\": \"differs\",\n  \"outcome\": \"warned\","))
  }

  /// Ctrl-C while a database is waited for ends the program at once.
  @Test func aSignalEndsTheReading() throws {
    let fleet = try Fleet()
    let holder = try fleet.databases[1].connect()
    try holder.execute("CREATE VIEW v AS SELECT * FROM users; BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
    let command = try fleet.sandbox.start(["check", "--all"])
    let watcher = try fleet.databases[1].connect()
    try eventually {
      try watcher.query(
        """
        SELECT FROM pg_stat_activity WHERE application_name = 'baseline' AND wait_event_type = 'Lock'
          AND datname = current_database()
        """
      ).rowCount == 1
    }
    command.process.signalGroup(SIGINT)
    #expect(try command.finish().status == .signalled(SIGINT))
  }
}
