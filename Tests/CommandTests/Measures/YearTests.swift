import Processes
import TestSupport
import Testing

/// The made-up year of `ci/year`: every figure that `stats` counts from the events and from git is what was made up.
struct YearTests {
  /// The repository, and the figures that the script computed.
  private static func year(_ sandbox: Sandbox) throws -> AnswerValue {
    let figures = "\(sandbox.repository.folder.path)/figures.json"
    let made = try sandbox.runProgram(
      "\(projectFolder)/ci/year",
      ["year", "--figures", figures, "--postgres", "\(try TestServer.binaries().major)"])
    guard made.code == 0 else { throw TestFailure("\(made)") }
    return try AnswerValue(try sandbox.runProgram("cat", [figures]).output)
  }

  private static let now = ["BASELINE_CLOCK": "2026-11-22T18:00:00Z"]

  private static func stats(
    _ sandbox: Sandbox, _ arguments: String..., at clock: [String: String] = now
  ) throws -> AnswerValue {
    let result = try sandbox.run(
      ["stats", "--since", "2025-11-24", "--format", "json"] + arguments, environment: clock,
      in: "\(sandbox.path)/year")
    guard result.code == 0, !result.error.contains("note:") else { throw TestFailure("\(result)") }
    return try AnswerValue(result.output)
  }

  @Test func everyFigure() throws {
    let sandbox = try Sandbox()
    let wanted = try Self.year(sandbox)
    let stats = try Self.stats(sandbox)
    for part in ["whole", "weeks", "months", "tables"] {
      let differences = try #require(stats[part]).differences(from: try #require(wanted[part]), at: part)
      #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
    }
    for database in ["production", "staging"] {
      let whole = try #require(Self.stats(sandbox, "--database", database)["whole"])
      let differences = whole.differences(from: try #require(wanted["only"]?[database]), at: database)
      #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
    }
    // From the summer on fewer than 5 % of all findings were false positives, but not in each month.
    let summer = try #require(Self.stats(sandbox, "--since", "2026-06-01")["whole"]?["false_positives"])
    #expect(summer == wanted["summer"]?["false_positives"] && summer["met"] == .flag(false), "\(summer)")
    // A year in which nothing happens proves nothing.
    guard case .object(let whole) = stats["whole"], case .list(let tables) = stats["tables"] else {
      throw TestFailure("\(stats)")
    }
    #expect(whole["incidents"] == .number(40) && whole["skewed"] == .number(3))
    #expect(!whole.values.contains(.number(0)) && tables.count > 14)

    // A pipeline's clone has no history, and says so.
    let clone = ["clone", "--quiet", "--depth", "1", "file://\(sandbox.path)/year", "shallow"]
    #expect(try sandbox.git(clone).code == 0)
    let shallow = try sandbox.run(["stats"], environment: Self.now, in: "\(sandbox.path)/shallow")
    #expect(shallow.code == 0 && shallow.error.contains("note: this is a shallow clone"), "\(shallow)")
    let told = try sandbox.run(["stats", "--format", "json"], environment: Self.now, in: "\(sandbox.path)/shallow")
    #expect(try AnswerValue(told.output)["shallow"] == .flag(true) && stats["shallow"] == .flag(false))

    // As it stood then: what was recorded later makes no difference, but for what no clock had shown yet.
    let then = try Self.stats(sandbox, "--until", "2026-06-01")
    let clock = ["BASELINE_CLOCK": "2026-06-01T00:00:00Z"]
    let past = try sandbox.run(
      ["stats", "--since", "2025-11-24", "--format", "json"], environment: clock, in: "\(sandbox.path)/year")
    #expect(past.error.contains("from the future"), "\(past)")
    for part in ["whole", "weeks", "months", "tables", "databases", "reviews"] {
      #expect(try AnswerValue(past.output)[part] == then[part], "\(part)")
    }
  }

  @Test func inWords() throws {
    let sandbox = try Sandbox()
    _ = try Self.year(sandbox)
    func said(_ arguments: String...) throws -> String {
      let result = try sandbox.run(["stats"] + arguments, environment: Self.now, in: "\(sandbox.path)/year")
      #expect(result.code == 0, "\(result)")
      #expect(result.error.contains("2 findings passed by emergency bypass, 1 overdue since 2026-11-21T18:26:00Z"))
      return result.output
    }
    let year = try said()
    for line in [
      "since 2025-11-24, as of 2026-11-22T18:00:00Z\n",
      "  incidents          40, 27 of them critical, 3 still open\n",
      "✗ time to resolve    mean 2 h 2 min, nine of ten within 3 h 39 min, of 35 incidents (target: mean 30 min)\n",
      "    beside it        1055 of 1092 planned checks ran (96.6 %); 8 that nobody can date; 1 left out, whose times contradict each other\n",
      "✗ refreshes          50 of 55 refreshes succeeded (90.9 %; target: at least 95 %)\n",
      "✓ 2026-09     3 ███████████████                23 min ██\n",
      "  public.service_types [critical]        0   1 ██\n",
      "✗ monthly review of 2025-12: overdue since 2026-01-08T00:00:00Z\n",
    ] { #expect(year.contains(line), "\(line)\(year)") }
    #expect(try said("--by", "week", "--since", "2026-09-01").contains("\n✓ 2026-W38 "))
    #expect(
      try said("--since", "2026-06-01").contains(
        """
        ✗ false positives    1 of 24 resolved findings hidden by a rule (4.1 %; target: below 5 % a month)
            beside it        the target was met in 4 of 5 months; 
        """))
    let table = try said("--table", "payments", "--since", "2026-08-01")
    #expect(
      table.hasPrefix("public.payments [critical] since 2026-08-01, as of 2026-11-22T18:00:00Z\n2 commits changed it"))
    #expect(table.contains("  2026-08-21  Chloe Park  Keep the priority of payments\n"), "\(table)")
    for (arguments, code) in [
      (["--table", "nothing"], 2), (["--database", "nothing"], 2), (["--since", "2027-01-01"], 2),
      (["--since", "2026-02-01", "--until", "2026-01-01"], 64), (["--by", "day"], 64),
    ] {
      let result = try sandbox.run(["stats"] + arguments, environment: Self.now, in: "\(sandbox.path)/year")
      #expect(result.code == code && result.output.isEmpty, "\(result)")
    }
  }

  /// Before anything happened, nothing is measured, and nothing is missed.
  @Test func nothingYet() throws {
    let sandbox = try Sandbox()
    try sandbox.write("databases: {production: {url_env: URL}}\n", to: "ci/schema_drift_config.yml")
    let stats = try sandbox.succeed("stats", environment: Self.now)
    #expect(stats.contains("  time to resolve    nothing to measure (target: mean 30 min)\n"), "\(stats)")
    #expect(stats.contains("✗ production: never checked"), "\(stats)")
    #expect(stats.contains("  refreshes          no refreshes\n"), "\(stats)")
    try sandbox.repository.commit("Begin")
    #expect(try sandbox.succeed("stats", environment: Self.now) == stats)
  }

  /// The migrations of the year make the baselines that were made up with them.
  @Test(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"))
  func itsBaselinesAreRight() throws {
    let sandbox = try Sandbox()
    _ = try Self.year(sandbox)
    let year = "\(sandbox.path)/year"
    let commits = try sandbox.git(["rev-list", "--reverse", "main"], in: year).output.split(separator: "\n")
    var behind = 0
    for commit in commits {
      let result = try sandbox.run(["verify", "--commit", String(commit), "--quiet"], in: year)
      #expect((0...1).contains(result.code), "\(commit): \(result)")
      if result.code == 1 { behind += 1 }
    }
    #expect(commits.count == 66 && behind == 4)
  }
}
