import YAML

/// Reads typed values out of YAML nodes and collects what is wrong, so that one run names every mistake of a file.
///
/// A method that answers nil has written down why. Values are asked for by the key's full name, as in `migrations.paths`, for the messages.
final class ConfigReader {
  let file: String
  private var mistakes: [ConfigError] = []

  init(file: String) {
    self.file = file
  }

  func mistake(at mark: YAMLMark, _ reason: String, hint: String? = nil) {
    mistakes.append(ConfigError(file: file, mark: mark, reason: reason, hint: hint))
  }

  /// Throws the mistakes, first in the file first.
  func throwMistakes() throws(ConfigError) {
    let sorted = mistakes.sorted { $0.mark < $1.mark }
    guard let first = sorted.first else { return }
    throw ConfigError(
      file: file, mark: first.mark, reason: first.reason, hint: first.hint, others: Array(sorted.dropFirst()))
  }

  /// A text that is not empty, quoted or not: `no` and `012` are texts too.
  func text(_ node: YAMLNode, as key: String) -> String? {
    guard case .scalar(let text, _) = node.content else { return wrongType(node, key, "text") }
    if node.isNull { return wrongType(node, key, "text", hint: "quote it if it is a name") }
    if text.isEmpty {
      mistake(at: node.start, "\(key): an empty text")
      return nil
    }
    return text
  }

  /// Decimal digits without quotes, sign or leading zero.
  func wholeNumber(_ node: YAMLNode, as key: String, in range: ClosedRange<Int>) -> Int? {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .scalar(let text, plain: true) = node.content,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), !text.hasPrefix("0"),
      let number = Int(text), range.contains(number)
    else { return wrongType(node, key, expected) }
    return number
  }

  /// One of the words of `Choice`.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode, as key: String, of type: Choice.Type = Choice.self
  ) -> Choice? {
    word(node, as: key, from: type.allCases.map(\.rawValue)).flatMap(type.init(rawValue:))
  }

  /// One of the known words.
  func word(_ node: YAMLNode, as key: String, from known: [String]) -> String? {
    guard let text = text(node, as: key) else { return nil }
    if known.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { return text }
    mistake(
      at: node.start, "\(key): \(shown(text)) is unknown", hint: suggestion(for: text, among: known, called: "known"))
    return nil
  }

  /// The items of a list.
  func list(_ node: YAMLNode, as key: String) -> [YAMLNode]? {
    guard case .sequence(let items, _) = node.content else {
      return wrongType(node, key, "a list", hint: "write one value as [value]")
    }
    return items
  }

  /// The items of a list that makes no sense without any.
  func nonEmptyList(_ node: YAMLNode, as key: String) -> [YAMLNode]? {
    guard let items = list(node, as: key) else { return nil }
    if items.isEmpty { mistake(at: node.start, "\(key): an empty list") }
    return items
  }

  /// A list of texts that are not empty.
  func texts(_ node: YAMLNode, as key: String) -> [String]? {
    list(node, as: key)?.compactMap { text($0, as: key) }
  }

  /// The keys and values of a mapping whose keys are names of the user's.
  func entries(_ node: YAMLNode, as key: String) -> [YAMLEntry]? {
    guard case .mapping(let entries, _) = node.content else { return wrongType(node, key, "keys and values") }
    return entries
  }

  /// A mapping whose keys are known; others are mistakes.
  func section(_ node: YAMLNode, as name: String, keys: [String]) -> ConfigSection? {
    entries(node, as: name).map { ConfigSection(reader: self, name: name, mark: node.start, entries: $0, keys: keys) }
  }

  func pattern(_ node: YAMLNode, as key: String) -> Pattern? {
    guard let text = text(node, as: key) else { return nil }
    do {
      return try Pattern(text)
    } catch {
      let place = error.offset.map { " at offset \($0)" } ?? ""
      mistake(
        at: node.start, "\(key): the pattern \(shown(text)) cannot be read: \(error.reason)\(place)", hint: error.hint)
      return nil
    }
  }

  func tableName(_ text: String, at mark: YAMLMark, as key: String) -> TableName? {
    if let name = TableName(parsing: text) { return name }
    mistake(
      at: mark, "\(key): \(shown(text)) is no table name",
      hint: #"write table or schema.table; a part with a dot in it as '"Odd.Name"'"#)
    return nil
  }

  /// A path within the repository; a folder's final slash is cut off.
  func path(_ node: YAMLNode, as key: String) -> String? {
    guard let text = text(node, as: key) else { return nil }
    let path = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard let mistake = RepositoryPath.mistake(in: path) else { return path }
    self.mistake(
      at: node.start, "\(key): \(mistake)", hint: "paths are relative to the repository's top, as in ci/schema.json")
    return nil
  }

  /// The name of an environment variable. What stands there instead is not repeated: it may be the secret itself.
  func variableName(_ node: YAMLNode, as key: String) -> String? {
    guard let text = text(node, as: key) else { return nil }
    if isVariableName(text) { return text }
    mistake(
      at: node.start, "\(key): no name of an environment variable",
      hint: "URLs stay in the environment: name the variable, as in DATABASE_URL")
    return nil
  }

  func isVariableName(_ text: String) -> Bool {
    text.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        case UInt8(ascii: "_"): true
        default: false
        }
      }
  }

  func suggestion(for word: String, among known: [String], called name: String) -> String {
    nearest(to: word, among: known).map { "did you mean '\($0)'?" } ?? "\(name): \(known.joined(separator: ", "))"
  }

  private func wrongType<Value>(_ node: YAMLNode, _ key: String, _ expected: String, hint: String? = nil) -> Value? {
    let found =
      switch node.content {
      case _ where node.isNull: "nothing"
      case .scalar(let text, plain: true): shown(text)
      case .scalar(let text, plain: false): "the quoted text \(shown(text))"
      case .sequence: "a list"
      case .mapping: "keys and values"
      }
    mistake(at: node.start, "\(key): expected \(expected), found \(found)", hint: hint)
    return nil
  }
}

/// A text of the file in a message, cut where it becomes long.
func shown(_ text: String) -> String {
  text.count > 80 ? "'\(text.prefix(80))…'" : "'\(text)'"
}
