/// Splits SQL text into statements where psql would.
package enum SQLScript {
  /// The statements of a file. Empty statements, and files that hold only comments, give none.
  /// - Parameters:
  ///   - file: how errors name it.
  ///   - bytes: all of the file.
  ///   - section: the bytes to read; nil for all. Offsets and lines are those of the whole file in any case.
  /// - Returns: the statements in their order.
  /// - Throws: text that is not UTF-8 or holds NUL, quotes and comments that are not closed, psql commands that change
  ///   what is run, templates. Each error names the line where it begins.
  package static func statements(
    file: String, bytes: [UInt8], section: Range<Int>? = nil
  ) throws(MigrationError) -> [SQLStatement] {
    try statements(SQLSource(file: file, bytes: bytes), section: section)
  }

  static func statements(_ source: SQLSource, section: Range<Int>? = nil) throws(MigrationError) -> [SQLStatement] {
    let section = section ?? source.start..<source.bytes.count
    var splitter = Splitter(
      source: source, lexer: SQLLexer(source, in: max(section.lowerBound, source.start)..<section.upperBound))
    while try splitter.step() {}
    return splitter.statements
  }
}

private struct Splitter {
  let source: SQLSource
  var lexer: SQLLexer
  var statements: [SQLStatement] = []
  var draft: Draft?

  /// A statement whose end was not yet seen.
  struct Draft {
    let start: Int
    var end: Int
    var words: [String] = []
    var openers: [Opener] = []
    /// How many `BEGIN ATOMIC` and `CASE` wait for their `END`.
    var blocks = 0
    var previous: SQLLexer.Token?

    enum Opener { case parenthesis, jsonObject, bracket }

    var isInParentheses: Bool { openers.contains { $0 != .bracket } }
    var definesRoutine: Bool {
      let words = words.starts(with: ["create", "or", "replace"]) ? words.dropFirst(2) : words.dropFirst(0)
      return ["function", "procedure"].contains(words.dropFirst().first) && self.words.first == "create"
    }
    var copiesFromStdin: Bool {
      words.first == "copy" && zip(words, words.dropFirst()).contains { $0 == "from" && $1 == "stdin" }
    }
  }

  /// Takes one token; false at the end of the text.
  mutating func step() throws(MigrationError) -> Bool {
    let token = try lexer.next()
    switch token.kind {
    case .end:
      if let draft { try finish(draft) }
      return false
    case .semicolon where draft == nil:
      return true
    case .backslash:
      let command = PsqlCommand(at: token.range.lowerBound, lexer: lexer)
      try command.checkHarmless(insideStatement: draft != nil, source: source)
      lexer.position = command.end
      return true
    case .template:
      throw template(at: token.range.lowerBound)
    default: break
    }
    var current = draft ?? Draft(start: token.range.lowerBound, end: token.range.upperBound)
    draft = nil
    current.end = token.range.upperBound
    switch token.kind {
    case .semicolon where !current.isInParentheses && current.blocks == 0:
      try finish(current)
      return true
    case .openParenthesis: current.openers.append(isJSONObject(current.previous) ? .jsonObject : .parenthesis)
    case .closeParenthesis:
      while current.openers.last == .bracket { current.openers.removeLast() }
      _ = current.openers.popLast()
    case .openBracket: current.openers.append(.bracket)
    case .closeBracket: if current.openers.last == .bracket { current.openers.removeLast() }
    case .variable:
      // The colon of a slice, a[1:n], or of JSON_OBJECT('key': value): only the colon is a token of its own.
      guard current.openers.last == .bracket || current.openers.last == .jsonObject else {
        throw template(at: token.range.lowerBound)
      }
      lexer.position = token.range.lowerBound + 1
      current.end = lexer.position
    case .word where !current.isInParentheses: read(word: token, into: &current)
    default: break
    }
    current.previous = token
    draft = current
    return true
  }

  private func read(word token: SQLLexer.Token, into draft: inout Draft) {
    guard draft.words.count < 16 || draft.definesRoutine else { return }
    let word = lowercased(token)
    if draft.words.count < 16 { draft.words.append(word) }
    guard draft.definesRoutine else { return }
    if draft.blocks == 0 {
      if word == "atomic", let previous = draft.previous, lowercased(previous) == "begin" { draft.blocks = 1 }
    } else if word == "case" || word == "end", !isLabel(after: draft.previous) {
      draft.blocks += word == "case" ? 1 : -1
    }
  }

  /// Behind a dot or AS any keyword is only a name.
  private func isLabel(after previous: SQLLexer.Token?) -> Bool {
    guard let previous else { return false }
    return source.bytes[previous.range.lowerBound] == UInt8(ascii: ".") || lowercased(previous) == "as"
  }

  private func isJSONObject(_ previous: SQLLexer.Token?) -> Bool {
    guard let previous, previous.kind == .word else { return false }
    return ["json_object", "json_objectagg"].contains(lowercased(previous))
  }

  /// In ASCII, as PostgreSQL folds keywords; empty for what is no word or is longer than a name can be.
  private func lowercased(_ token: SQLLexer.Token) -> String {
    guard token.kind == .word, token.range.count < 64 else { return "" }
    return String(decoding: source.bytes[token.range].map(\.lowercasedASCII), as: UTF8.self)
  }

  private mutating func finish(_ draft: Draft) throws(MigrationError) {
    self.draft = nil
    statements.append(
      SQLStatement(
        text: source.text(draft.start..<draft.end), offset: draft.start, place: source.place(at: draft.start),
        words: draft.words, copyData: draft.copiesFromStdin ? try copyData(of: draft) : nil))
  }

  /// The data stand in the lines behind the statement's, up to a line with only `\.`, as pg_dump writes them.
  private mutating func copyData(of draft: Draft) throws(MigrationError) -> [UInt8] {
    var line = lexer.lineEnd(from: draft.end)
    guard source.bytes[draft.end..<line].allSatisfy(\.isBlank) else {
      throw source.error(at: draft.end, "the data of COPY … FROM stdin begin in the next line, but this line goes on")
    }
    line += lexer.byte(line) == UInt8(ascii: "\r") && lexer.byte(line + 1) == UInt8(ascii: "\n") ? 2 : 1
    let first = line
    while lexer.byte(line) != 0 {
      var end = line
      while lexer.byte(end) != 0, lexer.byte(end) != UInt8(ascii: "\n") { end += 1 }
      let content = source.bytes[line..<end]
      if content.elementsEqual("\\.".utf8) || content.elementsEqual("\\.\r".utf8) {
        lexer.position = end
        return Array(source.bytes[first..<line])
      }
      line = end + 1
    }
    throw source.error(at: draft.start, "the data of this COPY … FROM stdin do not end with a line \\.")
  }

  private func template(at start: Int) -> MigrationError {
    var end = start + 1
    let lineEnd = min(lexer.lineEnd(from: start), start + 60)
    if source.bytes[start] == UInt8(ascii: ":") {
      end = lexer.position
    } else {
      while end < lineEnd, source.bytes[end] != UInt8(ascii: "}") { end += 1 }
      while end < lineEnd, source.bytes[end] == UInt8(ascii: "}") || source.bytes[end] == UInt8(ascii: "\"") {
        end += 1
      }
    }
    return source.error(
      at: start, "\(source.text(start..<end)) is a placeholder that a program fills in: a template cannot run as it is",
      hint: MigrationError.useCommandRunner)
  }
}

extension UInt8 {
  var lowercasedASCII: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
}
