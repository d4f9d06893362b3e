import Postgres
import Processes
import Testing
import TestSupport

/// Live databases that cannot be read: the verdict is unknown and the exit code 2, never "same".
struct DeadDatabaseTests {
  private static let secret = "canary-Passw0rd"

  private func unknown(
    _ sandbox: Sandbox, _ arguments: [String] = [], url: String? = nil, saying words: String, hint: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let environment = url.map { ["DATABASE_URL": $0] } ?? [:]
    let before = try SandboxState(sandbox)
    let result = try sandbox.run(["check", "--format", "json"] + arguments, environment: environment)
    #expect(result.code == 2, "\(result)", sourceLocation: sourceLocation)
    #expect(result.output.contains("\"verdict\": \"unknown\""), "\(result)", sourceLocation: sourceLocation)
    #expect(!result.output.contains("same"), "\(result)", sourceLocation: sourceLocation)
    #expect(result.error.contains(words), "\(result)", sourceLocation: sourceLocation)
    if let hint {
      #expect(
        result.error.contains("hint: ") && result.error.contains(hint), "\(result)", sourceLocation: sourceLocation)
    }
    #expect(!"\(result)".contains(Self.secret), "\(result)", sourceLocation: sourceLocation)
    #expect(try SandboxState(sandbox) == before, sourceLocation: sourceLocation)
  }

  @Test func unreachable() throws {
    let sandbox = try Sandbox.shop()
    let secret = Self.secret
    try unknown(
      sandbox, url: "postgresql://app:\(secret)@127.0.0.1:1/shop", saying: "postgres://app:***@127.0.0.1:1/shop")
    try unknown(sandbox, url: "postgresql://app:\(secret)@nowhere.invalid/shop", saying: "nowhere.invalid")
    try unknown(
      sandbox, url: "postgresql://app:\(secret)@h@127.0.0.1/shop", saying: "reading the connection URL", hint: "%40")
    try unknown(
      sandbox, url: "mysql://app:\(secret)@127.0.0.1/shop", saying: "reading the connection URL", hint: "postgres://")
    try unknown(sandbox, url: "postgresql://app@127.0.0.1:\(secret)/shop", saying: "reading the connection URL")
    try unknown(sandbox, url: "postgresql:///shop?host=/nowhere", saying: "/nowhere")
    // Nothing names a database: what libpq falls back to is not what anybody meant.
    try unknown(sandbox, url: "", saying: "connecting to", hint: "DATABASE_URL")
  }

  @Test func unknownDatabaseOrName() throws {
    let sandbox = try Sandbox.shop()
    let live = try sandbox.useLive("")
    let url = live.url.replacing("/\(live.name)?", with: "/nowhere?")
    try unknown(sandbox, url: url, saying: "database \"nowhere\" does not exist", hint: "database's name")
    try unknown(sandbox, ["--database", "production"], saying: "names no such database", hint: "databases:")
    try sandbox.write(
      try Shop.config() + "databases: {production: {url_env: PRODUCTION_URL}}\n", to: "ci/schema_drift_config.yml")
    try unknown(sandbox, saying: "the environment has no PRODUCTION_URL", hint: "export PRODUCTION_URL=")
  }

  /// A server that asks for passwords: wrong ones, and right ones, stay out of everything.
  @Test func wrongPassword() throws {
    let sandbox = try Sandbox.shop()
    let server = try PasswordServer(password: Self.secret)
    try unknown(
      sandbox, url: server.url(password: "x\(Self.secret)"), saying: "password authentication failed",
      hint: "check the user and the password")
    let right = try sandbox.run(["check"], environment: ["DATABASE_URL": server.url(password: Self.secret)])
    #expect(right.code == 1 && !"\(right)".contains(Self.secret), "\(right)")
    let byVariable = try sandbox.run(
      ["check", "--verbose"], environment: ["DATABASE_URL": server.url(password: nil), "PGPASSWORD": Self.secret])
    #expect(byVariable.code == 1 && !"\(byVariable)".contains(Self.secret), "\(byVariable)")
    let refreshed = try sandbox.run(
      ["refresh", "--accept-live"], environment: ["DATABASE_URL": server.url(password: Self.secret)])
    #expect(refreshed.code == 0 && !"\(refreshed)".contains(Self.secret), "\(refreshed)")
    // Nowhere in the repository either: objects, log, files.
    let found = try sandbox.runProgram(
      "sh", ["-c", "git cat-file --batch-all-objects --batch; cat .git/logs/HEAD; grep -r \(Self.secret) . ../home"])
    #expect(!found.output.contains(Self.secret))
  }

  @Test func locksAndTimeouts() throws {
    let sandbox = try Sandbox.shop()
    // Deparsing a view takes a lock on what it reads.
    let live = try sandbox.useLive(Shop.allMigrations + "CREATE VIEW v AS SELECT * FROM customers")
    let other = try live.connect()
    try other.execute("BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")
    try unknown(
      sandbox, ["--lock-timeout", "0.1"], saying: "canceling statement due to lock timeout", hint: "--lock-timeout")
    try unknown(
      sandbox, ["--statement-timeout", "0.1"], saying: "canceling statement due to statement timeout",
      hint: "--statement-timeout")
    let snapshot = try sandbox.run(["snapshot", "--lock-timeout", "0.1", "--output", "../snapshot.json"])
    #expect(snapshot.code == 2 && snapshot.error.contains("lock timeout"), "\(snapshot)")
    #expect(try sandbox.repository.folder.text("snapshot.json") == nil)
    try other.execute("ROLLBACK")
  }

  /// The server goes away while it is read.
  @Test(arguments: [false, true]) func killedWhileReading(wholeServer: Bool) throws {
    let sandbox = try Sandbox.shop()
    let server = try PasswordServer(password: nil)
    let url = server.url(password: nil)
    let holder = try Connection(ConnectionTarget(url: url))
    try holder.execute(Shop.allMigrations + "CREATE VIEW v AS SELECT * FROM customers")
    try holder.execute("BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")
    let command = try sandbox.start(["check", "--format", "json"], environment: ["DATABASE_URL": url])
    let watcher = try Connection(ConnectionTarget(url: url))
    let waiting = "SELECT pid FROM pg_stat_activity WHERE application_name = 'baseline' AND wait_event_type = 'Lock'"
    try eventually { try watcher.query(waiting).rowCount == 1 }
    if wholeServer {
      server.kill()
    } else {
      _ = try watcher.query("SELECT pg_terminate_backend(pid) FROM (\(waiting)) AS w")
    }
    let answer = try command.finish()
    #expect(answer.code == 2 && answer.output.contains("\"verdict\": \"unknown\""), "\(answer)")
    #expect(answer.error.contains("baseline: reading the catalog of "), "\(answer)")
  }
}
