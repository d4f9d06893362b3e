import CPQ

/// Which database to connect to, as libpq's keywords and values. What it does not say comes from libpq's `PG*` variables
/// and defaults, as with psql.
package struct ConnectionTarget: Sendable {
  /// Only the keywords that were given.
  private(set) var parameters: [String: String]
  /// Variables that must not reach libpq for this target, since no keyword overrules them.
  private(set) var hiddenVariables: [String] = []
  /// Where this is, for messages: `postgres://user:***@host:5432/db`, or `db on /socket/folder`. Never the password.
  package let displayName: String
  /// Hides this target's passwords, and the one of `PGPASSWORD`.
  package let redactor: Redactor

  /// - Parameter url: a URL, also with a driver's name as SQLAlchemy writes it (`postgresql+psycopg2://`), or a conninfo
  ///   string (`host=… dbname=…`); empty: all comes from libpq's variables.
  /// - Throws: when it is neither. The error shows no part of the text, since any part may be a password.
  package init(url: String) throws(PostgresError) {
    let operation = "reading the connection URL"
    let text = withoutDriver(url)
    try refuseAmbiguity(text, operation)
    let pq = try LibPQ.loaded()
    var message: UnsafeMutablePointer<CChar>?
    guard let options = pq.conninfoParse(text, &message) else {
      defer { pq.freemem(message) }
      // What libpq quotes is a piece of the text.
      let reason = message.map { String(cString: $0) } ?? "out of memory"
      throw PostgresError(
        operation: operation, reason: String(reason.prefix { $0 != "\"" && $0 != "\n" }).trimmed(":"),
        hint: "write postgres://user@host:5432/database, or host=… dbname=…; percent-encode special characters")
    }
    defer { pq.conninfoFree(options) }
    self.init(parameters: Settings(options).values, pq)
    for port in parameters["port", default: ""].split(separator: ",") where UInt16(port) == nil {
      // `postgres://user:password/db`: the password stands where the port belongs.
      throw PostgresError(
        operation: operation, reason: "the port is not a number between 1 and 65535",
        hint: "write postgres://user@host:5432/database")
    }
  }

  init(parameters: [String: String], hiding hiddenVariables: [String] = [], _ pq: LibPQ) {
    self.parameters = parameters
    self.hiddenVariables = hiddenVariables
    let defaults = Settings.defaults(pq)
    let used = defaults.values.merging(parameters) { $1 }
    let secrets = defaults.secretKeywords.compactMap { used[$0] }
    displayName = describe(used, hasPassword: used["password"] != nil)
    redactor = Redactor(secrets: secrets.filter { $0 != used["user"] })
  }

  /// Another database on the same server, or another user.
  package func with(database: String? = nil, user: String? = nil) throws(PostgresError) -> ConnectionTarget {
    var parameters = parameters
    if let database { parameters["dbname"] = database }
    if let user { parameters["user"] = user }
    return ConnectionTarget(parameters: parameters, hiding: hiddenVariables, try LibPQ.loaded())
  }
}

extension ConnectionTarget {
  /// One of libpq's keywords (`host`, `port`, `user`, `password`), as it will be used: given, from the environment, or
  /// libpq's default. For programs that are to be led to the same server; not for messages.
  package func setting(_ keyword: String) throws(PostgresError) -> String? {
    let pq = try LibPQ.loaded()
    return parameters[keyword] ?? Settings.defaults(pq).values[keyword]
  }
}

/// libpq's option list: keyword, value if it has one, and whether it is to be hidden.
struct Settings {
  private(set) var values: [String: String] = [:]
  private(set) var secretKeywords: [String] = []

  init(_ options: LibPQ.Options) {
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val, value.pointee != 0 {
        values[String(cString: keyword)] = String(cString: value)
      }
      // The manual: a dispchar of "*" marks a password field.
      if option.pointee.dispchar.map({ String(cString: $0) }) == "*" { secretKeywords.append(String(cString: keyword)) }
      option += 1
    }
  }

  /// libpq's defaults: `PG*` variables, the service file, then what was compiled in.
  static func defaults(_ pq: LibPQ) -> Settings {
    guard let options = pq.conndefaults() else { return Settings() }
    defer { pq.conninfoFree(options) }
    return Settings(options)
  }

  private init() {}
}

private func describe(_ used: [String: String], hasPassword: Bool) -> String {
  let user = used["user"] ?? ""
  let database = used["dbname"] ?? user
  let host = used["host"] ?? used["hostaddr"] ?? ""
  if host.isEmpty { return "\(database) on the local socket" }
  if host.hasPrefix("/") || host.hasPrefix("@") { return "\(database) on \(host)" }
  return "postgres://\(user)\(hasPassword ? ":***" : "")@\(host):\(used["port"] ?? "5432")/\(database)"
}

private func withoutDriver(_ url: String) -> String {
  for scheme in ["postgresql", "postgres"] where url.hasPrefix("\(scheme)+") {
    if let rest = url.firstRange(of: "://") { return scheme + url[rest.lowerBound...] }
  }
  return url
}

/// libpq takes the first `@` for the end of the password, and a `/` for the end of the server: of `user:p@ss@host` it
/// would make the host `ss@host` and show it in its messages.
private func refuseAmbiguity(_ url: String, _ operation: String) throws(PostgresError) {
  guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else { return }
  guard let scheme = url.firstRange(of: "://") else { return }
  var rest = url[scheme.upperBound...]
  if let end = rest.firstIndex(where: { $0 == "@" || $0 == "/" }), rest[end] == "@" { rest = rest[end...].dropFirst() }
  if rest.prefix(while: { $0 != "?" }).contains("@") {
    throw PostgresError(
      operation: operation, reason: "an \"@\" or \"/\" in the user's name or password is not percent-encoded",
      hint: "write %40 for @, %2F for /, %3A for : and %25 for %")
  }
}

extension String {
  /// Without spaces and the given character at the end.
  func trimmed(_ character: Character) -> String {
    var text = self[...]
    while let last = text.last, last == character || last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
