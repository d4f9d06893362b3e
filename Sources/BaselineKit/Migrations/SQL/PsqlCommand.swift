/// One backslash command of psql, which is no SQL. Those that change nothing in the database are skipped.
struct PsqlCommand {
  let start: Int
  /// Behind the command: the end of its line, or the next backslash outside its quotes.
  let end: Int
  /// Without the backslash.
  let name: String
  let arguments: [String]

  /// `start` is the offset of the backslash.
  init(at start: Int, lexer: SQLLexer) {
    self.start = start
    let lineEnd = lexer.lineEnd(from: start)
    var offset = start + 1
    while offset < lineEnd, !lexer.byte(offset).isBlank, lexer.byte(offset) != UInt8(ascii: "\\") { offset += 1 }
    // `\;` and `\:` are commands of one character.
    let first = lexer.byte(start + 1)
    if first == UInt8(ascii: ";") || first == UInt8(ascii: ":") { offset = start + 2 }
    name = lexer.source.text((start + 1)..<offset)
    var quote: UInt8?
    let argumentsStart = offset
    while offset < lineEnd {
      let byte = lexer.byte(offset)
      if let open = quote {
        if byte == open { quote = nil }
        if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "'") { offset += 1 }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "\\") {
        break
      }
      offset += 1
    }
    let argumentsEnd = min(offset, lineEnd)
    arguments = lexer.source.text(argumentsStart..<argumentsEnd).split(whereSeparator: \.isWhitespace).map(String.init)
    // Two backslashes only end the command; SQL may follow in the same line.
    let isSeparator =
      lexer.byte(argumentsEnd) == UInt8(ascii: "\\") && lexer.byte(argumentsEnd + 1) == UInt8(ascii: "\\")
    end = isSeparator ? argumentsEnd + 2 : argumentsEnd
  }

  /// - Throws: a command that psql would have to run.
  func checkHarmless(insideStatement: Bool, source: SQLSource) throws(MigrationError) {
    if insideStatement {
      throw source.error(
        at: start, "\\\(name) is a psql command inside a statement, not SQL", hint: MigrationError.usePsql)
    }
    if let harm { throw source.error(at: start, harm, hint: MigrationError.usePsql) }
  }

  /// Commands that only change what psql shows.
  private static let showing: Set<String> = [
    "?", "C", "H", "T", "a", "conninfo", "copyright", "echo", "errverbose", "f", "h", "help", "html", "l", "l+", "list",
    "p", "print", "pset", "qecho", "r", "reset", "restrict", "sf", "sf+", "sv", "sv+", "t", "timing", "unrestrict",
    "warn", "x", "z",
  ]

  /// Why the command cannot be skipped; nil when it can.
  private var harm: String? {
    if Self.showing.contains(name) || name.hasPrefix("d") { return nil }
    switch name {
    case "encoding":
      guard let encoding = arguments.first else { return nil }
      let plain = encoding.lowercased().filter { !"'\"-_;".contains($0) }
      return ["utf8", "unicode"].contains(plain) ? nil : "\\encoding \(encoding): migrations are read as UTF-8"
    case "set", "unset":
      switch arguments.first {
      case "ON_ERROR_STOP" where name == "unset" || ["0", "off", "false", "no"].contains(argument(1)):
        return "\\\(name) ON_ERROR_STOP makes psql go on after errors, which only psql can do"
      case "AUTOCOMMIT" where argument(1) != "on", "ON_ERROR_ROLLBACK" where name == "set" && argument(1) != "off",
        "SINGLELINE":
        return "\\\(name) \(arguments.joined(separator: " ")) changes how psql runs statements, which only psql can do"
      default: return nil
      }
    default: return "\\\(name) is a psql command, not SQL"
    }
  }

  private func argument(_ index: Int) -> String {
    index < arguments.count ? arguments[index].lowercased().filter { !"'\";".contains($0) } : ""
  }
}
