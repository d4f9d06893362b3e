/// The assignments at the beginning of a Python file's lines, as far as their values are plain: `revision: str = "1a2b"`,
/// `down_revision = ("1a", "2b")`, `None`.
struct PythonAssignments {
  struct Value: Equatable {
    /// The string literals in it, in order.
    var strings: [String] = []
    /// Nothing but string literals, `None`, brackets and commas.
    var isLiteral = true
  }

  private var values: [String: Value] = [:]

  subscript(name: String) -> Value? { values[name] }

  init(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      if Self.skipDocumentation(&rest) { continue }
      let line = rest.prefix { $0 != "\n" && $0 != "\r" }
      let name = String(String.UnicodeScalarView(line.prefix { Self.isWord($0) }))
      if !name.isEmpty, let sign = Self.assignment(in: line.dropFirst(name.unicodeScalars.count)) {
        rest = rest[sign...]
        values[name] = Self.value(&rest)
      }
      rest = rest.drop { $0 != "\n" && $0 != "\r" }.dropFirst()
    }
  }

  /// A text in three quotes that begins a line: what stands in it is no code.
  private static func skipDocumentation(_ rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
    var start = rest
    if let first = start.first, "rRuUbBfF".unicodeScalars.contains(first) { start = start.dropFirst() }
    guard let quote = start.first, quote == "\"" || quote == "'", start.prefix(3).allSatisfy({ $0 == quote }),
      start.count >= 3
    else { return false }
    rest = start.dropFirst(3)
    while !rest.isEmpty, !(rest.count >= 3 && rest.prefix(3).allSatisfy { $0 == quote }) {
      rest = rest.dropFirst(rest.first == "\\" ? 2 : 1)
    }
    rest = rest.dropFirst(3)
    return true
  }

  /// Where the value begins: behind `=`, or behind `: type =`.
  private static func assignment(in line: ArraySlice<Unicode.Scalar>) -> Int? {
    let tail = line.drop { $0 == " " || $0 == "\t" }
    guard let first = tail.first, first == "=" || first == ":" else { return nil }
    guard let sign = tail.firstIndex(of: "="), tail[tail.index(after: sign)...].first != "=" else { return nil }
    return sign + 1
  }

  /// To the end of the line, or of the brackets that it opens.
  private static func value(_ rest: inout ArraySlice<Unicode.Scalar>) -> Value {
    var value = Value()
    var depth = 0
    while let scalar = rest.first {
      switch scalar {
      case "(", "[":
        depth += 1
        rest = rest.dropFirst()
      case ")", "]":
        depth -= 1
        rest = rest.dropFirst()
      case "\n", "\r":
        if depth <= 0 { return value }
        rest = rest.dropFirst()
      case "#": rest = rest.drop { $0 != "\n" && $0 != "\r" }
      case " ", "\t", ",": rest = rest.dropFirst()
      case "\"", "'":
        guard let text = string(&rest, scalar) else {
          value.isLiteral = false
          return value
        }
        value.strings.append(text)
      default:
        let word = String(String.UnicodeScalarView(rest.prefix { isWord($0) }))
        rest = rest.dropFirst(max(1, word.unicodeScalars.count))
        let isPrefix = ["u", "r", "U", "R"].contains(word) && (rest.first == "\"" || rest.first == "'")
        if word != "None" && !isPrefix { value.isLiteral = false }
      }
    }
    return value
  }

  /// - Returns: nil for one that is not closed on its line.
  private static func string(_ rest: inout ArraySlice<Unicode.Scalar>, _ quote: Unicode.Scalar) -> String? {
    rest = rest.dropFirst()
    let text = rest.prefix { $0 != quote && $0 != "\n" && $0 != "\\" }
    rest = rest.dropFirst(text.count)
    guard rest.first == quote else { return nil }
    rest = rest.dropFirst()
    return String(String.UnicodeScalarView(text))
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }
}
