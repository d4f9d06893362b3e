import TestSupport
import Testing

/// Known differences that are accepted until a day, from the command to the verdict.
struct AcceptTests {
  static let file = "ci/schema_waivers.yml"

  private func shop(_ byHand: String, config more: String = "") throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    sandbox.environment["BASELINE_CLOCK"] = "2026-11-22T10:00:00Z"
    if !more.isEmpty { try sandbox.write(try Shop.config() + more, to: "ci/schema_drift_config.yml") }
    try sandbox.useLive(Shop.allMigrations + byHand)
    return sandbox
  }

  private func lines(_ sandbox: Sandbox) throws -> [String] {
    try #require(try sandbox.text(Self.file)).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func acceptsWhatDiffersAndNothingElse() throws {
    let sandbox = try shop(
      "ALTER TABLE customers ALTER email TYPE varchar(90), ALTER name SET DEFAULT 'password=x'; CREATE INDEX by_hand ON users (is_active);"
    )
    #expect(try sandbox.fail("check", code: 1).output.contains("baseline accept") == false)
    let said = try sandbox.succeed("accept", "customers", "--until", "2026-12-31", "--reason", "release\n4")
    #expect(said.contains("2 differences") && said.contains("customers.name") && said.contains("git add \(Self.file)"))
    let written = try lines(sandbox)
    #expect(written[0].hasPrefix("# ") && written[3] == "waivers:")
    #expect(
      written[4...9].filter { !$0.contains("fingerprint") } == [
        "  # column public.customers.email altered: type text -> character varying(90)",
        "  - object: \"public.customers.email\"", "    owner: \"Ada Author\"", "    reason: \"release 4\"",
        "    until: 2026-12-31",
      ])
    // A comment that looks like a password would make the file unreadable: the entry stands without one.
    #expect(written[10] == "  - object: \"public.customers.name\"")

    // The index is not accepted yet, critical tables are.
    let half = try sandbox.fail("check", code: 1)
    #expect(
      half.output.contains("2 accepted by waivers") && half.output.contains("✗ index public.users.by_hand"), "\(half)")
    try sandbox.succeed("accept", "index:users.by_hand", "--until", "2026-12-01", "--reason", "x", "--owner", "Bo")
    let whole = try sandbox.succeed("check")
    #expect(
      whole.contains("accepted until 2026-12-01: x") && whole.contains("waivers accept what differs")
        && !whole.contains("✗"))
    let json = try sandbox.succeed("check", "--format", "json")
    #expect(
      json.contains("\"outcome\": \"waived\"") && json.contains("\"kind\": \"waiver\"")
        && json.contains("\"verdict\": \"differs\""))

    // Everything is accepted: nothing to write. A later day takes another entry.
    let before = try sandbox.text(Self.file)
    #expect(
      try sandbox.succeed("accept", "--all", "--until", "2026-12-01", "--reason", "x").contains(
        "accepted at least so long already"))
    #expect(try sandbox.text(Self.file) == before)

    // The day after the last one it fails again, and a change of the difference does so at once.
    let ended = try sandbox.fail("check", code: 1, environment: ["BASELINE_CLOCK": "2026-12-02T00:00:00Z"])
    #expect(ended.error.contains("the waiver of index:public.users.by_hand ended on 2026-12-01"), "\(ended)")
    try #require(sandbox.live).execute("ALTER TABLE customers ALTER email TYPE varchar(91); DROP INDEX by_hand")
    let changed = try sandbox.fail("check", code: 1)
    #expect(changed.output.contains("✗ column public.customers.email"), "\(changed)")
    #expect(changed.error.contains("the waiver of public.customers.email accepts another difference than there is now"))
    #expect(changed.error.contains("the waiver of index:public.users.by_hand is no longer needed"))
  }

  @Test func keepsEveryOtherByte() throws {
    let sandbox = try shop("COMMENT ON TABLE users IS 'x';")
    let before = "# ours\nwaivers:   # the list\n# end\n"
    try sandbox.write(before, to: Self.file)
    try sandbox.succeed("accept", "users", "--until", "2026-12-31", "--reason", "why")
    let after = try #require(try sandbox.text(Self.file))
    #expect(
      after.hasPrefix("# ours\nwaivers:   # the list\n  # table public.users altered: comment none -> x\n  - object:"))
    #expect(after.hasSuffix("    until: 2026-12-31\n# end\n"))
    // A layout that cannot be added to is left alone.
    try sandbox.write("waivers: []\n", to: Self.file)
    let refused = try sandbox.fail("accept", "users", "--until", "2026-12-31", "--reason", "why", code: 2)
    #expect(refused.error.contains("without a risk") && refused.error.contains("hint: lay the list out"), "\(refused)")
    #expect(try sandbox.text(Self.file) == "waivers: []\n")
  }

  @Test func refusesWhatIsNoWaiver() throws {
    let sandbox = try shop("ALTER TABLE users ADD n int;")
    func refuse(_ code: Int32, _ words: String, _ arguments: String...) throws {
      let refused = try sandbox.run(["accept"] + arguments)
      #expect(refused.code == code && refused.error.contains(words), "\(refused)")
    }
    try refuse(2, "there is no such object", "cars", "--until", "2026-12-31", "--reason", "x")
    try refuse(2, "does not differ", "customers", "--until", "2026-12-31", "--reason", "x")
    try refuse(
      2, "its comment does not differ", "users", "--field", "comment", "--until", "2026-12-31", "--reason", "x")
    try refuse(2, "that day is over", "users", "--until", "2026-11-21", "--reason", "x")
    try refuse(2, "more than a year", "users", "--until", "2027-12-31", "--reason", "x")
    try refuse(2, "a password", "users", "--until", "2026-12-31", "--reason", "see postgres://a:b@c/d")
    try refuse(2, "there are none", "--all", "--verify", "--until", "2026-12-31", "--reason", "x")
    try refuse(64, "takes a day", "users", "--until", "tomorrow", "--reason", "x")
    try refuse(64, "takes a reason", "users", "--until", "2026-12-31", "--reason", " ")
    try refuse(64, "--reason", "users", "--until", "2026-12-31")
    try refuse(64, "--until", "users", "--reason", "x")
    try refuse(64, "name what differs", "--until", "2026-12-31", "--reason", "x")
    try refuse(64, "name what differs", "users", "--all", "--until", "2026-12-31", "--reason", "x")
    #expect(try sandbox.text(Self.file) == nil)
    // The last day may be today.
    try sandbox.succeed("accept", "users", "--until", "2026-11-22", "--reason", "x")
  }

  @Test func aFieldAndASequence() throws {
    let sandbox = try shop(
      "ALTER TABLE packages ALTER title TYPE varchar(90); COMMENT ON COLUMN packages.title IS 'x';")
    try sandbox.succeed("accept", "packages.title", "--field", "type", "--until", "2026-12-31", "--reason", "x")
    #expect(try sandbox.fail("check", code: 1).output.contains("✗ column public.packages.title"))
    let said = try sandbox.succeed(
      "accept", "packages.title", "--field", "comment", "--until", "2026-12-01", "--reason", "y")
    #expect(said.contains("comment none -> x") && !said.contains("varying"))
    #expect(try sandbox.succeed("check").contains("accepted until 2026-12-01: x; y"))
    // The sequence of a column goes with the table.
    try #require(sandbox.live).execute("ALTER TABLE users ADD n serial")
    #expect(
      try sandbox.succeed("accept", "users", "--until", "2026-12-31", "--reason", "z").contains(
        "sequence public.users_n_seq"))
    try sandbox.succeed("check")
  }

  /// A waiver of what only waits for its migration would accept that somebody takes it away again by hand.
  @Test func whatWaitsForItsMigrationIsLeftOut() throws {
    let sandbox = try shop(Shop.books + "ALTER TABLE customers ALTER email TYPE varchar(90);")
    try sandbox.write("ALTER TABLE customers ADD phone text;\n", to: "migrations/0007_phone.sql")
    try sandbox.succeed("update")
    let accept = { try sandbox.run(["accept"] + $0 + ["--until", "2026-12-31", "--reason", "x"]) }
    let refused = try accept(["customers.phone"])
    #expect(refused.code == 2 && refused.error.contains("not deployed yet"), "\(refused)")
    #expect(refused.error.contains("hint: run the migrations on the database"), "\(refused)")
    for objects in [["customers"], ["--all"]] {
      let said = try accept(objects)
      #expect(said.code == 0 && said.output.contains("left out"), "\(said)")
      #expect(said.output.contains("differ: public.customers.phone\n"), "\(said)")
      #expect(
        try lines(sandbox).filter { $0.contains("- object:") } == [#"  - object: "public.customers.email""#])
    }
  }

  /// Each database has its own, and none of them weakens what is proved of commits.
  @Test func databasesAndMigrations() throws {
    let sandbox = try shop(
      "ALTER TABLE users ADD n int;",
      config: "\ndatabases: {one: {url_env: DATABASE_URL}, two: {url_env: SECOND_URL}}\n")
    sandbox.environment["SECOND_URL"] = try #require(sandbox.live).url
    try sandbox.succeed("accept", "users", "--database", "two", "--until", "2026-12-31", "--reason", "x")
    #expect(try lines(sandbox).contains("    database: two"))
    #expect(try sandbox.run(["check", "--database", "two"]).code == 0)
    let both = try sandbox.fail("check", "--all", code: 1)
    #expect(!both.error.contains("no longer needed"), "\(both)")

    try sandbox.write("ALTER TABLE users ADD n int;\n", to: "migrations/0007_n.sql")
    #expect(try sandbox.fail("verify", code: 1).output.contains("✗ column public.users.n"))
    let accepted = try sandbox.succeed(
      "accept", "--verify", "users", "--until", "2026-12-31", "--reason", "no server has it yet")
    #expect(accepted.contains("1 difference"))
    #expect(try lines(sandbox).contains("    database: none"))
    let verified = try sandbox.succeed("verify")
    #expect(verified.contains("accepted until 2026-12-31: no server has it yet") && !verified.contains("mend it"))
    #expect(try sandbox.run(["check", "--database", "one"]).code == 1)
    #expect(
      try sandbox.fail("verify", code: 1, environment: ["BASELINE_CLOCK": "2027-01-01T00:00:00Z"]).error.contains(
        "ended on"))

    // A hook takes what the commit would hold: the migration without the waiver is refused.
    try sandbox.succeed("hooks", "install")
    try sandbox.git("add", "migrations")
    let refused = try sandbox.gitFails("commit", "-m", "N")
    #expect(refused.error.contains("users.n"), "\(refused)")
    try sandbox.git("add", "--all")
    try sandbox.git("commit", "-m", "N")
    // Without the waiver the same commit is wrong: taking it away is looked at, although nothing else changes.
    try sandbox.git("rm", "--quiet", Self.file)
    #expect(try sandbox.gitFails("commit", "-m", "No waiver").error.contains("users.n"))
  }

  @Test func adoptsADatabaseThatDiffers() throws {
    let sandbox = try Sandbox()
    sandbox.environment["BASELINE_CLOCK"] = "2026-11-22T10:00:00Z"
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    let adopt = ["init", "--no-hooks", "--adopt", "--until", "2026-12-31", "--reason", "before our time"]
    // Nothing is written where it is plain that nothing can be adopted.
    let nowhere = try sandbox.run(adopt)
    #expect(nowhere.code == 2 && nowhere.error.contains("none is named"), "\(nowhere)")
    #expect(try sandbox.run(["init", "--adopt", "--until", "2026-12-31"]).code == 64)
    #expect(try sandbox.run(["init", "--until", "2026-12-31"]).code == 64)
    #expect(try sandbox.text("ci/schema_drift_config.yml") == nil)

    try sandbox.useLive(
      Shop.allMigrations + "DROP TABLE packages; ALTER TABLE users ADD n int; CREATE VIEW v AS SELECT 1 AS one;")
    let said = try sandbox.run(adopt)
    #expect(said.code == 0 && said.output.contains("4 differences") && said.output.contains(Self.file), "\(said)")
    // The baseline is of the migrations, and the database passes.
    #expect(try #require(try sandbox.text("ci/schema_baseline.json")).contains("\"packages\""))
    #expect(try sandbox.succeed("verify").hasPrefix("same"))
    #expect(try sandbox.succeed("check").contains("4 accepted by waivers"))
    // Again: nothing is left to accept.
    let again = try sandbox.run(adopt)
    #expect(again.code == 0 && again.output.contains("accepted at least so long already"), "\(again)")
  }

  @Test func tenantsShareWhatTheirDatabaseHas() throws {
    let sandbox = try shop(
      "", config: "\ndatabases: {one: {url_env: DATABASE_URL, tenants: {match: \"tenant_*\", as: public}}}\n")
    let live = try #require(sandbox.live)
    for tenant in ["tenant_1", "tenant_2"] {
      try live.execute(
        "CREATE SCHEMA \(tenant); SET search_path = \(tenant); \(Shop.allMigrations); ALTER TABLE users ADD n int")
    }
    // Two groups, which share the difference of n.
    try live.execute("ALTER TABLE tenant_2.users ADD o int")
    let told = try sandbox.fail("check", code: 1)
    #expect(told.output.contains("column public.users.n"), "\(told)")
    // As check tells it, it would be the schema's that they are like.
    let refused = try sandbox.fail("accept", "public.users.n", "--until", "2026-12-31", "--reason", "x", code: 2)
    #expect(refused.error.contains(#"hint: baseline accept '"tenant_*".users.n'"#), "\(refused)")
    #expect(
      try sandbox.succeed("accept", "users", "--until", "2026-12-31", "--reason", "x", remarks: true).contains(
        "2 differences"))
    #expect(
      try lines(sandbox).filter { $0.contains("- object:") } == [
        #"  - object: '"tenant_*".users.n'"#, #"  - object: '"tenant_*".users.o'"#,
      ])
    let checked = try sandbox.run(["check"])
    #expect(checked.code == 0 && checked.output.contains("accepted until 2026-12-31: x"), "\(checked)")
    #expect(!checked.error.contains("no longer needed"), "\(checked)")
    try live.execute("ALTER TABLE tenant_2.users ALTER n TYPE bigint")
    #expect(try sandbox.run(["check"]).code == 1)
  }
}
