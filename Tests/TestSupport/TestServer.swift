import Postgres
import Processes
import Synchronization

/// One private server for the whole test process, started by the first test that asks for a database; the watchdog of
/// its scratch folder ends it when the process is gone. Safe to use from tests that run in parallel.
package final class TestServer: Sendable {
  package static let shared = TestServer(major: nil)

  /// The same of another major version, where BASELINE_POSTGRES_BIN names the programs of several.
  package static func of(major: Int) -> TestServer {
    others.withLock { others in
      let server = others[major] ?? TestServer(major: major)
      others[major] = server
      return server
    }
  }

  private static let others = Mutex<[Int: TestServer]>([:])

  private struct State {
    var scratch: Scratch?
    var server: PrivateServer?
    var databases = 0

    mutating func sharedScratch() throws -> Scratch {
      if let scratch { return scratch }
      let made = try Scratch(in: serverPlace)
      scratch = made
      return made
    }
  }
  private let state = Mutex(State())
  /// nil: the first that is found.
  private let major: Int?

  private init(major: Int?) {
    self.major = major
  }

  /// Makes an empty database with a name of its own and runs any number of statements in it.
  /// - Parameter options: of CREATE DATABASE, in place of the usual ones.
  package func database(_ sql: String = "", options: String? = nil) throws -> TestDatabase {
    let database = try state.withLock { state in
      let server: PrivateServer
      if let running = state.server {
        server = running
      } else {
        let scratch = try state.sharedScratch()
        server = try PrivateServer(
          binaries: try Self.binaries(major: major), scratch: scratch, environment: Self.cacheEnvironment(scratch),
          maxConnections: 100)
        state.server = server
      }
      state.databases += 1
      let name = "test_\(state.databases)"
      if let options {
        try Connection(server.target(database: "postgres")).execute("CREATE DATABASE \(name) \(options)")
      } else {
        try server.createDatabase(name)
      }
      return TestDatabase(
        server: self, name: name, url: server.url(database: name), target: try server.target(database: name))
    }
    if !sql.isEmpty { try database.execute(sql) }
    return database
  }

  /// What names a cache folder for all tests of this process, so that they run initdb once; the user's own is not used.
  package func cacheEnvironment() throws -> [String: String] {
    try state.withLock { try Self.cacheEnvironment($0.sharedScratch()) }
  }

  private static func cacheEnvironment(_ scratch: Scratch) -> [String: String] {
    ["XDG_CACHE_HOME": "\(scratch.path)/cache"]
  }

  /// The server programs that this machine's tests run with: the newest that are installed.
  package static func binaries(major: Int? = nil) throws -> ServerBinaries {
    var environment = ["PATH": environmentVariable("PATH") ?? ""]
    environment["BASELINE_POSTGRES_BIN"] = environmentVariable("BASELINE_POSTGRES_BIN")
    return try ServerBinaries.find(major: major, environment: environment)
  }

  fileprivate func drop(_ name: String) throws {
    try state.withLock { try $0.server?.dropDatabase(name) }
  }
}

/// A database of a test's own, dropped with the value, whoever is still connected: keep the value while you use it.
package final class TestDatabase: Sendable {
  package let name: String
  /// As programs take it: `postgresql://postgres@/test_1?host=…`.
  package let url: String
  package let target: ConnectionTarget
  private let server: TestServer

  fileprivate init(server: TestServer, name: String, url: String, target: ConnectionTarget) {
    self.server = server
    self.name = name
    self.url = url
    self.target = target
  }

  /// A connection that keeps the database for as long as it lives.
  package func connect(timeouts: Timeouts = Timeouts()) throws -> Connection {
    try Connection(target, timeouts: timeouts, onNotice: { [self] _ in withExtendedLifetime(self) {} })
  }

  /// Runs any number of statements over a connection of its own.
  package func execute(_ sql: String) throws {
    try Connection(target).execute(sql)
  }

  deinit {
    do {
      try server.drop(name)
    } catch {
      // A database that stays only costs space until the server is gone.
    }
  }
}
