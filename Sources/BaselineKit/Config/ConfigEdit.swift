import YAML

/// One more pattern under `ignore_tables` of a configuration's text: every other byte of it stays, comments and layout included.
package struct ConfigEdit {
  private static let key = "ignore_tables"
  private let item: String
  private let comment: String
  private var source: ConfigSource

  /// The new text, with the reason as a comment on the pattern's line. No bytes stand for a file that is not there yet.
  ///
  /// What was made is read again and compared with what was wanted. Errors: the configuration is not valid; the pattern stands there already; the layout
  /// is one that is better edited by hand, and the hint says what to add.
  package static func addIgnoredTable(
    _ pattern: Pattern, reason: String, to bytes: [UInt8], file: String
  ) throws(ConfigError) -> [UInt8] {
    let config = try Config.parse(bytes, file: file)
    for rule in config.ignore
    where rule.source == .ignoreTables && rule.name?.text.utf8.elementsEqual(pattern.text.utf8) == true {
      throw ConfigError(
        file: file, mark: YAMLMark(line: rule.line, column: 1),
        reason: "\(key): the pattern \(shown(pattern.text)) stands there already")
    }
    guard ConfigSecrets.marks(in: Array(reason.utf8)).isEmpty else {
      throw ConfigError(file: file, mark: YAMLMark(line: 1, column: 1), reason: "\(key): a password in the reason")
    }
    let root = try parse(bytes, file: file)
    let entry = entry(of: root)
    var edit = ConfigEdit(
      item: YAMLQuoting.quoted(pattern.text), comment: commentLine(reason), source: ConfigSource(bytes))
    edit.add(to: entry, root: root)
    let edited = edit.source.edited
    do {
      _ = try Config.parse(edited, file: file)
      if let made = try parse(edited, file: file), made.hasSameContent(as: adding(pattern.text, to: root)) {
        return edited
      }
    } catch {}  // as with another content: this layout is not for us
    throw ConfigError(
      file: file, mark: entry?.start ?? YAMLMark(line: 1, column: 1),
      reason: "\(key): the pattern cannot be added without a risk to the rest of the file",
      hint: "edit it by hand: add the line - \(edit.item) under \(key)")
  }

  private mutating func add(to entry: YAMLEntry?, root: YAMLNode?) {
    guard let entry else {
      let indent = spaces(root.map { $0.isNull ? 0 : $0.start.column - 1 } ?? 0)
      return source.append(lines: ["\(indent)\(ConfigEdit.key):", "\(indent)  - \(item)\(remark)"])
    }
    switch entry.value.content {
    case .sequence(let items, flow: false):
      guard let last = items.last else { return }
      source.insertLine("\(spaces(entry.value.start.column - 1))- \(item)\(remark)", after: last.lastLine)
    case .sequence(let items, flow: true):
      addToFlow(entry.value, items)
    case .scalar, .mapping:
      source.insertLine("\(spaces(entry.start.column + 1))- \(item)\(remark)", after: entry.start.line)
    }
  }

  /// The reason at the end of the pattern's own line.
  private var remark: String { comment.isEmpty ? "" : "   # \(comment)" }

  /// `[a, b]`: a line of its own where the closing bracket has one, else before the bracket.
  private mutating func addToFlow(_ sequence: YAMLNode, _ items: [YAMLNode]) {
    let bracket = YAMLMark(line: sequence.end.line, column: sequence.end.column - 1)
    guard let last = items.last else {
      source.insert(item, at: bracket)
      return addRemark(behind: sequence)
    }
    let hasComma = source.rest(from: last.end).first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ",")
    if !hasComma { source.insert(",", at: last.end) }
    if last.end.line < bracket.line {
      source.insertLine("\(spaces(last.start.column - 1))\(item)\(hasComma ? "," : "")\(remark)", after: last.end.line)
    } else {
      source.insert(hasComma ? "\(item)," : " \(item)", at: hasComma ? bracket : last.end)
      addRemark(behind: sequence)
    }
  }

  /// A comment behind `[…]`, or behind the comment that is there; it names the pattern, for it stands for one of several.
  private mutating func addRemark(behind sequence: YAMLNode) {
    guard !comment.isEmpty else { return }
    let hasComment = source.rest(from: sequence.end).contains(UInt8(ascii: "#"))
    source.insert("\(hasComment ? ";" : "   #") \(item): \(comment)", atEndOfLine: sequence.end.line)
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func parse(_ bytes: [UInt8], file: String) throws(ConfigError) -> YAMLNode? {
    do { return try YAMLNode.parse(bytes, file: file) } catch { throw ConfigError(error) }
  }

  private static func entries(of root: YAMLNode?) -> [YAMLEntry] {
    guard case .mapping(let entries, _)? = root?.content else { return [] }
    return entries
  }

  private static func entry(of root: YAMLNode?) -> YAMLEntry? {
    entries(of: root).first { $0.key == key }
  }

  /// What the new text has to say: the old values and one more pattern, quoted.
  private static func adding(_ pattern: String, to root: YAMLNode?) -> YAMLNode {
    let mark = YAMLMark(line: 1, column: 1)
    func node(_ content: YAMLNode.Content) -> YAMLNode { YAMLNode(content: content, start: mark, end: mark) }
    var entries = entries(of: root)
    let index = entries.firstIndex { $0.key == key } ?? entries.count
    var items: [YAMLNode] = []
    if index < entries.count, case .sequence(let old, _) = entries[index].value.content { items = old }
    items.append(node(.scalar(pattern, plain: false)))
    let entry = YAMLEntry(key: key, start: mark, value: node(.sequence(items, flow: false)))
    entries.replaceSubrange(index..<min(index + 1, entries.count), with: [entry])
    return node(.mapping(entries, flow: false))
  }
}
