import Postgres
import Processes

/// A server that the user names for building migrated databases on. We create and drop only databases whose name begins
/// with our prefix; nothing that we did not make is ever cleaned or dropped.
final class ShadowServer {
  static let prefix = "baseline_shadow_"

  let target: ConnectionTarget
  private let variable: String
  private let admin: Connection

  init(_ shadow: Config.Shadow, major: Int?, environment: [String: String]) throws {
    variable = shadow.urlEnv
    guard let url = environment[shadow.urlEnv], !url.isEmpty else {
      throw Failure(
        "connecting to the shadow server", "the environment has no \(shadow.urlEnv)",
        hint: "export \(shadow.urlEnv)=postgresql://…, or take `shadow:` out of the configuration")
    }
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

  /// Where a program finds the database. The password, if there is one, goes only to the program that needs it.
  func address(database: String) throws -> DatabaseAddress {
    let host = try target.setting("host") ?? ""
    let port = try target.setting("port") ?? "5432"
    let user = try target.setting("user") ?? ""
    let password = try target.setting("password")
    let login = percentEncoded(user) + (password.map { ":" + percentEncoded($0) } ?? "")
    let place =
      host.hasPrefix("/") ? "/\(database)?host=\(percentEncoded(host))&port=\(port)" : "\(host):\(port)/\(database)"
    return DatabaseAddress(
      url: "postgresql://\(login)@\(place)", host: host, port: port, user: user, dbname: database, password: password)
  }
}

/// RFC 3986's percent-encoding of everything that is not unreserved.
private func percentEncoded(_ text: String) -> String {
  text.utf8.reduce(into: "") { encoded, byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += "%" + (digits.utf8.count == 1 ? "0\(digits)" : digits)
    }
  }
}
