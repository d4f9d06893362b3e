#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads JSON strictly and in one pass: UTF-8 without a byte order mark, no duplicate keys (by bytes), no trailing comma, no
/// NUL, no lone surrogate, whole numbers within 64 bits, nesting to 64, at most 64 MiB.
package struct JSONReader {
  package static let sizeLimit = 64 << 20
  static let depthLimit = 64

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  /// Where the key stands whose value is being read.
  private var keyStart = 0

  /// - Throws: DocumentError for what is wrong with the bytes as a whole.
  package init(_ bytes: [UInt8]) throws(DocumentError) {
    self.bytes = bytes
    guard bytes.count <= Self.sizeLimit else {
      throw DocumentError(reason: "the document has \(bytes.count) bytes; at most \(Self.sizeLimit) are read")
    }
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { throw error(at: 0, "begins with a byte order mark") }
    if let conflict = conflictMarker() {
      throw error(
        at: conflict, "has a conflict marker of an unfinished merge",
        hint: "settle the merge of the migrations, then: baseline update --staged")
    }
    if let invalid = firstInvalidUTF8(bytes) { throw error(at: invalid, "is not UTF-8") }
  }

  /// Reads `{…}`: `body` is called after each key and must read its value.
  package mutating func object(
    _ body: (Text, inout JSONReader) throws(DocumentError) -> Void
  ) throws(DocumentError) {
    var seen = SeenKeys()
    try entries { key, reader throws(DocumentError) in
      guard seen.insert(key) else { throw reader.duplicate(key) }
      try body(key, &reader)
    }
  }

  /// The same for a caller who notices himself what an object has twice.
  mutating func entries(
    _ body: (Text, inout JSONReader) throws(DocumentError) -> Void
  ) throws(DocumentError) {
    try open(UInt8(ascii: "{"), "an object")
    if try !close(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        let start = position
        let key = try text()
        try expect(UInt8(ascii: ":"))
        keyStart = start
        try body(key, &self)
      } while try next(UInt8(ascii: "}"))
    }
    depth -= 1
  }

  /// The error at a key that the object has already.
  func duplicate(_ key: Text) -> DocumentError {
    error("duplicate key \"\(key)\"")
  }

  /// The text under the first key of an object, which has to be this one; reads no further.
  /// - Returns: the text and where it stands, for `error(at:)`.
  func first(_ key: Text) throws(DocumentError) -> (text: Text, mark: Int) {
    var reader = self
    try reader.open(UInt8(ascii: "{"), "an object")
    let start = reader.mark()
    guard reader.peek() == UInt8(ascii: "\""), try reader.text() == key else {
      throw error(at: start, "a document begins with \"\(key)\"")
    }
    try reader.expect(UInt8(ascii: ":"))
    let mark = reader.mark()
    return (try reader.text(), mark)
  }

  /// Reads `[…]`: `body` is called at each element and must read it.
  package mutating func array(_ body: (inout JSONReader) throws(DocumentError) -> Void) throws(DocumentError) {
    try open(UInt8(ascii: "["), "an array")
    if try !close(UInt8(ascii: "]")) {
      repeat { try body(&self) } while try next(UInt8(ascii: "]"))
    }
    depth -= 1
  }

  package mutating func text() throws(DocumentError) -> Text {
    skipSpace()
    guard peek() == UInt8(ascii: "\"") else { throw unexpected("a string") }
    position += 1
    var start = position
    var unescaped: [UInt8]?
    while let byte = skipPlain() {
      switch byte {
      case UInt8(ascii: "\""):
        let end = position
        position += 1
        if var whole = unescaped {
          whole.append(contentsOf: bytes[start..<end])
          return Text(String(decoding: whole, as: UTF8.self))
        }
        return Text(
          bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[start..<end]), as: UTF8.self)
          })
      case UInt8(ascii: "\\"):
        var whole = unescaped ?? []
        whole.append(contentsOf: bytes[start..<position])
        try whole.append(contentsOf: UTF8.encode(escape())!)
        unescaped = whole
        start = position
      default:
        throw error(at: position, "a control character in a string must be escaped")
      }
    }
    throw error(at: position, "the document ends within a string")
  }

  /// Passes over what stands for itself in a string.
  /// - Returns: what does not: a quote, a backslash or a control character; nil: the document ends here.
  private mutating func skipPlain() -> UInt8? {
    let from = position
    let found = bytes.withUnsafeBufferPointer { bytes in
      bytes[from...].firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
    }
    position = found ?? bytes.count
    return found.map { bytes[$0] }
  }

  package mutating func flag() throws(DocumentError) -> Bool {
    skipSpace()
    if take("true") { return true }
    if take("false") { return false }
    throw unexpected("true or false")
  }

  /// Reads `null` if it stands here.
  package mutating func null() -> Bool {
    skipSpace()
    return take("null")
  }

  package mutating func integer() throws(DocumentError) -> Int64 {
    skipSpace()
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    let first = position
    guard digits(), peek() != UInt8(ascii: "."), peek() != UInt8(ascii: "e"), peek() != UInt8(ascii: "E") else {
      position = start
      throw unexpected("a whole number")
    }
    guard bytes[first] != 0x30 || position == first + 1,
      let number = Int64(String(decoding: bytes[start..<position], as: UTF8.self))
    else { throw error(at: start, "a number that has leading zeros or does not fit in 64 bits") }
    return number
  }

  /// Passes over one value of any kind, as strictly as if it were read.
  package mutating func skip() throws(DocumentError) {
    skipSpace()
    switch peek() {
    case UInt8(ascii: "{"): try object { _, reader throws(DocumentError) in try reader.skip() }
    case UInt8(ascii: "["): try array { reader throws(DocumentError) in try reader.skip() }
    case UInt8(ascii: "\""): _ = try text()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try flag()
    default: if !null() && !number() { throw unexpected("a value") }
    }
  }

  /// Passes over a number as JSON has them (RFC 8259, section 6); only what is skipped may have a fraction.
  private mutating func number() -> Bool {
    let start = position
    _ = take("-")
    let isWhole = take("0") || digits()
    let hasFraction = !take(".") || digits()
    var hasExponent = true
    if take("e") || take("E") {
      _ = take("+") || take("-")
      hasExponent = digits()
    }
    if isWhole && hasFraction && hasExponent { return true }
    position = start
    return false
  }

  /// Passes over digits; false when there are none.
  private mutating func digits() -> Bool {
    let start = position
    while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
    return position > start
  }

  /// Demands that nothing but white space is left.
  package mutating func end() throws(DocumentError) {
    skipSpace()
    if position < bytes.count { throw error(at: position, "text after the end of the document") }
  }

  /// The byte that the next value begins with, by which its kind is told; nil: the document ends here.
  package mutating func upcoming() -> UInt8? {
    skipSpace()
    return peek()
  }

  /// An error at the key whose value is to be read next.
  package func error(_ reason: String, hint: String? = nil) -> DocumentError {
    error(at: keyStart, reason, hint: hint)
  }

  /// Where the reader stands, to be handed to `error(at:)` later.
  package mutating func mark() -> Int {
    skipSpace()
    return position
  }

  package func error(at offset: Int, _ reason: String, hint: String? = nil) -> DocumentError {
    let before = bytes.prefix(offset)
    let line = before.reduce(into: 1) { $0 += $1 == 0x0a ? 1 : 0 }
    let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return DocumentError(line: line, column: offset - lineStart + 1, reason: reason, hint: hint)
  }

  private mutating func open(_ bracket: UInt8, _ what: String) throws(DocumentError) {
    skipSpace()
    guard peek() == bracket else { throw unexpected(what) }
    depth += 1
    guard depth <= Self.depthLimit else { throw error(at: position, "nested deeper than \(Self.depthLimit)") }
    position += 1
  }

  private mutating func close(_ bracket: UInt8) throws(DocumentError) -> Bool {
    skipSpace()
    guard peek() == bracket else { return false }
    position += 1
    return true
  }

  /// After a member: a comma and another one (true), or the closing bracket (false).
  private mutating func next(_ bracket: UInt8) throws(DocumentError) -> Bool {
    if try close(bracket) { return false }
    try expect(UInt8(ascii: ","))
    skipSpace()
    if peek() == bracket { throw error(at: position, "a comma before the closing bracket") }
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(DocumentError) {
    skipSpace()
    guard peek() == byte else { throw unexpected("'\(Character(Unicode.Scalar(byte)))'") }
    position += 1
  }

  private func unexpected(_ wanted: String) -> DocumentError {
    guard position < bytes.count else { return error(at: position, "the document ends where \(wanted) was expected") }
    return error(at: position, "expected \(wanted)")
  }

  private mutating func escape() throws(DocumentError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let byte = peek() else { throw error(at: start, "the document ends within a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var unit = try hexUnit(from: start)
      if (0xd800..<0xdc00).contains(unit), take("\\u") {
        let low = try hexUnit(from: start)
        guard (0xdc00..<0xe000).contains(low) else { throw error(at: start, "a lone surrogate") }
        unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw error(at: start, "a lone surrogate") }
      if scalar.value == 0 { throw error(at: start, "NUL, which PostgreSQL's text cannot hold") }
      return scalar
    default: throw error(at: start, "an unknown escape")
    }
  }

  private mutating func hexUnit(from start: Int) throws(DocumentError) -> UInt32 {
    let digits = bytes[position..<min(position + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy(isHexDigit),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error(at: start, "\\u wants four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func take(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace() {
    let from = position
    position = bytes.withUnsafeBufferPointer { bytes in
      var place = from
      while place < bytes.count,
        bytes[place] == 0x20 || bytes[place] == 0x0a || bytes[place] == 0x0d || bytes[place] == 0x09
      {
        place += 1
      }
      return place
    }
  }

  /// Where a line of a conflicted merge begins. In canonical text no line begins with these characters.
  private func conflictMarker() -> Int? {
    var lineStart = 0
    while bytes.count - lineStart >= 7 {
      switch bytes[lineStart] {
      case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "|"):
        if bytes[lineStart..<lineStart + 7].allSatisfy({ $0 == bytes[lineStart] }) { return lineStart }
      default: break
      }
      let newline = bytes.withUnsafeBytes { buffer in
        memchr(buffer.baseAddress! + lineStart, 0x0a, buffer.count - lineStart)
          .map { UnsafeRawPointer($0) - buffer.baseAddress! }
      }
      guard let newline else { return nil }
      lineStart = newline + 1
    }
    return nil
  }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
}

/// Eight bytes at a time: nearly all documents are.
private func isASCII(_ bytes: [UInt8]) -> Bool {
  bytes.withUnsafeBytes { bytes in
    let whole = bytes.count & ~7
    var seen: UInt64 = 0
    for place in stride(from: 0, to: whole, by: 8) {
      seen |= bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    }
    return seen & 0x8080_8080_8080_8080 == 0 && bytes[whole...].allSatisfy { $0 < 0x80 }
  }
}

/// The offset of the first byte that is not part of well-formed UTF-8.
package func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  if isASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil { return nil }
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): offset += UTF8.width(scalar)
    case .emptyInput: return nil
    case .error: return offset
    }
  }
}
