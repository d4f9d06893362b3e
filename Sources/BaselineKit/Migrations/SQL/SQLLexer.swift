/// Cuts SQL into as few kinds of tokens as finding the end of a statement needs.
///
/// It follows PostgreSQL's `scan.l` (with `standard_conforming_strings` on) and psql's `psqlscan.l`. Operators need no
/// token of their own: a comment begins at `--` or `/*` wherever that stands in a run of operator characters.
struct SQLLexer {
  enum Kind {
    case word, quotedIdentifier, semicolon, openParenthesis, closeParenthesis, openBracket, closeBracket
    /// `:name`, `:'name'`, `:"name"` or `:{?name}`: a psql variable, or the colon of an array slice.
    case variable
    /// `{{`, `{%` or `${`, which begin no SQL.
    case template
    case backslash, other, end
  }

  struct Token {
    let kind: Kind
    let range: Range<Int>
  }

  let source: SQLSource
  /// Where the next token is looked for. Setting it throws back what follows.
  var position: Int
  private let limit: Int

  init(_ source: SQLSource, in section: Range<Int>) {
    self.source = source
    position = section.lowerBound
    limit = section.upperBound
  }

  /// The byte at an offset; 0, which the text cannot hold, at its end.
  func byte(_ offset: Int) -> UInt8 { offset < limit ? source.bytes[offset] : 0 }

  /// - Throws: a quote or comment that is not closed, at the place where it began.
  mutating func next() throws(MigrationError) -> Token {
    try skipBlank()
    let start = position
    let kind = try scan()
    return Token(kind: kind, range: start..<position)
  }

  private mutating func scan() throws(MigrationError) -> Kind {
    let start = position
    let first = byte(start)
    position = min(start + 1, limit)
    switch first {
    case 0: return .end
    case UInt8(ascii: ";"): return .semicolon
    case UInt8(ascii: "("): return .openParenthesis
    case UInt8(ascii: ")"): return .closeParenthesis
    case UInt8(ascii: "["): return .openBracket
    case UInt8(ascii: "]"): return .closeBracket
    case UInt8(ascii: "\\"): return .backslash
    case UInt8(ascii: ":"): return scanColon()
    case UInt8(ascii: "$"): return try scanDollar()
    case UInt8(ascii: "{"):
      return byte(position) == UInt8(ascii: "{") || byte(position) == UInt8(ascii: "%") ? .template : .other
    case UInt8(ascii: "'"):
      try scanString(from: start, escapes: false)
      return .other
    case UInt8(ascii: "\""):
      return try scanQuotedIdentifier(from: start)
    case _ where first.beginsIdentifier:
      while byte(position).continuesIdentifier { position += 1 }
      guard position == start + 1, first | 0x20 == UInt8(ascii: "e"), byte(position) == UInt8(ascii: "'") else {
        return .word
      }
      position += 1
      try scanString(from: start, escapes: true)
      return .other
    default: return .other
    }
  }

  private mutating func skipBlank() throws(MigrationError) {
    while true {
      if byte(position).isBlank {
        position += 1
      } else if opensLineComment(position) {
        position = lineEnd(from: position)
      } else if byte(position) == UInt8(ascii: "/"), byte(position + 1) == UInt8(ascii: "*") {
        try skipBlockComment()
      } else {
        return
      }
    }
  }

  private mutating func skipBlockComment() throws(MigrationError) {
    let start = position
    var depth = 0
    while position < limit {
      switch (byte(position), byte(position + 1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        position += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        position += 2
        if depth == 0 { return }
      default: position += 1
      }
    }
    throw source.error(at: start, "the /* comment that begins here is not closed")
  }

  /// Behind the opening quote.
  private mutating func scanString(from start: Int, escapes: Bool) throws(MigrationError) {
    while position < limit {
      let current = byte(position)
      if current == UInt8(ascii: "\\"), escapes {
        position += 2
      } else if current != UInt8(ascii: "'") {
        position += 1
      } else if byte(position + 1) == UInt8(ascii: "'") {
        position += 2
      } else {
        position += 1
        // A quote behind white space with a newline goes on with the same string, in the same mode.
        guard let continued = continuation(from: position) else { return }
        position = continued
      }
    }
    throw source.error(at: start, "the quoted string that begins here is not closed")
  }

  private func continuation(from end: Int) -> Int? {
    var offset = end
    var sawNewline = false
    while true {
      if byte(offset).isBlank {
        if byte(offset).isNewline { sawNewline = true }
        offset += 1
      } else if opensLineComment(offset) {
        offset = lineEnd(from: offset)
      } else {
        return sawNewline && byte(offset) == UInt8(ascii: "'") ? offset + 1 : nil
      }
    }
  }

  private mutating func scanQuotedIdentifier(from start: Int) throws(MigrationError) -> Kind {
    var openBraces = false
    while position < limit {
      switch (byte(position), byte(position + 1)) {
      case (UInt8(ascii: "\""), UInt8(ascii: "\"")): position += 2
      case (UInt8(ascii: "\""), _):
        position += 1
        return .quotedIdentifier
      case (UInt8(ascii: "{"), UInt8(ascii: "{")):
        openBraces = true
        position += 2
      case (UInt8(ascii: "}"), UInt8(ascii: "}")) where openBraces: return .template
      default: position += 1
      }
    }
    throw source.error(at: start, "the quoted identifier that begins here is not closed")
  }

  /// `$tag$…$tag$`, a parameter `$1`, or only a dollar.
  private mutating func scanDollar() throws(MigrationError) -> Kind {
    let start = position - 1
    if byte(position) == UInt8(ascii: "{") { return .template }
    if byte(position).isDigit {
      while byte(position).isDigit { position += 1 }
      return .other
    }
    var end = position
    if byte(end).beginsIdentifier {
      while byte(end).continuesIdentifier, byte(end) != UInt8(ascii: "$") { end += 1 }
    }
    guard byte(end) == UInt8(ascii: "$") else { return .other }
    let delimiter = source.bytes[start...end]
    position = end + 1
    while position + delimiter.count <= limit {
      if byte(position) == UInt8(ascii: "$"), source.bytes[position..<(position + delimiter.count)] == delimiter {
        position += delimiter.count
        return .other
      }
      position += 1
    }
    throw source.error(
      at: start, "the quoted text that begins with \(String(decoding: delimiter, as: UTF8.self)) here is not closed")
  }

  private mutating func scanColon() -> Kind {
    switch byte(position) {
    case UInt8(ascii: ":"), UInt8(ascii: "="):
      position += 1
      return .other
    case UInt8(ascii: "'"): return scanVariable(at: position + 1, closing: UInt8(ascii: "'"))
    case UInt8(ascii: "\""): return scanVariable(at: position + 1, closing: UInt8(ascii: "\""))
    case UInt8(ascii: "{") where byte(position + 1) == UInt8(ascii: "?"):
      return scanVariable(at: position + 2, closing: UInt8(ascii: "}"))
    default: return scanVariable(at: position, closing: nil)
    }
  }

  private mutating func scanVariable(at start: Int, closing: UInt8?) -> Kind {
    var end = start
    while byte(end).continuesIdentifier, byte(end) != UInt8(ascii: "$") { end += 1 }
    guard end > start, closing == nil || byte(end) == closing else { return .other }
    position = closing == nil ? end : end + 1
    return .variable
  }

  private func opensLineComment(_ offset: Int) -> Bool {
    byte(offset) == UInt8(ascii: "-") && byte(offset + 1) == UInt8(ascii: "-")
  }

  /// The offset of the newline (CR or LF) that ends a line, or the end of the text.
  func lineEnd(from start: Int) -> Int {
    var offset = start
    while offset < limit, !byte(offset).isNewline { offset += 1 }
    return offset
  }
}

extension UInt8 {
  /// `scan.l` takes each byte of a multi-byte character for a letter.
  var beginsIdentifier: Bool {
    self >= 0x80 || self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
  var continuesIdentifier: Bool { beginsIdentifier || isDigit || self == UInt8(ascii: "$") }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isNewline: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  /// Space, tab, LF, VT (white space since PostgreSQL 16), FF or CR.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
