import Postgres
import Processes

/// A server that the user names for building migrated databases on. We create and drop only databases whose name begins
/// with our prefix; nothing that we did not make is ever cleaned or dropped.
final class ShadowServer {
  static let prefix = "baseline_shadow_"

  let target: ConnectionTarget
  private let url: String
  private let variable: String
  private let admin: Connection

  init(_ shadow: Config.Shadow, major: Int?, environment: [String: String]) throws {
    variable = shadow.urlEnv
    guard let url = environment[shadow.urlEnv], !url.isEmpty else {
      throw Failure(
        "connecting to the shadow server", "the environment has no \(shadow.urlEnv)",
        hint: "export \(shadow.urlEnv)=postgresql://…, or take `shadow:` out of the configuration")
    }
    self.url = url
    target = try ConnectionTarget(url: url)
    admin = try Connection(target)
    if let major, admin.majorVersion != major {
      throw Failure(
        "connecting to the shadow server",
        "it is PostgreSQL \(admin.majorVersion), the configuration says `postgres: \(major)`",
        hint: "give \(shadow.urlEnv) a server of version \(major)")
    }
  }

  func createDatabase() throws -> String {
    let name = "\(Self.prefix)\(getpid())_\(UInt32.random(in: 0 ... .max))"
    try admin.execute("CREATE DATABASE \(try admin.quoteIdentifier(name)) TEMPLATE template0 ENCODING 'UTF8'")
    return name
  }

  /// Best effort: what cannot be dropped now has our prefix and nobody else's data.
  func dropDatabase(_ name: String) {
    guard name.hasPrefix(Self.prefix), admin.isAlive else { return }
    if let quoted = try? admin.quoteIdentifier(name) {
      try? admin.execute("DROP DATABASE IF EXISTS \(quoted) \(admin.majorVersion >= 13 ? "WITH (FORCE)" : "")")
    }
  }

  func address(database: String) throws -> DatabaseAddress {
    let probe = try Connection(target)
    let parts = probe.address
    return DatabaseAddress(
      url: try target.with(database: database).url, host: parts.host, port: parts.port, user: parts.user,
      dbname: database, password: parts.password)
  }
}
