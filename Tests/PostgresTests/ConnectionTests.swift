import Postgres
import Processes
import TestSupport
import Testing

struct ConnectionTests {
  @Test func reportsTheServer() throws {
    let database = try TestServer.shared.database()
    let connection = try Connection(database.target)
    #expect(connection.majorVersion == connection.serverVersion / 10_000 && connection.majorVersion >= 12)
    #expect(connection.parameter("server_encoding") == "UTF8")
    #expect(connection.parameter("client_encoding") == "UTF8")
    #expect(connection.parameter("no_such_thing") == nil)
    #expect(connection.isAlive)
    #expect(connection.displayName.hasPrefix("\(database.name) on /"))
    #expect(try connection.query("SHOW application_name").string(0, 0) == "baseline")
  }

  @Test func connectsByURL() throws {
    let database = try TestServer.shared.database("CREATE DATABASE \"odd = na/me é\"")
    let connection = try Connection(ConnectionTarget(url: database.url))
    #expect(try connection.query("SELECT current_database()").string(0, 0) == database.name)
    let other = try Connection(database.target.with(database: "odd = na/me é"))
    #expect(try other.query("SELECT current_database()").string(0, 0) == "odd = na/me é")
    try connection.execute("DROP DATABASE \"odd = na/me é\" WITH (FORCE)")
  }

  @Test func missingDatabaseHasItsCode() throws {
    let database = try TestServer.shared.database()
    let error = try #require(throws: PostgresError.self) {
      _ = try Connection(database.target.with(database: "nowhere"))
    }
    #expect(error.sqlstate == "3D000")
    #expect(error.reason.contains("database \"nowhere\" does not exist"))
    #expect(error.isConnectionLoss)
    #expect(!error.description.contains("\n"))
  }

  @Test(arguments: [
    "postgres://ada:canary@127.0.0.1:1/shop", "host=127.0.0.1 port=1 user=ada password=canary dbname=shop",
  ])
  func closedPortIsAConnectionLoss(url: String) throws {
    let error = try #require(throws: PostgresError.self) { _ = try Connection(ConnectionTarget(url: url)) }
    #expect(error.operation == "connecting to postgres://ada:***@127.0.0.1:1/shop")
    #expect(error.reason.contains("Connection refused"))
    #expect(error.hint?.contains("Is the server running") == true)
    #expect(error.isConnectionLoss && error.sqlstate == nil)
  }

  @Test func unknownHostIsAConnectionLoss() throws {
    let error = try #require(throws: PostgresError.self) {
      _ = try Connection(ConnectionTarget(url: "postgres://ada@no-such-host.invalid/shop"))
    }
    #expect(error.isConnectionLoss)
    #expect(error.reason.contains("no-such-host.invalid"))
  }

  @Test func serverThatAcceptsAndStaysSilentIsGivenUp() throws {
    let listener = try SilentListener()
    let error = try #require(throws: PostgresError.self) {
      _ = try Connection(
        ConnectionTarget(url: "postgres://ada@127.0.0.1:\(listener.port)/shop"), timeouts: Timeouts(connectSeconds: 1))
    }
    #expect(error.isConnectionLoss)
    #expect(error.reason.contains("timeout expired after 1 s"))
  }

  /// T14: an address that swallows packets costs its timeout, and then the next one is tried.
  @Test func blackHoleIsPassedOver() throws {
    let listener = try SilentListener(full: true)
    let database = try TestServer.shared.database()
    let socket = try #require(database.url.split(separator: "host=").last?.split(separator: "&").first)
    let connection = try Connection(
      ConnectionTarget(
        url: "host=127.0.0.1,\(socket) port=\(listener.port),5432 user=postgres dbname=\(database.name) "
          + "connect_timeout=1"))
    #expect(try connection.query("SELECT 1").int(0, 0) == 1)
  }

  @Test func hearsNoticesAndPrintsNone() throws {
    let database = try TestServer.shared.database()
    var heard: [Notice] = []
    let connection = try Connection(database.target) { heard.append($0) }
    try connection.execute("DO $$ BEGIN RAISE WARNING 'look out' USING HINT = 'there'; RAISE NOTICE 'ok'; END $$")
    #expect(heard.map(\.severity) == ["WARNING", "NOTICE"])
    #expect(heard.map(\.message) == ["look out", "ok"])
    #expect(heard.first?.hint == "there" && heard.first?.sqlstate == "01000")
    connection.onNotice = nil
    try connection.execute("DO $$ BEGIN RAISE WARNING 'nobody listens'; END $$")
    #expect(heard.count == 2)
  }

  @Test(arguments: ["plain", "it's", "back\\slash", "qu\"ote", "é e\u{301}", "new\nline", ""])
  func quotes(text: String) throws {
    let connection = try TestServer.shared.database().connect()
    let literal = try connection.query("SELECT \(connection.quoteLiteral(text))")
    #expect(literal.bytes(0, 0) == Array(text.utf8))
    if text.isEmpty { return }
    let identifier = try connection.query("SELECT 1 AS \(connection.quoteIdentifier(text))")
    #expect(identifier.columns.map { Array($0.utf8) } == [Array(text.utf8)])
  }

  @Test func refusesNULBytes() throws {
    let connection = try TestServer.shared.database().connect()
    #expect(throws: PostgresError.self) { try connection.execute("SELECT 1\0; SELECT nonsense") }
    #expect(throws: PostgresError.self) { _ = try connection.query("SELECT $1", parameters: ["a\0b"]) }
    #expect(throws: PostgresError.self) { _ = try connection.quoteLiteral("a\0b") }
  }
}

/// A port that accepts connections, in the kernel only, and never says anything; or, once it is full, swallows them.
private final class SilentListener {
  private(set) var port: UInt16 = 0
  private var sockets: [Int32] = []

  init(full: Bool = false) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    sockets = [listener]
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
          && listen(listener, full ? 0 : 8) == 0
      }
    }
    guard isListening else { throw TestFailure("cannot listen") }
    port = UInt16(bigEndian: address.sin_port)
    for _ in 0..<(full ? 4 : 0) {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
      sockets.append(client)
      _ = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, length) }
      }
    }
  }

  deinit { for socket in sockets { close(socket) } }
}
