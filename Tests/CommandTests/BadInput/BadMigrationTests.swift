import Processes
import Testing
import TestSupport

/// Migrations that fail: file, line and column with PostgreSQL's own words, and nothing is left behind.
struct BadMigrationTests {
  /// A migration, the place in it, the server's words, and what the hint says.
  static let failing: [(sql: String, place: String, words: String, hint: String?)] = [
    ("CREATE TABLE a (id int);\n\nSELEKT 1;\n", "3:1", "syntax error at or near \"SELEKT\"", nil),
    ("CREATE TABLE a (id int);\nALTER TABLE a ADD b nosuchtype;\n", "2:21", "type \"nosuchtype\" does not exist", nil),
    ("ALTER TABLE nowhere ADD x int;\n", "1:1", "relation \"nowhere\" does not exist", nil),
    ("SELECT 1;\nSELECT '한글', é FROM x;\n", "2:21", "relation \"x\" does not exist", nil),
    ("DO $$ BEGIN RAISE EXCEPTION 'no luck'; END $$;\n", "1:1", "no luck", nil),
    ("CREATE EXTENSION vector;\n", "1:1", "extension \"vector\" is not available", "install the extension"),
    ("CREATE TABLE a (id int);\n\\c other\n", "2:1", "\\c", nil),
    ("CREATE TABLE {{ table }} (id int);\n", "1:14", "", nil),
    ("CREATE TABLE \"a\u{1b}[31m\" (id int, id int);\n", "1:1", "column \"id\" specified more than once", nil),
    ("SELECT 'never closed;\n", "1:8", "", nil),
    ("SELECT 1; /* never closed\n", "1:11", "", nil),
  ]

  @Test func failure() throws {
    let sandbox = try Sandbox.shop()
    let folder = sandbox.repository.folder.path
    try sandbox.runProgram("sh", ["-c", "chmod 711 ..; mkdir ../tmp"])
    sandbox.environment["TMPDIR"] = "\(folder)/tmp"
    for (sql, place, words, hint) in Self.failing {
      try sandbox.write(sql, to: "migrations/9000_bad.sql")
      let result = try sandbox.run(["verify"])
      #expect(result.code == 2, "\(result)")
      expectNoControls(result)
      for word in ["migrations/9000_bad.sql:\(place): ", words] { #expect(result.error.contains(word), "\(result)") }
      #expect(result.error.contains("ing the migration migrations/"), "\(result)")
      if let hint { #expect(result.error.contains("hint: \(hint)"), "\(result)") }
      #expect(try sandbox.runProgram("ls", ["\(folder)/tmp"]).output.isEmpty)
    }
    try sandbox.refuse("update", saying: ["migrations/9000_bad.sql"])
    try sandbox.git("add", "--all")
    try sandbox.refuse("update", "--staged", saying: ["migrations/9000_bad.sql"])
    let commit = try sandbox.git(["commit", "--quiet", "-m", "bad"])
    #expect(commit.code == 0)
    try sandbox.refuse("refresh", saying: ["migrations/9000_bad.sql"])
  }

  @Test func nothingThereOrNothingMade() throws {
    let sandbox = try Sandbox.shop()
    let config = try Shop.config()
    try sandbox.write(config.replacing("[migrations]", with: "[nowhere]"), to: "ci/schema_drift_config.yml")
    try sandbox.refuse("verify", saying: ["there is nothing at nowhere"], hint: "paths")
    try sandbox.write(config.replacing("[migrations]", with: "[empty]"), to: "ci/schema_drift_config.yml")
    try sandbox.write("SELECT 1;\n", to: "empty/1.sql")
    try sandbox.refuse("verify", saying: ["they succeeded and left the database empty"], hint: "paths")
    try sandbox.runProgram("sh", ["-c", "rm -r empty && ln -s migrations empty"])
    try sandbox.refuse("verify", saying: ["empty", "symbolic link"])
  }

  @Test func nameThatIsNotUTF8() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.runProgram(
      "sh", ["-c", "echo 'CREATE TABLE hidden (id int);' > \"migrations/$(printf '9_\\377.sql')\""])
    for command in [["verify"], ["update"]] {
      let result = try sandbox.run(command)
      #expect(result.code == 2 && result.error.contains("is not UTF-8"), "\(result)")
    }
    try sandbox.git("add", "--all")
    let staged = try sandbox.run(["verify", "--staged"])
    #expect(staged.code == 2 && staged.error.contains("is not UTF-8") || staged.code == 1, "\(staged)")
  }

  @Test func programs() throws {
    let sandbox = try Sandbox.shop()
    func configure(_ runner: String, _ more: String) throws {
      try sandbox.write(
        try Shop.config().replacing("runner: sql", with: "runner: \(runner)") + more, to: "ci/schema_drift_config.yml")
    }
    func fails(_ words: [String]) throws {
      let result = try sandbox.run(["verify"])
      #expect(result.code == 2 && words.allSatisfy(result.error.contains), "\(result)")
    }
    try configure("alembic", "  command: [\"nosuchalembic\", \"upgrade\", \"head\"]\n")
    try fails(["nosuchalembic", "not found in PATH", "hint: install it"])
    try configure("command", "  command: [\"./no/such/program\"]\n")
    try fails(["there is no program ./no/such/program", "`command`"])
    try configure("command", "  command: [\"false\"]\n")
    try fails(["false ended with exit code 1"])
    try configure("command", "  command: [\"true\"]\n")
    try sandbox.refuse("verify", saying: ["they succeeded and left the database empty"], hint: "DATABASE_URL, PG*")
    try configure("command", "  command: [\"true\"]\n  workdir: nowhere\n")
    try fails(["there is no folder nowhere", "workdir"])
    // What a program says is text of a stranger.
    try configure(
      "command", "  command: [\"sh\", \"-c\", \"printf '\\\\033[31mred\\\\n::error::x\\\\n##[group]y\\\\n'; exit 3\"]\n"
    )
    let result = try sandbox.refuse("verify", saying: ["exit code 3", "red"])
    #expect(!result.error.contains("##[") && !result.error.contains("  ::error"), "\(result)")
  }

  @Test func fullDisk() throws {
    let sandbox = try Sandbox.shop()
    let disk = "\(sandbox.repository.folder.path)/disk"
    // In a mount namespace of its own, where that is allowed: nothing stays when the program ends.
    for size in [8, 24] {
      let script =
        "chmod 711 .. && mkdir -p \(disk) && mount -t tmpfs -o size=\(size)m x \(disk) && chmod 1777 \(disk) && "
        + "{ TMPDIR=\(disk) XDG_CACHE_HOME=\(disk)/cache baseline verify; echo \"code $?\"; ls -A \(disk); }"
      let result = try sandbox.runProgram("unshare", ["--mount", "sh", "-c", script])
      guard result.output.contains("code ") else { return }
      #expect(result.output.hasPrefix("code 2\n"), "\(result)")
      #expect(result.error.contains("No space left on device"), "\(result)")
      #expect(!result.output.contains("baseline-"), "\(result)")
    }
  }

  @Test func temporaryFolder() throws {
    let sandbox = try Sandbox.shop()
    let long = "\(sandbox.repository.folder.path)/\(String(repeating: "x", count: 100))"
    try sandbox.runProgram("mkdir", [long])
    #expect(try sandbox.succeed("verify", environment: ["TMPDIR": long]).hasPrefix("same"))
    if geteuid() == 0 {
      // The server's user cannot go where only root can.
      try sandbox.runProgram("sh", ["-c", "mkdir -m 777 ../tmp"])
      try sandbox.refuse(
        "verify", saying: ["is closed to the user"], hint: "TMPDIR",
        environment: ["TMPDIR": "\(sandbox.repository.folder.path)/tmp"])
    }
    try sandbox.refuse(
      "verify", saying: ["/dev/null/x: Not a directory"], hint: "TMPDIR", environment: ["TMPDIR": "/dev/null/x"])
  }
}
