import Testing
import TestSupport

/// Passwords are in no output, file, object or child process that does not need them.
struct SecretsTests {
  private static let secret = "canary/Pass w%rd"
  private static let encoded = "canary%2FPass%20w%25rd"

  /// Every command, with passwords in every place where they may be, against a server that wants them.
  @Test func everyCommand() throws {
    let server = try PasswordServer(password: Self.secret)
    let url = server.url(password: Self.encoded)
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      try Shop.config() + "shadow: {url_env: SHADOW_URL}\ndatabases: {production: {url_env: PRODUCTION_URL}}\n",
      to: "ci/schema_drift_config.yml")
    try sandbox.addMigration()
    let environment = [
      "PRODUCTION_URL": url, "SHADOW_URL": url, "DATABASE_URL": url, "PGPASSWORD": Self.secret, "TRACE": "1",
    ]
    for arguments in [
      ["init", "--no-hooks"], ["update"], ["update", "--staged"], ["verify"], ["check"],
      ["check", "--explain", "--format", "json"],
      ["check", "--database", "production"], ["refresh"], ["refresh", "--accept-live"],
      ["snapshot", "--output", "snapshot.json"],
      ["history"], ["show"], ["diff", "--database", "production"], ["backups"], ["doctor"],
      ["doctor", "--format", "json"],
      ["ignore", "^x", "--reason", "y"], ["hooks", "install"], ["hook", "pre-commit"], ["trust"],
    ] {
      let result = try sandbox.run(
        arguments + (["hooks", "trust"].contains(arguments[0]) ? [] : ["--verbose"]), environment: environment)
      #expect(!result.description.contains("canary"), "\(result)")
    }
    // What all of that wrote.
    let found = try sandbox.runProgram(
      "sh", ["-c", "git cat-file --batch-all-objects --batch; cat .git/logs/HEAD; grep -ra canary . ../home ../cache"])
    #expect(!found.output.contains("canary"))
    #expect(try sandbox.git("log", "--oneline").contains("refresh"))
  }

  /// While a migration runs: who has a secret in its arguments or its environment?
  @Test func childProcesses() throws {
    let sandbox = try Sandbox.shop()
    let config = try Shop.config().replacing("runner: sql", with: "runner: command")
    let folder = sandbox.repository.folder.path
    try sandbox.write(
      config
        + "  command: [\"sh\", \"-c\", \"grep -laf \(folder)/pattern /proc/[0-9]*/cmdline /proc/[0-9]*/environ >\(folder)/who; true\"]\n"
        + "databases: {production: {url_env: PRODUCTION_URL}}\n",
      to: "ci/schema_drift_config.yml")
    try sandbox.repository.folder.write("kanarie\n", to: "pattern")
    // A git that says what it was given.
    try sandbox.writeProgram("#!/bin/sh\nenv >>\(folder)/given\nexec /usr/bin/git \"$@\"\n", to: "../bin/git")
    let url = "postgresql://app:kanarie-1@127.0.0.1:1/x"
    let environment = [
      "PRODUCTION_URL": url, "DATABASE_URL": url, "PGPASSWORD": "kanarie-2",
      "OTHER": "postgresql+asyncpg://app:kanarie-3@h/x",
    ]
    let running = try sandbox.start(["verify"], environment: environment)
    _ = try running.finish()
    // Only the command itself: its environment is what it was started with.
    let who = try #require(try sandbox.repository.folder.text("who")).split(separator: "\n")
    #expect(Set(who) == ["/proc/\(running.process.pid)/environ"], "\(who)")
    let given = try sandbox.repository.folder.text("given") ?? ""
    #expect(given.contains("HOME=") && !given.contains("kanarie"), "\(given)")
  }
}
