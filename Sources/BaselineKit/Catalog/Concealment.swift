import Schema

/// What stands in the place of a secret: that there is one shows, and nothing else of it, not even a digest.
let concealed = "(hidden)"

/// Whether a key's value is taken for a secret by its name: options of foreign data wrappers are theirs to name, and so
/// are settings of extensions. `password_required` and the like only say yes or no.
func namesSecret(_ key: some StringProtocol) -> Bool {
  let key = key.lowercased()
  if harmlessKeys.contains(key) { return false }
  return ["pass", "pwd", "secret", "token", "key", "credential"].contains { key.contains($0) }
}

private let harmlessKeys: Set<String> = [
  "password_required", "password_encryption", "passwordcheck.min_length", "bypass", "keyspace",
]

/// An option as PostgreSQL keeps it, `name=value`, without a secret.
///
/// `key 'true'` is how oracle_fdw and others mark a key column: yes and no are nobody's secret there.
func withoutSecret(option: Text) -> Text {
  let bytes = option.string.utf8
  guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return option }
  let key = option.string[..<equals]
  let value = String(option.string[bytes.index(after: equals)...])
  return "\(String(key))=\(withoutSecret(value: value, of: key))"
}

/// A value without a secret.
/// - Parameter key: what it is the value of.
func withoutSecret(value: String, of key: some StringProtocol) -> String {
  if namesSecret(key) {
    let isFlag = key.lowercased() == "key" && ["true", "false", "on", "off", "yes", "no"].contains(value.lowercased())
    return isFlag ? value : concealed
  }
  return withoutSecrets(inText: value)
}

/// A free text, as the command of a `program` option or a URL, without the secrets that can be told in it: the password of
/// a URL, what is assigned to a name that speaks of one, and what follows such an option of a command.
func withoutSecrets(inText text: String) -> String {
  guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "-") })
  else { return text }
  return
    text
    .replacing(/(?<scheme>[A-Za-z][A-Za-z0-9+.\-]*:\/\/[^\s\/:@]*):[^\s@]*@/) { "\($0.scheme):\(concealed)@" }
    .replacing(
      /(?<name>[A-Za-z0-9_.\-]*(?i:passphrase|password|passwd|passfile|pwd|secret|token|credential|api[_\-]?key|private[_\-]?key|access[_\-]?key)[A-Za-z0-9_\-]*["']?\s*[=:]\s*)(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[^\s;&,)'"]+)/
    ) { "\($0.name)\(concealed)" }
    .replacing(
      /(?<option>(?:^|\s)--?(?:password|passwd|passphrase|pass|pwd|token|secret|oauth2-bearer|api-key)\s+)(?:'[^']*'|"[^"]*"|[^\s'"]+)/
    ) { "\($0.option)\(concealed)" }
    .replacing(/(?<option>(?:^|\s)(?:-u|--user|--proxy-user)[\s=]*['"]?[^\s:'"]+):(?:[^\s'"]+)/) {
      "\($0.option):\(concealed)"
    }
    .replacing(/(?<scheme>(?i:authorization:\s*(?:basic|bearer)\s+))[^\s'"]+/) { "\($0.scheme)\(concealed)" }
}
