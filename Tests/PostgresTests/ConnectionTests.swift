import Postgres
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
}
