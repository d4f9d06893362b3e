import YAML

/// A mapping of the configuration whose keys are known. A key without a value counts as not given.
struct ConfigSection {
  let reader: ConfigReader
  /// Full name, as in `databases.production`; empty for the whole file.
  let name: String
  let mark: YAMLMark
  private let entries: [YAMLEntry]

  init(reader: ConfigReader, name: String, mark: YAMLMark, entries: [YAMLEntry], keys: [String]) {
    self.reader = reader
    self.name = name
    self.mark = mark
    self.entries = entries
    for entry in entries where !keys.contains(where: { $0.utf8.elementsEqual(entry.key.utf8) }) {
      refuse(entry, known: keys)
    }
  }

  func fullName(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

  /// What `read` makes of the key's value; nil when the key is not given, or when the value is a mistake.
  func value<Value>(_ key: String, _ read: (YAMLNode, String) -> Value?) -> Value? {
    node(key).flatMap { read($0, fullName(key)) }
  }

  /// As ``value(_:_:)``; not given is a mistake.
  func required<Value>(_ key: String, _ read: (YAMLNode, String) -> Value?) -> Value? {
    if node(key) == nil { reader.mistake(at: mark, "\(name): the key '\(key)' is missing") }
    return value(key, read)
  }

  /// The key's value, if there is one.
  func node(_ key: String) -> YAMLNode? {
    entries.first { $0.key == key && !$0.value.isNull }?.value
  }

  private func refuse(_ entry: YAMLEntry, known: [String]) {
    if ConfigSecrets.isPasswordKey(entry.key) {
      reader.mistake(
        at: entry.start, "\(fullName(String(entry.key.prefix(80)))): a password in the file",
        hint: ConfigReader.secretHint)
    } else if ["url", "uri", "dsn", "host", "port", "user", "dbname"].contains(entry.key) {
      reader.mistake(at: entry.start, "unknown key \(shown(fullName(entry.key)))", hint: ConfigReader.secretHint)
    } else {
      reader.mistake(
        at: entry.start, "unknown key \(shown(fullName(entry.key)))",
        hint: reader.suggestion(for: entry.key, among: known, called: "known keys"))
    }
  }
}

extension ConfigReader {
  static let secretHint = "connections come from the environment: name the variable that holds the URL in url_env"
}
