import Postgres
import Processes
import Synchronization
import Testing
import TestSupport

/// A server of one test, on TCP, which asks for a password where one is given, and can be killed.
final class PasswordServer: Sendable {
  private struct Parts {
    let scratch: Scratch
    let server: PrivateServer
  }
  private let parts: Mutex<Parts>
  private let host: String
  private let name = "live"

  init(password: String?) throws {
    let scratch = try Scratch()
    let server = try PrivateServer(
      binaries: try TestServer.binaries(), scratch: scratch, environment: try TestServer.shared.cacheEnvironment())
    try server.createDatabase(name)
    host = server.host
    if let password {
      let connection = try Connection(server.target(database: name))
      try connection.execute("CREATE ROLE app SUPERUSER LOGIN PASSWORD '\(password)'")
      let file = try connection.query("SHOW hba_file").string(0, 0) ?? ""
      let written = try Invocation(
        "sh", ["-c", "printf 'local all app scram-sha-256\\nlocal all all trust\\n' > '\(file)'"],
        environment: ["PATH": "/usr/bin:/bin"]
      ).run()
      guard written.status.isSuccess else { throw TestFailure(written.errorText) }
      _ = try connection.query("SELECT pg_reload_conf()")
      try eventually {
        try connection.query(
          "SELECT FROM pg_hba_file_rules WHERE user_name = '{app}'"
        ).rowCount == 1
      }
    }
    parts = Mutex(Parts(scratch: scratch, server: server))
  }

  /// A URL for the user `app` with a password, or for the superuser without one.
  func url(password: String?) -> String {
    let login = password.map { "app:\($0)" } ?? (environmentVariable("PGPASSWORD") ?? "postgres")
    return "postgresql://\(login)@/\(name)?host=\(host)&port=5432"
  }

  func kill() { parts.withLock { $0.server.stop() } }
}
