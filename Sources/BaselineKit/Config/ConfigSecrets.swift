import YAML

/// Passwords have no place in a file that is committed. They are looked for in its bytes, comments included, before anything is read from it: no later
/// message can then repeat one.
enum ConfigSecrets {
  /// The places of connection URLs with a password (`scheme://user:password@…`) and of `password=…`.
  static func marks(in bytes: [UInt8]) -> [YAMLMark] {
    var marks: [YAMLMark] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard let offset = firstSecret(in: Array(line)) else { continue }
      let characters = line.prefix(offset).count { $0 & 0xC0 != 0x80 }
      marks.append(YAMLMark(line: index + 1, column: characters + 1))
    }
    return marks
  }

  /// Whether a key of this name would hold a password.
  static func isPasswordKey(_ key: String) -> Bool {
    let folded = key.lowercased()
    return ["password", "passwd", "passphrase"].contains { folded.contains($0) }
  }

  /// `{url}`, `$NAME`, `${NAME}` and `***` stand for a secret without being one.
  static func isPlaceholder(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first else { return true }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "$") || text.allSatisfy { $0 == UInt8(ascii: "*") }
  }

  private static func firstSecret(in line: [UInt8]) -> Int? {
    for offset in line.indices {
      let rest = line[offset...]
      if rest.starts(with: "://".utf8) {
        let scheme = line[..<offset].reversed().prefix(while: isSchemeByte).count
        let isPostgres = line[(offset - scheme)...].starts(with: "postgres".utf8)
        if hasPassword(word(from: rest.dropFirst(3)), anywhere: isPostgres) { return offset - scheme }
      }
      for key in ["password=", "passwd="] where rest.prefix(key.utf8.count).map(lowercased).elementsEqual(key.utf8) {
        if !isPlaceholder(word(from: rest.dropFirst(key.utf8.count))) { return offset }
      }
    }
    return nil
  }

  /// Whether `user:password@` stands at the beginning. With `anywhere`, the password may hold the characters that end a well-formed one (`/ ? #`): people
  /// forget to encode them.
  private static func hasPassword(_ url: ArraySlice<UInt8>, anywhere: Bool) -> Bool {
    let authority = anywhere ? url : url.prefix { !"/?#".utf8.contains($0) }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
    else { return false }
    return !isPlaceholder(authority[(colon + 1)..<at])
  }

  private static func word(from bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.prefix(256).prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    switch lowercased(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
