import TestSupport
import Testing

/// The weekly and the monthly review of the shop, with its live database: Friday, 2026-11-20, is hour 0.
struct ReviewTests {
  private static let monday = 24.0 * 3 + 9

  private func commit(_ emergency: Emergency, _ message: String, on day: String) throws {
    let repository = emergency.sandbox.repository
    try repository.git("add", "--all")
    repository.environment["GIT_AUTHOR_DATE"] = "\(day)T12:00:00Z"
    repository.environment["GIT_COMMITTER_DATE"] = "\(day)T12:00:00Z"
    try repository.git("commit", "--quiet", "--no-verify", "-m", message)
  }

  /// The lines of a section, without the title.
  private func section(_ title: String, of result: CommandResult) throws -> [String] {
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let begin = try #require(lines.firstIndex(of: title), "\(result)")
    return lines[(begin + 1)...].prefix { !$0.isEmpty }.map { $0 }
  }

  /// The id of the first open item that a text is in.
  private func id(_ text: String, in result: CommandResult) throws -> String {
    let line = try #require(
      result.output.split(separator: "\n").first { $0.hasPrefix("  ✗ ") && $0.contains(text) }, "\(result)")
    return String(line.dropFirst(4).prefix(8))
  }

  @Test func aWeek() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try emergency.here("check", at: 0)
    try emergency.here("events", "push", at: 0)
    // Committed two weeks ago, merged in the week; and one that is only of the next week.
    try sandbox.git("checkout", "--quiet", "-b", "feature")
    try sandbox.write("ALTER TABLE users ADD nick text;\n", to: "migrations/0007_nick.sql")
    try sandbox.succeed("update", remarks: true)
    try commit(emergency, "A nickname", on: "2026-11-05")
    try sandbox.git("checkout", "--quiet", "main")
    sandbox.repository.environment["GIT_COMMITTER_DATE"] = "2026-11-20T12:00:00Z"
    try sandbox.repository.git("merge", "--quiet", "--no-ff", "--no-verify", "-m", "Merge the nickname", "feature")
    try emergency.live.execute(
      """
      ALTER TABLE users ADD nick text; ALTER TABLE packages ADD note text; ALTER TABLE services ADD fax text;
      CREATE TABLE reservations_old_20261101 (id int); CREATE TABLE staging_real_orders (id int)
      """)
    try emergency.here("check", at: 1)
    for (object, day) in [("packages.note", "2026-11-26"), ("services.fax", "2026-12-31")] {
      let accepted = try emergency.here("accept", object, "--until", day, "--reason", "release 4", at: 1)
      #expect(accepted.code == 0, "\(accepted)")
    }
    try emergency.live.execute("ALTER TABLE services DROP fax")
    try emergency.here("check", at: 2)
    let missed = try emergency.here(
      "missed", "table:public.staging_real_orders", "--since", "2026-11-18", "--database", "production", at: 3)
    #expect(missed.code == 0, "\(missed)")
    try sandbox.write("ALTER TABLE users ADD mood text;\n", to: "migrations/0008_mood.sql")
    try sandbox.succeed("update", remarks: true)
    try commit(emergency, "A mood", on: "2026-11-23")

    #expect(try emergency.here("review", "weekly", at: 3).output.contains("2026-11-22), not over yet: "))
    let review = try emergency.here("review", "weekly", at: Self.monday)
    #expect(review.code == 0, "\(review)")
    #expect(
      review.output.hasPrefix(
        "weekly review 2026-W47 (2026-11-16 to 2026-11-22), due until 2026-11-25T00:00:00Z: 8 open"),
      "\(review)")
    let hidden = try section("Tables that rules hide", of: review)
    #expect(hidden.count { $0.hasSuffix(" (new)") } == 3, "\(review)")
    #expect(
      hidden.contains {
        $0.contains("public.customers_backup on production, hidden by ignore_tables line 6: .*_backup$")
      })
    let looking = try section("Tables that look as if they should be hidden", of: review)
    #expect(looking.count == 2 && looking[0].contains("public.reservations_old_20261101 in production"), "\(review)")
    #expect(looking[1].hasSuffix("next: baseline ignore '^reservations_old_20261101$' --reason '…'"), "\(review)")
    let updates = try section("Updates of the baseline", of: review)
    try #require(updates.count == 2 && updates[0].hasSuffix("2026-11-05 Ada Author: A nickname"), "\(review)")
    #expect(updates[1] == "    column public.users.nick added (text)", "\(review)")
    let misjudged = try section("False positives and negatives", of: review)
    #expect(misjudged[0].contains("probably a false positive: table public.reservations_old_20261101"), "\(review)")
    #expect(
      misjudged.contains { $0.contains("false negative: table public.staging_real_orders on production") }, "\(review)")
    #expect(misjudged.last?.hasSuffix("ignore_tables line 5: ^staging_.* hides it") == true, "\(review)")
    let waivers = try section("Waivers", of: review)
    #expect(waivers.contains { $0.hasSuffix("it ends in 3 days") }, "\(review)")
    #expect(waivers.contains { $0.hasSuffix("it covers nothing that differs now") }, "\(review)")

    // A rule takes one away, and the false positive with it once a check has seen that.
    try sandbox.succeed("ignore", "^reservations_old_20261101$", "--reason", "an old copy", remarks: true)
    try emergency.here("check", at: Self.monday)
    let refused = try emergency.here(
      "review", "weekly", "--accept", "hidden", "--reason", "imports", "--sign", at: Self.monday)
    #expect(
      refused.code == 1 && refused.error.contains("signing the weekly review of 2026-W47: 3 items open"), "\(refused)")
    #expect(refused.output.contains("✗") && !refused.output.contains("imports"), "\(refused)")
    let next = try emergency.here("review", "weekly", at: Self.monday)
    #expect(try section("Tables that rules hide", of: next).count { $0.hasSuffix(": imports") } == 4, "\(next)")
    let note = try id("packages.note", in: next)
    let deferred = try emergency.here(
      "review", "weekly", "--defer", note, "--until", "2026-11-24", "--reason", "release 4 is late", at: Self.monday)
    #expect(deferred.code == 0 && deferred.output.contains("deferred until 2026-11-24 by "), "\(deferred)")
    #expect(deferred.output.hasSuffix("\nnext: baseline events push\n"), "\(deferred)")
    let signed = try emergency.here(
      "review", "weekly", "--accept", "hidden", "--accept", "waivers", "--accept", "misjudged", "--reason", "seen to",
      "--sign", "--note", "all of us", "--push", at: Self.monday)
    #expect(signed.code == 0, "\(signed)")
    #expect(
      signed.output.hasPrefix("weekly review 2026-W47 (2026-11-16 to 2026-11-22), signed 2026-11-23T09:00:00Z by "),
      "\(signed)")
    #expect(signed.output.hasSuffix(": 1 fixed, 6 accepted, 1 deferred\n"), "\(signed)")
    let again = try emergency.here("review", "weekly", "--period", "2026-W47", "--sign", at: Self.monday)
    #expect(again.code == 2 && again.error.contains("signed it 2026-11-23T09:00:00Z"), "\(again)")
    // The next one is not over; what was decided is not asked again.
    let later = try emergency.here("review", "weekly", "--exit-code", at: Self.monday + 24 * 2)
    #expect(later.output.hasPrefix("weekly review 2026-W48 (2026-11-23 to 2026-11-29), not over yet: "), "\(later)")
    #expect(
      later.code == 1 && later.output.contains("deferred until 2026-11-24, which is over: release 4 is late"),
      "\(later)")
    #expect(try section("Tables that rules hide", of: later).allSatisfy { !$0.hasSuffix(" (new)") }, "\(later)")
    // Everybody knows of it, from the events.
    let elsewhere = try emergency.pipeline(
      "review", "weekly", "--period", "2026-W47", "--format", "json", at: Self.monday)
    #expect(elsewhere.code == 0 && elsewhere.output.contains("\"note\": \"all of us\""), "\(elsewhere)")
  }

  @Test func aMonth() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(
      config.replacing("critical_tables: [customers", with: "critical_tables: [ghosts, customers")
        .replacing(
          "  - \".*_backup$\"\n", with: "  - \".*_backup$\"\n  - customers_b\n  - ^packages$\n  - _nothing$\n"),
      to: "ci/schema_drift_config.yml")
    for number in 7...9 {
      try sandbox.write("ALTER TABLE users ADD c\(number) text;\n", to: "migrations/000\(number)_c.sql")
      try sandbox.succeed("update", remarks: true)
      try commit(emergency, "Column \(number)", on: "2026-11-2\(number - 7)")
    }
    try emergency.live.execute(
      """
      CREATE TABLE a (x text REFERENCES service_types, y bigint REFERENCES packages); CREATE TABLE b (LIKE services);
      CREATE TABLE c (x text REFERENCES service_types); ALTER TABLE packages ADD note text
      """)
    try emergency.here("check", at: 0, bypass: true)
    try emergency.here("events", "push", at: 0)
    let review = try emergency.here("review", "monthly", at: 24)
    #expect(review.output.hasPrefix("monthly review 2026-11 (2026-11-01 to 2026-11-30), not over yet: "), "\(review)")
    let rules = try section("Exception rules", of: review).joined(separator: "\n")
    #expect(rules.contains("ignore_tables line 9: _nothing$ matches nothing"), "\(review)")
    #expect(
      rules.contains(
        "ignore_tables line 7: customers_b is superfluous: ignore_tables line 6: .*_backup$ matches all that it matches"
      ),
      "\(review)")
    #expect(
      rules.contains("ignore_tables line 8: ^packages$ hides public.packages, which 1 watched table references"),
      "\(review)")
    let tables = try section("Critical tables", of: review).joined(separator: "\n")
    #expect(tables.contains("the critical table ghosts does not exist"), "\(review)")
    #expect(
      tables.contains("public.users is not critical: changed in 3 commits of the month, referenced by 0 tables"),
      "\(review)")
    #expect(
      tables.contains(
        "public.service_types is not critical: changed in 0 commits of the month, referenced by 3 tables"),
      "\(review)")
    let bypasses = try section("Approvals and bypasses", of: review).joined(separator: "\n")
    #expect(bypasses.contains("production: 6 findings, overdue since 2026-11-21T00:00:00Z"), "\(review)")
    #expect(bypasses.contains("nobody said why bypass "), "\(review)")
    let process = try section("Training, guidelines and how the team finds the process", of: review)
    #expect(process.count { $0.hasPrefix("  ✗ ") } == 4, "\(review)")

    let early = try emergency.here("review", "monthly", "--sign", "--answer", "load=3", at: 24)
    #expect(early.code == 2 && early.error.contains("it is not over before 2026-12-01T00:00:00Z"), "\(early)")
    let december = ["BASELINE_CLOCK": "2026-12-01T09:00:00Z"]
    let sections = ["rules", "critical", "bypasses"].flatMap { ["--accept", $0] }
    let decided = try sandbox.run(["review", "monthly"] + sections + ["--reason", "seen to"], environment: december)
    #expect(
      decided.code == 0 && decided.output.hasSuffix(": 4 open, 8 accepted\nnext: baseline events push\n"), "\(decided)")
    // Questions are answered; nothing else is decided about them.
    for item in ["process", "question:load:2026-11"] {
      let refused = try sandbox.run(["review", "monthly", "--accept", item, "--reason", "no"], environment: december)
      #expect(refused.code == 2, "\(refused)")
    }
    let scores = ["clarity=4", "speed=3", "trust=5", "load=2"]
    let some = try sandbox.run(["review", "monthly", "--sign", "--answer", scores[0]], environment: december)
    #expect(some.code == 1 && some.error.contains("3 items open"), "\(some)")
    let signed = try sandbox.run(
      ["review", "monthly", "--sign"] + scores.flatMap { ["--answer", $0] }, environment: december)
    #expect(signed.code == 0 && signed.output.contains("signed 2026-12-01T09:00:00Z by "), "\(signed)")
    let then = try sandbox.run(["review", "monthly", "--period", "2026-11"], environment: december)
    #expect(then.output.contains("Do you believe what the checks say? 5 of 5"), "\(then)")
    let january = try sandbox.run(["review", "monthly"], environment: ["BASELINE_CLOCK": "2027-01-04T09:00:00Z"])
    #expect(
      january.output.contains("monthly review 2026-12") && january.output.contains("earlier: 2026-11: 5"), "\(january)")
  }

  /// What could not be looked at is said, and has to be decided about: nobody signs that there is nothing.
  @Test func whatCannotBeLookedAt() throws {
    let emergency = try Emergency()
    try emergency.here("check", at: 0)
    // What others recorded is nowhere here: nobody signs as if it were nothing.
    for cadence in ["daily", "weekly", "monthly"] {
      let unasked = try emergency.here("review", cadence, at: Self.monday)
      #expect(try id("the events of origin were never fetched", in: unasked).utf8.count == 8, "\(unasked)")
      #expect(unasked.output.contains("next: baseline events push\n"), "\(unasked)")
    }
    let shared = try emergency.here("review", "daily", "--push", at: Self.monday)
    #expect(shared.code == 0 && !shared.output.contains("never fetched"), "\(shared)")
    #expect(try emergency.events(in: emergency.remote) == ["check"])
    let dead = ["DATABASE_URL": "postgresql://ada:s3cret@/nope?host=/nowhere"]
    let review = try emergency.here("review", "weekly", at: Self.monday, environment: dead)
    #expect(review.code == 0 && review.output.contains("✗"), "\(review)")
    #expect(review.output.contains("  production was not looked at: "), "\(review)")
    #expect(review.output.contains("  ! production was not looked at\n"), "\(review)")
    #expect(!review.output.contains("s3cret"), "\(review)")
    let unsigned = try emergency.here("review", "weekly", "--sign", at: Self.monday, environment: dead)
    #expect(unsigned.code == 1, "\(unsigned)")
    // It holds for this week only.
    let accepted = try emergency.here(
      "review", "weekly", "--accept", try id("production was not", in: review), "--reason", "no way to it from here",
      "--sign", at: Self.monday, environment: dead)
    #expect(accepted.code == 0, "\(accepted)")
    let next = try emergency.here("review", "weekly", "--exit-code", at: Self.monday, environment: dead)
    #expect(next.code == 1 && next.output.contains("2026-W48"), "\(next)")
    // A shallow clone does not know what came to the baseline.
    try emergency.sandbox.write("ALTER TABLE users ADD nick text;\n", to: "migrations/0007_nick.sql")
    try emergency.sandbox.succeed("update", remarks: true)
    try commit(emergency, "A nickname", on: "2026-11-24")
    try emergency.sandbox.git("push", "--quiet", "--no-verify", "origin", "main")
    let clone = "\(emergency.sandbox.repository.folder.path)/shallow"
    try emergency.sandbox.git("clone", "--quiet", "--depth", "1", "file://\(emergency.remote)", clone)
    let shallow = try emergency.sandbox.run(
      ["review", "weekly"], environment: Emergency.clock(Self.monday), in: clone)
    #expect(shallow.output.contains("this clone is shallow: what is older was not looked at"), "\(shallow)")
    // Who nobody knows cannot sign.
    let nobody = try emergency.sandbox.runProgram(
      "env",
      [
        "-u", "GIT_AUTHOR_NAME", "-u", "GIT_AUTHOR_EMAIL", "baseline", "review", "weekly", "--period", "2026-W46",
        "--sign",
      ],
      environment: Emergency.clock(Self.monday))
    #expect(nobody.code == 2 && nobody.error.contains("nobody is configured here"), "\(nobody)")
  }

  /// Names are data: neither the terminal nor the renderer of an issue takes them for more.
  @Test func hostileNames() throws {
    let emergency = try Emergency()
    try emergency.live.execute(
      #"CREATE TABLE "staging_\#u{1b}[2J @all <b>|`x`" (id int); CREATE TABLE "a_backup_20261101 $(id) 'q'" (id int)"#)
    try emergency.here("check", at: 0)
    let text = try emergency.here("review", "weekly", at: Self.monday)
    #expect(!text.output.contains("\u{1b}") && text.output.contains(#"staging_\x1b[2J"#), "\(text)")
    #expect(text.output.contains(#"baseline ignore '^a_backup_20261101 \$\(id\) '\''q'\''$'"#), "\(text)")
    let markdown = try emergency.here("review", "weekly", "--format", "markdown", at: Self.monday)
    #expect(
      markdown.output.hasPrefix("## weekly review 2026\\-W47 ")
        || markdown.output.hasPrefix("## weekly review 2026-W47 "))
    #expect(markdown.output.contains("- [ ] **open** `"), "\(markdown)")
    let marked = { (result: CommandResult) in result.output.split(separator: "\n").count { $0.hasSuffix(" (new)") } }
    #expect(marked(markdown) == 3 && marked(text) == 3, "\(markdown)")
    #expect(!markdown.output.contains("@all") && !markdown.output.contains("<b>"), "\(markdown)")
    let json = try emergency.here("review", "weekly", "--format", "json", at: Self.monday)
    #expect(!json.output.contains("\u{1b}"), "\(json)")
  }

  @Test func usage() throws {
    let sandbox = try Sandbox.shop()
    for arguments in [
      ["weekly", "--period", "2026-11"], ["daily", "--period", "2026-11-22"], ["hourly"], [],
      ["weekly", "--accept", "x"], ["weekly", "--accept", "x", "--reason", " "],
      ["weekly", "--accept", "x", "--defer", "y", "--until", "2026-12-31", "--reason", "z"],
      ["weekly", "--defer", "x", "--reason", "z"], ["weekly", "--reason", "z"], ["weekly", "--note", "n"],
      ["weekly", "--sign", "--answer", "clarity=4"], ["monthly", "--answer", "clarity=4"],
      ["monthly", "--sign", "--answer", "clarity=6"], ["monthly", "--sign", "--answer", "mood=3"],
      ["monthly", "--sign", "--answer", "load=3", "--answer", "load=4"],
      ["weekly", "--defer", "x", "--until", "2020-01-01", "--reason", "z"],
    ] {
      let result = try sandbox.run(["review"] + arguments)
      #expect(result.code == 64, "\(result)")
    }
  }
}
