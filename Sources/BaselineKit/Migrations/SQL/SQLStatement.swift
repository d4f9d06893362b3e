/// One statement of a SQL file, as it is sent to the server.
package struct SQLStatement: Equatable, Sendable {
  /// From its first token to its semicolon (which the last statement of a file may lack); comments inside are kept.
  package let text: String
  /// Where it begins in the file: UTF-8 bytes from 0, a byte order mark counted.
  package let offset: Int
  /// Where it begins in the file.
  package let place: SQLPlace
  /// Its first sixteen unquoted words outside parentheses, in lower case: what kind of statement it is.
  package let words: [String]
  /// For `COPY … FROM stdin`: the lines behind it, as they are, without the closing `\.` line.
  package let copyData: [UInt8]?

  /// Where in the file the character is that PostgreSQL's error position names (`PG_DIAG_STATEMENT_POSITION`: counted in
  /// characters from 1 in the text that was sent). A position behind the end gives the end.
  package func place(ofCharacter position: Int) -> SQLPlace {
    var line = place.line
    var column = place.column
    for scalar in text.unicodeScalars.prefix(max(0, position - 1)) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return SQLPlace(line: line, column: column)
  }

  /// Whether it begins or ends a transaction by itself.
  package var controlsTransaction: Bool {
    switch words.first {
    case "begin", "end", "abort": true
    case "start": words.dropFirst().first == "transaction"
    case "commit": words.dropFirst().first != "prepared"
    case "rollback": !words.contains("to") && !words.contains("prepared")
    case "prepare": words.dropFirst().first == "transaction"
    default: false
    }
  }

  /// Whether PostgreSQL refuses it inside a transaction ("cannot run inside a transaction block").
  package var refusesTransaction: Bool {
    let second = words.dropFirst().first
    switch words.first {
    case "vacuum": return true
    case "create":
      return ["database", "tablespace", "subscription"].contains(second)
        || words.starts(with: ["create", "index", "concurrently"])
        || words.starts(with: ["create", "unique", "index", "concurrently"])
    case "drop":
      return ["database", "tablespace", "subscription"].contains(second)
        || words.starts(with: ["drop", "index", "concurrently"])
    case "reindex":
      // CONCURRENTLY may stand in parentheses, where words are not kept.
      return ["database", "schema", "system"].contains(second) || text.lowercased().contains("concurrently")
    case "alter":
      return second == "system" || (words.contains("detach") && words.contains("concurrently"))
    case "cluster": return words.count == 1 || words == ["cluster", "verbose"]
    case "commit", "rollback": return second == "prepared"
    default: return false
    }
  }

  /// `ALTER TYPE … ADD VALUE`: the new value cannot be used before the transaction ends.
  package var addsEnumValue: Bool {
    words.starts(with: ["alter", "type"]) && zip(words, words.dropFirst()).contains { $0 == "add" && $1 == "value" }
  }
}
