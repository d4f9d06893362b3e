import Processes
import TestSupport
import Testing

@testable import Postgres

struct PrivateServerTests {
  /// initdb is run once for all tests that do not test it.
  private let environment: [String: String]

  init() throws { environment = try TestServer.shared.cacheEnvironment() }

  private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The number of a server's process, from the file that it keeps in its data folder.
  private func pid(_ server: PrivateServer) throws -> pid_t {
    let connection = try Connection(server.target(database: "postgres"))
    let text = try connection.query("SELECT pg_read_file('postmaster.pid')").string(0, 0)
    return try #require(text?.split(separator: "\n").first.flatMap { pid_t($0) })
  }

  @Test func startsAndLeavesNothing() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(binaries: TestServer.binaries(), scratch: scratch, environment: environment)
    try server.createDatabase("shop \"é\"")
    let connection = try Connection(ConnectionTarget(url: server.url(database: "shop \"é\"")))
    let settings = try connection.query(
      """
      SELECT current_database(), current_user, pg_encoding_to_char(encoding), datcollate,
        current_setting('listen_addresses'), current_setting('TimeZone'), current_setting('max_connections')
      FROM pg_database WHERE datname = current_database()
      """)
    #expect(
      try (0..<7).map { try settings.string(0, $0) } == ["shop \"é\"", "postgres", "UTF8", "C", "", "UTC", "20"])
    try server.dropDatabase("shop \"é\"")
    try server.dropDatabase("shop \"é\"")
    let lost = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT 1") }
    #expect(lost.isConnectionLoss)

    let process = try pid(server)
    server.stop()
    #expect(kill(process, 0) != 0)
    server.stop()
    scratch.remove()
    #expect(!isThere(scratch.path))
  }

  @Test func folderIsPrivate() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(binaries: TestServer.binaries(), scratch: scratch, environment: environment)
    var status = stat()
    #expect(stat(server.host, &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(stat(scratch.path, &status) == 0 && status.st_mode & 0o007 == 0)
    #expect("\(server.host)/.s.PGSQL.5432".utf8.count < 108)
  }

  /// What happens when the tool is killed: the watchdog alone ends the server.
  @Test func diesWithItsScratchFolder() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(binaries: TestServer.binaries(), scratch: scratch, environment: environment)
    let connection = try Connection(server.target(database: "postgres"))
    scratch.remove()
    #expect(!isThere(scratch.path))
    let error = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT 1") }
    #expect(error.isConnectionLoss)
    #expect(!connection.isAlive)
  }

  @Test func twoAtOnceNeverMeet() throws {
    let scratch = try Scratch()
    let binaries = try TestServer.binaries()
    let one = try PrivateServer(binaries: binaries, scratch: scratch, environment: environment)
    let two = try PrivateServer(binaries: binaries, scratch: scratch, environment: environment)
    try Connection(one.target(database: "postgres")).execute("CREATE ROLE only_here")
    let roles = "SELECT count(*) FROM pg_roles WHERE rolname = 'only_here'"
    #expect(try Connection(one.target(database: "postgres")).query(roles).int(0, 0) == 1)
    #expect(try Connection(two.target(database: "postgres")).query(roles).int(0, 0) == 0)
    one.stop()
    #expect(try Connection(two.target(database: "postgres")).query("SELECT 1").int(0, 0) == 1)
  }

  @Test func usersVariablesDoNotReachTheServer() throws {
    let server = try PrivateServer(
      binaries: TestServer.binaries(), scratch: Scratch(),
      environment: environment.merging(["PGDATA": "/nowhere", "PGPORT": "1"]) { $1 })
    let connection = try Connection(server.target(database: "postgres"))
    try connection.execute("CREATE TABLE variables (line text); COPY variables FROM PROGRAM 'env'")
    let found = try connection.query("SELECT count(*) FROM variables WHERE line ~ '^(HOME|PGPORT|PGPASS|DATABASE)'")
    #expect(try found.int(0, 0) == 0)
  }

  @Test func manyLocksFitIntoOneTransaction() throws {
    let server = try PrivateServer(binaries: TestServer.binaries(), scratch: Scratch(), environment: environment)
    let connection = try Connection(server.target(database: "postgres"))
    #expect(try connection.query("SHOW max_locks_per_transaction").int(0, 0) == 2048)
  }

  @Test func saysWhyItDoesNotStart() throws {
    let error = try #require(throws: ServerError.self) {
      _ = try PrivateServer(TestServer.binaries(), Scratch(), environment, maxConnections: 20) {
        (data) throws(ServerError) in
        unlink("\(data)/global/pg_control")
      }
    }
    #expect(error.reason.contains("exit code"))
    #expect(error.reason.contains("global/pg_control"))
  }
}

struct ServerTemplateTests {
  private let cache: TemporaryFolder
  private let environment: [String: String]
  private let binaries: ServerBinaries
  private let folder: String

  init() throws {
    cache = try TemporaryFolder()
    environment = ["HOME": cache.path]
    binaries = try TestServer.binaries()
    let template = try ServerTemplate(
      binaries, recipe: initdbArguments, environment: environment, scratch: Scratch())
    folder = try #require(template.folder)
  }

  private func start() throws {
    let server = try PrivateServer(binaries: binaries, scratch: Scratch(), environment: environment)
    #expect(try Connection(server.target(database: "postgres")).query("SELECT 1").int(0, 0) == 1)
  }

  /// Puts a file into the template that only a copy of it would have.
  private func mark() throws { #expect(open("\(folder)/data/mark", O_CREAT | O_WRONLY, 0o600) >= 0) }

  private func marked() throws -> Bool {
    let server = try PrivateServer(binaries: binaries, scratch: Scratch(), environment: environment)
    let answer = try Connection(server.target(database: "postgres")).query(
      "SELECT (pg_stat_file('mark', true)).size IS NOT NULL")
    return try answer.bool(0, 0) == true
  }

  private func entries() throws -> String {
    try Invocation("ls", ["-A", "\(cache.path)/.cache/baseline/postgres"], environment: ["PATH": "/usr/bin:/bin"])
      .run().text
  }

  @Test func isKeptAndUsedAgain() throws {
    #expect(folder.hasPrefix("\(cache.path)/.cache/baseline/postgres/\(binaries.major)."))
    try start()
    #expect(access("\(folder)/complete", F_OK) == 0)
    #expect(access("\(folder)/data/postmaster.pid", F_OK) != 0)
    #expect(try entries().split(separator: "\n").count == 1)
    try mark()
    #expect(try marked())
  }

  @Test func isMadeAnewWithoutItsMarker() throws {
    try start()
    try mark()
    unlink("\(folder)/complete")
    #expect(try !marked())
    #expect(access("\(folder)/complete", F_OK) == 0)
    #expect(try entries().split(separator: "\n").count == 1)
  }

  @Test func isMadeAnewWhenItDoesNotStart() throws {
    try start()
    try mark()
    unlink("\(folder)/data/global/pg_control")
    #expect(try !marked())
    #expect(access("\(folder)/data/global/pg_control", F_OK) == 0)
  }

  @Test func isNotBelievedWhenOthersCanWriteIt() throws {
    try start()
    try mark()
    chmod(folder, 0o777)
    #expect(try !marked())
  }

  @Test(arguments: [[:], ["HOME": ""], ["XDG_CACHE_HOME": "relative"]])
  func hasNoPlaceWithoutAHome(environment: [String: String]) throws {
    #expect(
      try ServerTemplate(binaries, recipe: initdbArguments, environment: environment, scratch: Scratch()).folder == nil)
  }

  @Test(arguments: [[:], ["HOME": "/proc/nowhere"]])
  func isNotNeeded(environment: [String: String]) throws {
    let server = try PrivateServer(binaries: binaries, scratch: Scratch(), environment: environment)
    #expect(try Connection(server.target(database: "postgres")).query("SELECT 1").int(0, 0) == 1)
  }
}
