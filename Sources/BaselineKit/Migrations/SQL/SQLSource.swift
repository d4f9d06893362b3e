/// A line and a column in a file, both counted from 1; the column in Unicode scalars, as PostgreSQL counts characters.
package struct SQLPlace: Equatable, Sendable {
  package let line: Int
  package let column: Int
}

/// The bytes of one SQL file that were checked to be text.
struct SQLSource {
  let file: String
  /// Valid UTF-8 without NUL.
  let bytes: [UInt8]
  /// Where the text begins: behind a byte order mark.
  let start: Int
  /// The offset of each line's first byte.
  let lineStarts: [Int]

  /// - Throws: a file that holds NUL or is not UTF-8.
  init(file: String, bytes: [UInt8]) throws(MigrationError) {
    self.file = file
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lineStarts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { lineStarts.append(offset + 1) }
    self.lineStarts = lineStarts
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw error(at: 0, "the file is UTF-16, not UTF-8", hint: "save it as UTF-8")
    }
    if let zero = bytes.firstIndex(of: 0) {
      throw error(at: zero, "the file holds a NUL byte, which PostgreSQL's text cannot hold")
    }
    if let invalid = Self.firstInvalid(in: bytes) {
      throw error(at: invalid, "the file is not valid UTF-8 here", hint: "save it as UTF-8")
    }
  }

  /// The line and column of a byte.
  func place(at offset: Int) -> SQLPlace {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    // A byte order mark is no column; continuation bytes (10xxxxxx) begin no character.
    let first = max(lineStarts[low], start)
    let before = first < offset ? bytes[first..<offset].count { $0 & 0xC0 != 0x80 } : 0
    return SQLPlace(line: low + 1, column: before + 1)
  }

  func error(at offset: Int, _ reason: String, hint: String? = nil) -> MigrationError {
    let place = place(at: offset)
    return MigrationError(file: file, line: place.line, column: place.column, reason: reason, hint: hint)
  }

  /// The lines as byte ranges without their ends (LF or CRLF).
  var lines: [Range<Int>] {
    lineStarts.indices.map { index in
      let from = max(lineStarts[index], start)
      var to = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
      if to > from, bytes[to - 1] == UInt8(ascii: "\r") { to -= 1 }
      return from..<max(from, to)
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The offset of the first byte that begins no valid UTF-8 sequence (RFC 3629: no overlong forms, no surrogates).
  private static func firstInvalid(in bytes: [UInt8]) -> Int? {
    var offset = 0
    while offset < bytes.count {
      let first = bytes[offset]
      let (length, lowest, highest): (Int, UInt8, UInt8)
      switch first {
      case 0..<0x80:
        offset += 1
        continue
      case 0xC2...0xDF: (length, lowest, highest) = (2, 0x80, 0xBF)
      case 0xE0: (length, lowest, highest) = (3, 0xA0, 0xBF)
      case 0xED: (length, lowest, highest) = (3, 0x80, 0x9F)
      case 0xE1...0xEF: (length, lowest, highest) = (3, 0x80, 0xBF)
      case 0xF0: (length, lowest, highest) = (4, 0x90, 0xBF)
      case 0xF1...0xF3: (length, lowest, highest) = (4, 0x80, 0xBF)
      case 0xF4: (length, lowest, highest) = (4, 0x80, 0x8F)
      default: return offset
      }
      guard offset + length <= bytes.count, (lowest...highest).contains(bytes[offset + 1]),
        bytes[(offset + 2)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
      else { return offset }
      offset += length
    }
    return nil
  }
}
