import TestSupport
import Testing

/// `ignore`, beside what IgnoreRulesTests shows of the rules themselves.
struct IgnoreCommandTests {
  private static let file = "ci/schema_drift_config.yml"

  /// The rule that check proposes is one that the command takes, and then the difference is gone.
  @Test func theProposedRuleLeavesOutExactlyThatTable() throws {
    let sandbox = try Sandbox.shop()
    let live = try sandbox.useLive(
      Shop.allMigrations + "CREATE TABLE \"users old (1)\" (id int); CREATE TABLE \"users old 1\" (id int);")
    let checked = try sandbox.fail("check", "--format", "json", code: 1)
    let rule = #"^users old \(1\)$"#
    #expect(checked.output.contains(#""proposed_rule": "^users old \\(1\\)$""#), "\(checked)")
    // What it would hide is looked for in the live database too: no migration makes such a table.
    let shown = try sandbox.succeed("ignore", rule, "--reason", "made by the DBA", "--dry-run")
    #expect(shown.contains("it hides 1 table:") && shown.contains("\"users old (1)\""), "\(shown)")
    #expect(shown.contains("not written"))
    let json = try sandbox.succeed("ignore", rule, "--reason", "made by the DBA", "--format", "json")
    #expect(json.contains(#""public.\"users old (1)\"""#) && json.contains("\"written\": true"), "\(json)")
    try live.execute("DROP TABLE \"users old 1\"")
    #expect(try sandbox.succeed("check").hasPrefix("same"))
  }

  @Test func everyOtherByteStays() throws {
    let sandbox = try Sandbox.shop()
    let old = try #require(try sandbox.text(Self.file)).replacing(
      "ignore_tables:\n", with: "# rules of ours\nignore_tables:   # with reasons\n")
    try sandbox.write(old + "\n# the end\n", to: Self.file)
    try sandbox.succeed("ignore", "^logs_", "--reason", "written all night # by a job")
    let new = try #require(try sandbox.text(Self.file))
    let line = "  - \"^logs_\"   # written all night # by a job\n"
    #expect(new.contains(line) && new.replacing(line, with: "") == old + "\n# the end\n", "\(new)")
    // The same rule again is a mistake with its place.
    let again = try sandbox.fail("ignore", "^logs_", "--reason", "x", code: 2)
    #expect(again.error.contains(Self.file + ":") && again.error.contains("stands there already"), "\(again)")
  }

  @Test func refusesWithoutReasonAndForCriticalTables() throws {
    let sandbox = try Sandbox.shop()
    #expect(try sandbox.run(["ignore", "^x"]).code == 64)
    #expect(try sandbox.run(["ignore", "^x", "--reason", "  "]).code == 64)
    // A partition of a critical table is one too, also where only the live database has it.
    let config = try Shop.config().replacing("critical_tables: [", with: "critical_tables: [logs, ")
    try sandbox.write(config, to: Self.file)
    try sandbox.useLive(
      Shop.allMigrations
        + "CREATE TABLE logs (at date) PARTITION BY RANGE (at); CREATE TABLE old_logs PARTITION OF logs DEFAULT;")
    for arguments in [["ignore", "^old_", "--reason", "x", "--dry-run"], ["ignore", "^old_", "--reason", "x"]] {
      let refused = try sandbox.run(arguments)
      #expect(refused.code == 2 && refused.error.contains("critical table public.old_logs"), "\(refused)")
    }
    #expect(try sandbox.text(Self.file) == config)
  }
}
