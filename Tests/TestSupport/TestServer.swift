import Postgres
import Processes
import Synchronization

/// One private server for the whole test process, started by the first test that asks for a database; the watchdog of
/// its scratch folder ends it when the process is gone. Safe to use from tests that run in parallel.
package final class TestServer: Sendable {
  package static let shared = TestServer()

  private struct State {
    var server: PrivateServer?
    var databases = 0
  }
  private let state = Mutex(State())

  private init() {}

  /// Makes an empty database with a name of its own.
  /// - Parameter sql: any number of statements to run in it.
  package func database(_ sql: String = "") throws -> TestDatabase {
    let database = try state.withLock { state in
      let server: PrivateServer
      if let running = state.server {
        server = running
      } else {
        // No HOME: the user's cache of templates is neither used nor filled.
        server = try PrivateServer(
          binaries: try Self.binaries(), scratch: Scratch(), environment: [:], maxConnections: 100)
        state.server = server
      }
      state.databases += 1
      let name = "test_\(state.databases)"
      try server.createDatabase(name)
      return TestDatabase(
        name: name, url: server.url(database: name), target: try server.target(database: name))
    }
    if !sql.isEmpty { try database.execute(sql) }
    return database
  }

  /// The server programs that this machine's tests run with: the newest that are installed.
  package static func binaries() throws -> ServerBinaries {
    var environment = ["PATH": environmentVariable("PATH") ?? ""]
    environment["BASELINE_POSTGRES_BIN"] = environmentVariable("BASELINE_POSTGRES_BIN")
    return try ServerBinaries.find(major: nil, environment: environment)
  }

  fileprivate func drop(_ name: String) throws {
    try state.withLock { try $0.server?.dropDatabase(name) }
  }
}

/// A database of a test's own, dropped with the value, whoever is still connected.
package final class TestDatabase: Sendable {
  package let name: String
  /// As programs take it: `postgresql://postgres@/test_1?host=…`.
  package let url: String
  package let target: ConnectionTarget

  fileprivate init(name: String, url: String, target: ConnectionTarget) {
    self.name = name
    self.url = url
    self.target = target
  }

  /// Runs any number of statements over a connection of its own.
  package func execute(_ sql: String) throws {
    try Connection(target).execute(sql)
  }

  deinit {
    do {
      try TestServer.shared.drop(name)
    } catch {
      // A database that stays only costs space until the server is gone.
    }
  }
}
