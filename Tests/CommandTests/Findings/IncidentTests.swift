import TestSupport
import Testing

/// Findings of a named database, from the first check that saw them to the one that saw them gone.
struct IncidentTests {
  @Test func aStory() throws {
    let emergency = try Emergency()
    let live = emergency.live
    #expect(try emergency.here("check", at: 1).code == 0)
    // Another transaction in between, so that the row's is not the first after the check.
    try live.execute("SELECT txid_current()")
    try live.execute("ALTER TABLE customers ALTER email TYPE varchar(200)")
    try live.execute("ALTER TABLE users ADD byhand text")
    try emergency.here("check", at: 2)
    let open = try emergency.here("incidents", at: 2.05)
    #expect(open.output.hasPrefix("open: "), "\(open)")
    #expect(open.output.contains("on production: 2 findings, critical"), "\(open)")
    #expect(open.output.contains("  seen         2026-11-20T02:00:00Z"), "\(open)")
    #expect(open.output.contains("✗ column public.customers.email altered [critical]"), "\(open)")
    #expect(open.output.contains("! column public.users.byhand added"), "\(open)")
    #expect(
      open.output.contains(
        "last written in the catalog between the check of 2026-11-20T01:00:00Z and the check of 2026-11-20T02:00:00Z"),
      "\(open)")

    try live.execute("ALTER TABLE customers ALTER email TYPE text")
    try emergency.here("check", at: 3)
    try emergency.sandbox.succeed(
      "ignore", "--reason", "one column", "never_matches", remarks: true)
    try emergency.sandbox.repository.commit("A rule")
    try live.execute("ALTER TABLE users DROP byhand")
    try emergency.here("check", at: 4)
    #expect(try emergency.here("incidents", at: 5).output == "there are none\n")
    let all = try emergency.here("incidents", "--all", at: 5)
    #expect(all.output.contains("  resolved     2026-11-20T04:00:00Z  after 2 h"), "\(all)")
    #expect(all.output.contains("resolved 2026-11-20T03:00:00Z: the change was undone"), "\(all)")
    let id = String(try #require(all.output.split(separator: " ").dropFirst().first))
    #expect(try emergency.here("incidents", id, at: 5).output == all.output)
    #expect(try emergency.here("incidents", "--since", "2026-11-21", at: 5).output == "there are none\n")
    // "None" would be no answer about a database that nobody knows.
    let other = try emergency.here("incidents", "--since", "2026-11-20", "--database", "other", at: 5)
    #expect(other.code == 2 && other.error.contains("other"), "\(other)")
    #expect(try emergency.here("incidents", "--since", "yesterday", at: 5).code == 64)
    let json = try emergency.here("incidents", id, "--format", "json", at: 5)
    #expect(json.output.contains("\"how\": \"undone\"") && json.output.contains("\"state\": \"resolved\""), "\(json)")
    // Every pipeline adds to it, and any clone can read it.
    #expect(try emergency.here("events", "push", at: 5).code == 0)
    #expect(try emergency.pipeline("incidents", "--all", at: 5).output == all.output)
  }

  /// How it went away is decided by who moved.
  @Test func resolutions() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try emergency.live.execute(
      "CREATE TABLE audit_log (id int); ALTER TABLE users ADD byhand text; ALTER TABLE packages ADD note text;"
        + "ALTER TABLE services ALTER price DROP NOT NULL; ALTER TABLE customers ADD fax text")
    try emergency.here("check", at: 0)
    try emergency.here("check", at: 1)
    // A rule hides one, a migration with its baseline takes one over, one is undone, one changes, one stays.
    try sandbox.succeed("ignore", "^audit_", "--reason", "written by a trigger", remarks: true)
    try sandbox.write("ALTER TABLE users ADD byhand text;\n", to: "migrations/0007_byhand.sql")
    try sandbox.git("add", "--all")
    try sandbox.succeed("update", "--staged", remarks: true)
    try sandbox.repository.commit("Take it over")
    try emergency.live.execute(
      "ALTER TABLE packages DROP note; ALTER TABLE services ALTER price TYPE numeric(12,2)")
    try emergency.here("check", at: 2)
    let all = try emergency.here("incidents", "--all", at: 3)
    let lines = all.output.split(separator: "\n").map(String.init)
    func after(_ name: String) throws -> String {
      let index = try #require(lines.firstIndex { $0.contains(name) }, "\(all)")
      return lines[index...].dropFirst().prefix { !$0.hasPrefix("  ✓") && !$0.hasPrefix("  ✗") }.joined(separator: "\n")
    }
    #expect(try after("public.audit_log").contains("a rule hides it now"))
    #expect(try after("public.users.byhand").contains("the baseline was moved to it"))
    #expect(try after("public.packages.note").contains("the change was undone"))
    #expect(try after("public.services.price").contains("changed 2026-11-20T02:00:00Z"))
    #expect(try after("public.customers.fax").contains("resolved") == false)
  }

  /// Only checks of named databases, as they are usually made, leave anything behind.
  @Test func whatIsNotRecorded() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    try sandbox.succeed("snapshot", "--output", "live.json", remarks: true)
    #expect(try emergency.here("check", "--no-record", at: 0).code == 1)
    #expect(try emergency.here("check", "--at", "HEAD", at: 0).code == 1)
    #expect(try emergency.here("check", "--snapshot", "live.json", at: 0).code == 1)
    try sandbox.write(try Shop.config(), to: "ci/schema_drift_config.yml")
    #expect(try emergency.here("check", at: 0).code == 1)
    #expect(try emergency.here("refresh", "--no-record", "--no-commit", at: 0).code == 0)
    #expect(try sandbox.git(["rev-parse", "--verify", "refs/baseline/events"]).code != 0)
    // An unnamed one can be bypassed, and that is recorded.
    let passed = try emergency.here("check", at: 1, bypass: true)
    #expect(passed.code == 0 && passed.error.contains("baseline:   live: column public.users.byhand"), "\(passed)")
    #expect(try emergency.events() == ["bypass"])
    // The snapshot has it still: that says nothing about the database.
    try emergency.live.execute("ALTER TABLE users DROP byhand")
    try emergency.here("check", "--at", "HEAD", at: 2)
    #expect(try emergency.events() == ["bypass"])
    // So does another database that has no name.
    let other = try TestServer.shared.database(Shop.allMigrations)
    let elsewhere = try emergency.here("check", at: 2, environment: ["DATABASE_URL": other.url])
    #expect(elsewhere.code == 0, "\(elsewhere)")
    #expect(try emergency.events() == ["bypass"])
    try emergency.here("check", "--no-record", at: 3)
    #expect(try emergency.events() == ["bypass", "bypass_closed"])
  }

  @Test func missedAndUnknown() throws {
    let emergency = try Emergency()
    let dead = try emergency.here(
      "check", at: 0, environment: ["DATABASE_URL": "postgresql://ada:hunter2@/x?host=/nowhere"])
    #expect(dead.code == 2)
    #expect(try emergency.events() == ["check"])
    let shown = try emergency.sandbox.git("log", "-1", "-p", "refs/baseline/events")
    #expect(shown.contains("unknown") && !shown.contains("hunter2"), "\(shown)")

    let missed = try emergency.here(
      "missed", "customers.email", "--since", "2026-11-18", "--database", "production", "--note",
      "found by\na customer",
      at: 1)
    #expect(missed.code == 0, "\(missed)")
    let text = try emergency.here("incidents", "--all", at: 2)
    #expect(
      text.output.contains("missed: column public.customers.email on production since 2026-11-18T00:00:00Z"), "\(text)")
    #expect(text.output.contains("Ada Author <ada@example.org>: found by a customer"), "\(text)")
    // What the baseline does not have is named in full.
    #expect(
      try emergency.here("missed", "public.audit", "--since", "2026-11-18", "--database", "production", at: 1).code == 0
    )
    #expect(try emergency.here("missed", "audit", "--since", "2026-11-18", "--database", "production", at: 1).code == 2)
    #expect(try emergency.here("missed", "users", "--since", "2026-11-18", "--database", "nope", at: 1).code == 2)
    #expect(try emergency.here("missed", "users", "--since", "2026-12-18", "--database", "production", at: 1).code == 2)
  }

  @Test func refreshesAreRecorded() throws {
    let emergency = try Emergency()
    #expect(try emergency.here("refresh", at: 0).code == 0)
    try emergency.sandbox.write("SELECT nonsense;\n", to: "migrations/0007_bad.sql")
    #expect(try emergency.here("refresh", at: 1).code == 2)
    #expect(
      try emergency.events() == ["refresh_ended", "refresh_ended", "refresh_started", "refresh_started"])
    let shown = try emergency.sandbox.git("log", "-p", "--format=", "refs/baseline/events")
    #expect(shown.contains("\"result\":\"unchanged\"") && shown.contains("\"result\":\"failed\""), "\(shown)")
    #expect(shown.contains("uncommitted migrations"), "\(shown)")
  }
}
