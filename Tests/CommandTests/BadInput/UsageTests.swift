import Testing
import TestSupport

/// Wrong usage is 64 and nothing else is; asking for help is 0.
struct UsageTests {
  static let wrong = [
    "bogus", "check --bogus", "check x", "check --format xml", "check --lock-timeout x", "check --lock-timeout 0",
    "check --statement-timeout -1", "verify a", "verify a b", "verify --commit", "verify --staged --commit HEAD",
    "update --staged --from-database", "update x", "refresh --from x", "refresh --no-commit --push",
    "refresh --accept-live --from migrations", "history -n 0", "history -n x", "history a b", "show a b", "diff a b c",
    "diff a b --database x", "backups -n 0", "restore", "restore a b", "hook", "hook x", "hooks x", "hooks install x",
    "ignore", "ignore x", "init --track x", "init --layout x", "doctor x", "trust x", "snapshot x",
  ]

  @Test func wrongUsage() throws {
    let sandbox = try Sandbox()
    for line in Self.wrong {
      let result = try sandbox.run(line.split(separator: " ").map(String.init))
      #expect(result.code == 64, "\(result)")
      #expect(result.output.isEmpty && result.error.hasPrefix("baseline: "), "\(result)")
      #expect(result.error.contains("\nUsage: baseline "), "\(result)")
    }
  }

  /// What was on the command line may come from anywhere.
  @Test func argumentsAreText() throws {
    let sandbox = try Sandbox(initialised: false)
    for arguments in [
      ["check", "\n::error::x\u{1b}[2J"], ["events", "list", "--since", "x\n::error::y"], ["\n::add-mask::x ##[y]"],
    ] {
      let result = try sandbox.run(arguments)
      #expect(result.code == 64 && result.output.isEmpty && result.error.contains("\\x3a:"), "\(result)")
      #expect(!result.error.contains("\n::") && !result.error.contains("##["), "\(result)")
      expectNoControls(result)
    }
  }

  @Test func help() throws {
    let sandbox = try Sandbox(initialised: false)
    let commands = [
      "init", "update", "verify", "check", "refresh", "history", "show", "diff", "backups", "restore", "hooks",
      "hooks install", "hooks uninstall", "hooks status", "trust", "ignore", "snapshot", "doctor", "hook",
    ]
    for line in commands {
      let words = line.split(separator: " ").map(String.init)
      let result = try sandbox.run(words + ["--help"])
      #expect(result.code == 0 && result.error.isEmpty && result.output.contains("EXAMPLE"), "\(result)")
      #expect(try sandbox.run(["help"] + words).output == result.output)
    }
    #expect(try sandbox.run([]).code == 0)
    let format = try sandbox.succeed("check", "--help").split(separator: "\n")
      .drop { !$0.contains("--format <format>") }.prefix(4).joined(separator: " ")
    #expect(format.contains("check, verify and review also know markdown"), "\(format)")
    let verify = try sandbox.succeed("verify", "--help").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(verify.contains("(docs/ci.md). Not with --down, which"), "\(verify)")
    #expect(try sandbox.run(["--help"]).output.contains("Exit codes: "))
    #expect(try sandbox.succeed("--version").split(separator: ".").count == 3)
  }
}
