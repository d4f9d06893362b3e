import BaselineKit
import Processes
import TestSupport
import Testing

/// What the documents say is what the program does.
struct DocumentationTests {
  static let commands = [
    "init", "update", "verify", "check", "refresh", "history", "show", "diff", "backups", "restore", "hooks", "trust",
    "ignore", "accept", "snapshot", "doctor", "hook", "events", "incidents", "missed", "bypass",
    "ack", "notify", "review", "stats", "dashboard",
  ]

  @Test func readmeListsTheCommandsOfHelp() throws {
    let help = try Sandbox().succeed("--help")
    var isList = false
    let inHelp = help.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
      if line.isEmpty || line.hasSuffix("SUBCOMMANDS:") { isList = !line.isEmpty }
      guard isList, line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    let readme = try projectFile("README.md").split(separator: "\n").compactMap { line -> String? in
      guard let rest = line.after("| `baseline ") else { return nil }
      return String(rest.prefix { $0 != "`" && $0 != " " })
    }
    #expect(inHelp.sorted() == Self.commands.sorted())
    #expect(readme.sorted() == Self.commands.sorted())
  }

  @Test(
    arguments: commands + ["hooks install", "hooks uninstall", "hooks status"]
      + ["list", "show", "push", "pull", "import", "prune", "record"].map { "events \($0)" })
  func helpHasAnExample(of command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let result = try Sandbox().run(words + ["--help"])
    #expect(result.code == 0, "\(result)")
    let lines = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }
    let heading = try #require(lines.firstIndex { $0 == "EXAMPLE" || $0 == "EXAMPLES" }, "\(result)")
    #expect(lines[heading + 1].contains("baseline \(command)"), "\(result)")
  }

  @Test func helpOfACommandIsTheSameEitherWay() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.succeed("help", "check") == sandbox.succeed("check", "--help"))
  }

  @Test func wrongUsageIs64() throws {
    let sandbox = try Sandbox()
    for arguments in [["chekc"], ["check", "--nope"], ["verify", "--staged", "--commit", "HEAD"]] {
      let result = try sandbox.run(arguments)
      #expect(result.code == 64, "\(result)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func exampleConfigurationIsRead() throws {
    let text = try projectFile("ci/schema_drift_config.yml")
    let config = try Config.parse(Array(text.utf8), file: "ci/schema_drift_config.yml")
    #expect(
      config.ignore.filter { $0.source == .ignoreTables }.map { $0.name?.text } == [
        "^staging_.*", ".*_backup$", "^payment_staff_changes$", "^.*_additional_backup$", "^temp_.*", "^archive_.*",
      ])
    #expect(
      config.criticalTables.map(\.description) == [
        "customers", "payments", "reservations", "services", "service_types", "packages", "users",
      ])
    #expect(config.migrations?.runner == .alembic)
    #expect(config.databases.map(\.name) == ["production", "staging", "crm"])
  }

  @Test func exampleConfigurationExplainsEveryKey() throws {
    // A key that does not exist makes the program list those that do.
    let sandbox = try Sandbox()
    try sandbox.write("no_such_key: 1\n", to: "ci/schema_drift_config.yml")
    let error = try sandbox.fail("check", code: 2).error
    let keys = try #require(error.split(separator: "\n").first { $0.contains("known keys") }, "\(error)")
      .after("known keys: ").map { $0.split(separator: ",").map { $0.filter { $0.isLetter || $0 == "_" } } }
    let lines = try projectFile("ci/schema_drift_config.yml").split(separator: "\n")
    for key in try #require(keys) {
      #expect(lines.contains { $0.hasPrefix("\(key):") || $0.hasPrefix("# \(key):") }, "\(key)")
    }
  }

  @Test(arguments: ["pre-commit", "pre-merge-commit", "pre-push"])
  func hookScriptsCallTheProgram(name: String) throws {
    let script = "\(projectFolder)/hooks/\(name)"
    #expect(access(script, X_OK) == 0)
    let framework = try projectFile(".pre-commit-hooks.yaml")
    #expect(framework.contains("stages: [\(name)]"))
    let sandbox = try Sandbox.shop()
    try sandbox.write("CREATE TABLE forgotten (id int);\n", to: "migrations/0007_forgotten.sql")
    try sandbox.git("add", "--all")
    if name == "pre-push" { try sandbox.git("commit", "-qm", "Forget the baseline") }
    let commit = try sandbox.git("rev-parse", "HEAD")
    let zeros = String(repeating: "0", count: 40)
    let result = try sandbox.repository.run(
      script, ["origin", "nowhere"], input: "refs/heads/main \(commit) refs/heads/main \(zeros)\n")
    #expect(result.status == .exited(1), "\(result.errorText)")
    #expect(result.errorText.contains("forgotten"))
    if name == "pre-push" {
      // The framework keeps git's input for itself.
      let framework = [
        "PRE_COMMIT": "1", "PRE_COMMIT_TO_REF": commit, "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main",
        "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main", "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_REMOTE_URL": "nowhere",
      ]
      let result = try sandbox.repository.run(script, [], environment: framework)
      #expect(result.status == .exited(1), "\(result.errorText)")
      #expect(result.errorText.contains("forgotten"))
    }
  }
}

/// This checkout's folder.
let projectFolder = String(#filePath.dropLast("/Tests/CommandTests/DocumentationTests.swift".count))

/// A file of this checkout.
func projectFile(_ path: String) throws -> String {
  String(decoding: try readFile("\(projectFolder)/\(path)", limit: 1 << 20), as: UTF8.self)
}

extension StringProtocol {
  /// What follows the first occurrence of a text; nil: it is not in it.
  func after(_ text: String) -> String? {
    guard let range = self.firstRange(of: text) else { return nil }
    return String(self[range.upperBound...])
  }
}
