import Processes

/// A PostgreSQL server of our own: fresh roles and databases, reached only through a Unix socket in a private folder,
/// and gone with its `Scratch`, however we end. Two at once never meet.
package final class PrivateServer {
  package let binaries: ServerBinaries
  /// The folder of the socket: the server's host for libpq.
  package let host: String
  /// Part of the socket's name only; there is no TCP.
  package let port = 5432
  /// A superuser who needs no password.
  package let user = "postgres"

  private let scratch: Scratch
  private let process: ChildProcess
  private let log: ServerLog
  /// To the database `postgres`; nil once it was lost.
  private var administration: Connection?

  /// Makes a server's data folder below the scratch folder, starts the server and waits until it answers.
  /// - Parameters:
  ///   - binaries: whose programs to run.
  ///   - scratch: whose folder and watchdog to use.
  ///   - environment: where to look for the user's cache (`XDG_CACHE_HOME`, `HOME`); the server inherits nothing of it.
  ///   - maxConnections: how many may be open at once.
  /// - Throws: with the end of the server's log when it did not start.
  package convenience init(
    binaries: ServerBinaries, scratch: Scratch, environment: [String: String], maxConnections: Int = 20
  ) throws(ServerError) {
    try self.init(binaries, scratch, environment, maxConnections: maxConnections) { _ throws(ServerError) in }
  }

  /// The same, with something that may change the data folder before the server is started on it.
  init(
    _ binaries: ServerBinaries, _ scratch: Scratch, _ environment: [String: String], maxConnections: Int,
    prepare: (_ data: String) throws(ServerError) -> Void
  ) throws(ServerError) {
    let owner = try ServerUser.needed()
    let template = ServerTemplate(binaries, recipe: initdbArguments, environment: environment, scratch: scratch)
    var folder = try ServerFolder(in: scratch, owner: owner)
    var isCopy = template.copy(to: folder.data)
    while true {
      if isCopy {
        try folder.handOver()
      } else {
        try folder.initialise(binaries)
        template.keep(folder.data)
      }
      try prepare(folder.data)
      let log = try ServerLog("\(folder.path)/log")
      let process = try folder.start(binaries, log, maxConnections: maxConnections)
      do throws(ServerError) {
        try ServerError.wrapping { () throws(ProcessError) in try scratch.register(process, signal: SIGQUIT) }
        administration = try waitUntilReady(process, log, folder.path)
        self.process = process
        self.log = log
        break
      } catch {
        end(process, scratch)
        guard isCopy else { throw error }
        // The fault may be the template's: once more, from nothing.
        template.discard()
        isCopy = false
        folder = try ServerFolder(in: scratch, owner: owner)
      }
    }
    self.binaries = binaries
    self.scratch = scratch
    host = folder.path
  }

  deinit { stop() }

  /// The last lines of what the server wrote.
  package var logTail: String { log.tail }

  /// How to reach one of its databases. `PG*` variables of ours that would spoil the connection are overruled.
  package func target(database: String) throws(PostgresError) -> ConnectionTarget {
    try privateTarget(host: host, port: port, user: user, database: database)
  }

  /// The same as a URL that libpq, psycopg and SQLAlchemy understand.
  package func url(database: String) -> String {
    "postgresql://\(user)@/\(percentEncoded(database))?host=\(percentEncoded(host))&port=\(port)"
  }

  /// Makes an empty database, in UTF-8, of template0.
  package func createDatabase(_ name: String) throws(PostgresError) {
    let connection = try administrator()
    // Copying files is three times faster than logging their content, since nothing is ever flushed here.
    let strategy = binaries.major >= 15 ? " STRATEGY file_copy" : ""
    try connection.execute(
      "CREATE DATABASE \(connection.quoteIdentifier(name)) TEMPLATE template0 ENCODING 'UTF8'\(strategy)",
      as: "creating the private database \(name)")
  }

  /// Removes a database, and the connections to it, if it is there.
  package func dropDatabase(_ name: String) throws(PostgresError) {
    let connection = try administrator()
    let quoted = try connection.quoteIdentifier(name)
    let operation = "dropping the private database \(name)"
    if binaries.major >= 13 {
      return try connection.execute("DROP DATABASE IF EXISTS \(quoted) WITH (FORCE)", as: operation)
    }
    _ = try connection.query(
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1",
      parameters: [name], as: operation)
    try connection.execute("DROP DATABASE IF EXISTS \(quoted)", as: operation)
  }

  /// Ends the server and waits until it is gone. Its folder goes with the scratch folder. Once is enough; also on deinit.
  package func stop() {
    administration = nil
    end(process, scratch)
  }

  private func administrator() throws(PostgresError) -> Connection {
    if let administration, administration.isAlive { return administration }
    let connection = try Connection(target(database: "postgres"))
    administration = connection
    return connection
  }
}

/// Ends the server at once (SIGQUIT: an immediate shutdown, since nobody needs what a checkpoint would save) and reaps it.
private func end(_ process: ChildProcess, _ scratch: Scratch) {
  process.signalGroup(SIGQUIT)
  do throws(ProcessError) {
    if try !process.waits(seconds: 10) { process.signalGroup(SIGKILL) }
    try process.wait()
    scratch.forget(process)
  } catch {
    // It cannot be waited for, as when somebody else reaped it; the scratch folder's watchdog still knows its number.
  }
}

/// Connects every few milliseconds until the server answers.
/// - Throws: with the end of the server's log when it has ended, or has not answered in a minute.
private func waitUntilReady(_ process: ChildProcess, _ log: ServerLog, _ host: String) throws(ServerError) -> Connection
{
  let operation = "starting a private PostgreSQL server"
  let deadline = monotonicSeconds() + 60
  var reason = "it does not answer"
  while monotonicSeconds() < deadline {
    if let status = try ServerError.wrapping({ () throws(ProcessError) in try process.poll() }) {
      throw ServerError(operation: operation, reason: "it ended with \(status); its log ends: \(log.tail)")
    }
    if access("\(host)/.s.PGSQL.5432", F_OK) == 0 {
      do throws(PostgresError) {
        return try Connection(privateTarget(host: host, port: 5432, user: "postgres", database: "postgres"))
      } catch {
        reason = error.reason
      }
    }
    usleep(2_000)
  }
  throw ServerError(operation: operation, reason: "\(reason); its log ends: \(log.tail)")
}

private func privateTarget(
  host: String, port: Int, user: String, database: String
) throws(PostgresError) -> ConnectionTarget {
  ConnectionTarget(
    parameters: [
      "host": host, "port": "\(port)", "user": user, "dbname": database,
      // Each stands against a variable of the user's (PGSSLMODE, PGOPTIONS, …) that is meant for another server.
      "sslmode": "disable", "gssencmode": "disable", "channel_binding": "disable", "target_session_attrs": "any",
      "options": "-c jit=off", "connect_timeout": "60",
    ],
    // The one would lead to another server whatever `host` says, the other may name a service that nobody defined.
    hiding: ["PGHOSTADDR", "PGSERVICE"], try LibPQ.loaded())
}

/// As in a URL, slashes kept: only letters, digits and `-._~/` stay.
private func percentEncoded(_ text: String) -> String {
  let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
  let digits = Array("0123456789ABCDEF".utf8)
  let bytes = text.utf8.flatMap { byte in
    kept.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
  return String(decoding: bytes, as: UTF8.self)
}
