import Schema

/// A connection string as libpq reads one, either `host=… password='…'` or `postgresql://…`, for showing it: its settings
/// sorted by name, and without secrets.
struct ConnectionString {
  let settings: [(key: String, value: String)]

  /// - Returns: nil when libpq would not take it.
  init?(_ text: String) {
    let found =
      ["postgresql://", "postgres://"].first { text.utf8.starts(with: $0.utf8) }.map { scheme in
        Self.settings(ofURI: text.utf8.dropFirst(scheme.utf8.count))
      } ?? Self.settings(ofWords: Array(text.utf8))
    guard let found else { return nil }
    // Of a key that is given twice libpq takes the last.
    let last = Dictionary(found.map { ($0.0, $0.1) }) { $1 }
    settings = last.map { (key: $0.key, value: $0.value) }.sorted { Text($0.key) < Text($1.key) }
  }

  /// `dbname=shop host=db.example password=(hidden)`.
  var shown: Text {
    Text(settings.map { "\($0.key)=\(Self.quoted(withoutSecret(value: $0.value, of: $0.key)))" }.joined(separator: " "))
  }

  private static func quoted(_ value: String) -> String {
    let plain =
      !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }
    if plain { return value }
    return "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// libpq's conninfo_parse.
  private static func settings(ofWords bytes: [UInt8]) -> [(String, String)]? {
    var found: [(String, String)] = []
    var rest = bytes[...]
    while true {
      rest = rest.drop(while: isSpace)
      if rest.isEmpty { return found }
      let key = rest.prefix { $0 != UInt8(ascii: "=") && !isSpace($0) }
      rest = rest.dropFirst(key.count).drop(while: isSpace)
      guard !key.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
      rest = rest.drop(while: isSpace)
      let isQuoted = rest.first == UInt8(ascii: "'")
      if isQuoted { rest.removeFirst() }
      var value: [UInt8] = []
      var isClosed = !isQuoted
      while let byte = rest.first {
        if isQuoted ? byte == UInt8(ascii: "'") : isSpace(byte) {
          if isQuoted { rest.removeFirst() }
          isClosed = true
          break
        }
        rest.removeFirst()
        if byte == UInt8(ascii: "\\") {
          if let escaped = rest.popFirst() { value.append(escaped) }
        } else {
          value.append(byte)
        }
      }
      guard isClosed else { return nil }
      found.append((String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  /// libpq's conninfo_uri_parse_options: `user:password@host:port,host:port/database?key=value&…`.
  private static func settings(ofURI text: String.UTF8View.SubSequence) -> [(String, String)]? {
    var found: [(String, String)] = []
    var rest = Array(text)[...]
    func add(_ key: String, _ value: ArraySlice<UInt8>) -> Bool {
      guard let value = decoded(value) else { return false }
      if !value.isEmpty { found.append((key, value)) }
      return true
    }
    // The user ends at the first @ before any slash.
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
    if rest.dropFirst(authority.count).first == UInt8(ascii: "@") {
      let user = authority.prefix { $0 != UInt8(ascii: ":") }
      guard add("user", user), add("password", authority.dropFirst(user.count + 1)) else { return nil }
      rest = rest.dropFirst(authority.count + 1)
    }
    var hosts: [ArraySlice<UInt8>] = []
    var ports: [ArraySlice<UInt8>] = []
    repeat {
      if !hosts.isEmpty { rest.removeFirst() }
      let host: ArraySlice<UInt8>
      if rest.first == UInt8(ascii: "[") {
        rest.removeFirst()
        host = rest.prefix { $0 != UInt8(ascii: "]") }
        rest = rest.dropFirst(host.count)
        guard rest.popFirst() != nil else { return nil }
      } else {
        host = rest.prefix { !":/?,".utf8.contains($0) }
        rest = rest.dropFirst(host.count)
      }
      hosts.append(host)
      var port = rest.prefix(0)
      if rest.first == UInt8(ascii: ":") {
        port = rest.dropFirst().prefix { !"/?,".utf8.contains($0) }
        rest = rest.dropFirst(port.count + 1)
      }
      ports.append(port)
    } while rest.first == UInt8(ascii: ",")
    let comma = [UInt8(ascii: ",")]
    guard add("host", Array(hosts.joined(separator: comma))[...]) else { return nil }
    if ports.contains(where: { !$0.isEmpty }), !add("port", Array(ports.joined(separator: comma))[...]) { return nil }
    if rest.first == UInt8(ascii: "/") {
      let database = rest.dropFirst().prefix { $0 != UInt8(ascii: "?") }
      guard add("dbname", database) else { return nil }
      rest = rest.dropFirst(database.count + 1)
    }
    guard rest.isEmpty || rest.popFirst() == UInt8(ascii: "?") else { return nil }
    for parameter in rest.split(separator: UInt8(ascii: "&")) {
      let key = parameter.prefix { $0 != UInt8(ascii: "=") }
      guard key.count < parameter.count, let name = decoded(key) else { return nil }
      let value = parameter.dropFirst(key.count + 1)
      // As JDBC's drivers spell it.
      if name == "ssl", value.elementsEqual("true".utf8) {
        found.append(("sslmode", "require"))
      } else if !add(name, value) {
        return nil
      }
    }
    return found
  }

  /// Percent-decoded; nil where a sequence is none.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else { plain.append(byte); continue }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value != 0
      else { return nil }
      plain.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
