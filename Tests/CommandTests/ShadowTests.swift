import Postgres
import Testing
import TestSupport

/// Migrated databases on a server that the user names: only databases with our own prefix are made and dropped there.
struct ShadowTests {
  private func sandbox(_ server: PasswordServer, more: String = "") throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      try Shop.config() + "shadow: {url_env: SHADOW_URL}\n" + more, to: "ci/schema_drift_config.yml")
    sandbox.environment["SHADOW_URL"] = server.url(password: Self.secret)
    // No programs of a server are needed then.
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    return sandbox
  }

  private static let secret = "canary-Shadow1"

  @Test func onlyOurDatabases() throws {
    let server = try PasswordServer(password: Self.secret)
    let admin = try Connection(ConnectionTarget(url: server.url(password: Self.secret)))
    // Somebody's, with our prefix and with data in them.
    try admin.execute("CREATE DATABASE baseline_shadow_mine")
    try admin.execute("CREATE DATABASE other")
    try admin.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")
    func state() throws -> String {
      let databases = try admin.query(
        "SELECT string_agg(datname || ':' || oid, ' ' ORDER BY datname), (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace), (SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles) FROM pg_database"
      )
      return try (0..<3).map { try databases.string(0, $0) ?? "" }.joined(separator: "\n")
    }
    let before = try state()
    let sandbox = try sandbox(server)

    #expect(try sandbox.succeed("verify").hasPrefix("same"))
    #expect(try state() == before)
    try sandbox.write("CREATE TABLE extra (id int);\n", to: "migrations/9000_more.sql")
    #expect(try sandbox.fail("verify", code: 1).output.contains("public.extra added"))
    #expect(try state() == before)
    try sandbox.write("CREATE TABLE extra (id int);\nSELECT 1/0;\n", to: "migrations/9000_more.sql")
    try sandbox.refuse("verify", saying: ["migrations/9000_more.sql:2:", "division by zero"])
    #expect(try state() == before)

    // A program is told the password, in its environment and nowhere else.
    let config = try Shop.config().replacing("runner: sql", with: "runner: command") + "shadow: {url_env: SHADOW_URL}\n"
    try sandbox.write(
      config.replacing(
        "  paths: [migrations]\n",
        with:
          "  paths: [migrations]\n  command: [\"sh\", \"-c\", \"cat migrations/000*.sql | psql -qX -v ON_ERROR_STOP=1 \\\"$DATABASE_URL\\\"\"]\n"
      ),
      to: "ci/schema_drift_config.yml")
    #expect(try sandbox.succeed("verify").hasPrefix("same"))
    #expect(try state() == before)

    // Ended in the middle: what stays has our prefix, and the server is otherwise as it was.
    let wrong = server.url(password: "x" + Self.secret)
    let refused = try sandbox.refuse(
      "verify", saying: ["password authentication failed"], environment: ["SHADOW_URL": wrong])
    #expect(!"\(refused)".contains(Self.secret))
    try sandbox.refuse(
      "verify", saying: ["the environment has no SHADOW_URL"], hint: "export", environment: ["SHADOW_URL": ""])
    let doctor = try sandbox.run(["doctor", "--verbose"])
    #expect(!"\(doctor)".contains(Self.secret), "\(doctor)")
  }

  /// Killed while migrations run there, nobody is left who could drop our database: `doctor` names it.
  @Test func afterASignal() throws {
    let server = try PasswordServer(password: Self.secret)
    let sandbox = try sandbox(server)
    try sandbox.write("SELECT pg_sleep(100);\n", to: "migrations/9000_sleep.sql")
    let admin = try Connection(ConnectionTarget(url: server.url(password: Self.secret)))
    func count(_ sql: String) throws -> String { try admin.query(sql).string(0, 0) ?? "" }
    let ours = "SELECT count(*) FROM pg_database WHERE datname LIKE 'baseline\\_shadow\\_%'"
    let running = try sandbox.start(["verify"])
    try eventually {
      try count("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(100)%' AND pid <> pg_backend_pid()")
        == "1"
    }
    #expect(try count(ours) == "1")
    running.process.signalGroup(15)
    #expect(try running.finish().code == -15)
    let left = try count("SELECT datname FROM pg_database WHERE datname LIKE 'baseline\\_shadow\\_%'")
    let doctor = try sandbox.run(["doctor"])
    #expect(
      doctor.output.contains("! server: the shadow server holds \(left)\n    hint: ")
        && doctor.output.contains("dropdb \(left)"), "\(doctor)")
  }
}
