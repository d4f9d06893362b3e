/// Writes the canonical form (docs/format.md): UTF-8, two-space indent, one attribute on each line, `{}` and `[]` when empty.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var first = true
  private let isCompact: Bool

  /// - Parameter isCompact: everything on one line, without blanks.
  package init(capacity: Int = 1 << 12, isCompact: Bool = false) {
    self.isCompact = isCompact
    bytes.reserveCapacity(capacity)
  }

  package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try container(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
  }

  package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try container(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
  }

  /// Begins an attribute; its value is to be written next.
  package mutating func key(_ key: Text) {
    nextLine()
    quoted(key)
    bytes.append(UInt8(ascii: ":"))
    if !isCompact { bytes.append(UInt8(ascii: " ")) }
  }

  /// Begins an element of an array; its value is to be written next.
  package mutating func element() {
    nextLine()
  }

  package mutating func value(_ text: Text) {
    quoted(text)
  }

  package mutating func value(_ flag: Bool) {
    append(flag ? "true" : "false")
  }

  package mutating func value(_ number: Int64) {
    append(String(number))
  }

  package mutating func null() {
    append("null")
  }

  package mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func container(
    open: UInt8, close: UInt8, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    bytes.append(open)
    depth += 1
    first = true
    try body(&self)
    depth -= 1
    if !first { indent() }
    first = false
    bytes.append(close)
  }

  private mutating func nextLine() {
    if !first { bytes.append(UInt8(ascii: ",")) }
    first = false
    indent()
  }

  private mutating func indent() {
    if isCompact { return }
    newline()
    for _ in 0..<(2 * depth) { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func append(_ ascii: String) {
    bytes.append(contentsOf: ascii.utf8)
  }

  private mutating func quoted(_ text: Text) {
    bytes.append(UInt8(ascii: "\""))
    let plain = text.withBytes { source in
      let plain = source.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
      if plain { bytes.append(contentsOf: source) }
      return plain
    }
    if !plain { for scalar in text.string.unicodeScalars { append(scalar) } }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": append("\\\"")
    case "\\": append("\\\\")
    case "\n": append("\\n")
    case "\r": append("\\r")
    case "\t": append("\\t")
    default:
      if scalar.isInvisibleControl {
        let hex = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }
}

extension Unicode.Scalar {
  /// What could move a terminal's cursor or turn a line's direction where the document is shown: C0, DEL, C1, the line and
  /// paragraph separators, the bidirectional controls and the byte order mark. All lie in the basic plane.
  package var isInvisibleControl: Bool {
    switch value {
    case 0..<0x20, 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    default: false
    }
  }
}
