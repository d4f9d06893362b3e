import Processes
import Testing
import TestSupport

/// Configurations that are refused, before anything else happens.
struct BadConfigurationTests {
  private static let file = "ci/schema_drift_config.yml"

  /// What is added to the shop's configuration, and what is said about it.
  @Test(
    arguments: [
      ("shemas: [public]\n", "unknown key 'shemas'", "did you mean 'schemas'?"),
      ("schemas: [x]\n", "the key 'schemas' stands in line 3 already", nil),
      ("ignore: [{kind: table, name: \"^(x\"}]\n", "cannot be read: missing closing parenthesis", nil),
      ("databases: {p: {url_env: \"postgresql://u:canary-pw@h/db\"}}\n", "a password in the file", "url_env"),
      ("databases: {p: {url: \"postgresql://u:canary-pw@h/db\"}}\n", "a password in the file", "url_env"),
      ("\tx: 1\n", "found character that cannot start any token", "indent with spaces"),
      ("track: &all []\n", "an anchor (&)", "write the value out"),
    ] as [(String, String, String?)]) func refused(addition: String, words: String, hint: String?) throws
  {
    let sandbox = try Sandbox.shop()
    try sandbox.write(try Shop.config() + addition, to: Self.file)
    for command in [["verify"], ["update"], ["check"], ["history"], ["refresh"]] {
      let result = try sandbox.run(command)
      #expect(result.code == 2, "\(result)")
      #expect(result.error.hasPrefix("baseline: reading the configuration: \(Self.file):"), "\(result)")
      #expect(result.error.contains(words), "\(result)")
      #expect(result.error.contains("hint: ") == (hint != nil) && result.error.contains(hint ?? ""), "\(result)")
      #expect(!"\(result)".contains("canary-pw"), "\(result)")
    }
  }

  @Test func noConfiguration() throws {
    let sandbox = try Sandbox()
    for command in [["check"], ["update"], ["refresh"], ["history"], ["show"], ["trust"], ["backups"]] {
      let result = try sandbox.run(command)
      #expect(
        result.code == 2 && result.error.contains("there is no \(Self.file)") && result.error.contains("baseline init"),
        "\(result)")
    }
    try sandbox.refuse("verify", saying: ["it has no \(Self.file)"], hint: "baseline init")
    // A repository that does not use us is none of the hook's business.
    try sandbox.succeed("hook", "pre-commit")
  }

  @Test func configurationThatIsNoFileOrNotHere() throws {
    let sandbox = try Sandbox.shop()
    for path in ["../work/ci/schema_drift_config.yml", "/etc/passwd", "", ".git/config"] {
      try sandbox.refuse(
        "verify", "--config", path, saying: ["looking for the configuration"], hint: "from the repository's top")
    }
    try sandbox.refuse("verify", "--config", "nothing.yml", saying: ["it has no nothing.yml"])
    try sandbox.runProgram("sh", ["-c", "rm \(Self.file) && ln -s /etc/passwd \(Self.file)"])
    try sandbox.refuse("verify", saying: ["symbolic link"])
    try sandbox.runProgram("sh", ["-c", "rm \(Self.file) && mkfifo \(Self.file)"])
    try sandbox.refuse("verify", saying: ["neither a file nor a folder"])
  }

  @Test func anotherMajorThanIsInstalled() throws {
    let sandbox = try Sandbox.shop()
    let major = try TestServer.binaries().major
    let other = (12...18).first { $0 != major && access("/usr/lib/postgresql/\($0)/bin/postgres", X_OK) != 0 }
    let missing = try #require(other)
    let config = try Shop.config()
    try sandbox.write(config.replacing("postgres: \(major)", with: "postgres: \(missing)"), to: Self.file)
    try sandbox.refuse(
      "verify", saying: ["the baseline was rendered by PostgreSQL \(major)", "`postgres: \(missing)`"],
      hint: "baseline update --staged")
    try sandbox.refuse(
      "update", saying: ["looking for the server programs of PostgreSQL \(missing)", "\(major)"],
      hint: "apt-get install postgresql-\(missing)")
    // Nothing at all where the user says it is.
    try sandbox.write(config, to: Self.file)
    try sandbox.refuse(
      "verify", saying: ["BASELINE_POSTGRES_BIN (/nowhere)"], hint: "unset it",
      environment: ["BASELINE_POSTGRES_BIN": "/nowhere"])
    // A commit is not stopped for it, and a push is.
    try sandbox.addMigration()
    try sandbox.git("reset", "--soft", "HEAD^")
    let hook = try sandbox.run(["hook", "pre-commit"], environment: ["BASELINE_POSTGRES_BIN": "/nowhere"])
    #expect(hook.code == 0 && hook.error.hasPrefix("baseline: not verified: "), "\(hook)")
  }
}
