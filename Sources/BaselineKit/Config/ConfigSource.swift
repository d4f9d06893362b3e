import YAML

/// A file's bytes by lines, and the insertions to be made in them. Nothing is ever removed or rewritten.
struct ConfigSource {
  private let bytes: [UInt8]
  /// The offset at which each line begins.
  private let lines: [Int]
  private let newline: String
  private var insertions: [(offset: Int, text: String)] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lines = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    newline = lines.count > 1 && bytes[..<(lines[1] - 1)].last == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// The line's text from a place to the end of the line, without the line end.
  func rest(from mark: YAMLMark) -> ArraySlice<UInt8> {
    bytes[offset(of: mark)..<end(ofLine: mark.line)]
  }

  mutating func insert(_ text: String, at mark: YAMLMark) {
    insertions.append((offset(of: mark), text))
  }

  mutating func insert(_ text: String, atEndOfLine line: Int) {
    insertions.append((end(ofLine: line), text))
  }

  mutating func insertLine(_ text: String, after line: Int) { insertLines([text], after: line) }

  mutating func insertLines(_ lines: [String], after line: Int) {
    let end = end(ofLine: line)
    insertions.append((end, lines.map { newline + $0 }.joined() + (end == bytes.count ? newline : "")))
  }

  mutating func append(lines: [String]) {
    let missing = bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? "" : newline
    insertions.append((bytes.count, missing + lines.map { $0 + newline }.joined()))
  }

  /// The bytes with all insertions.
  var edited: [UInt8] {
    var result: [UInt8] = []
    var done = 0
    let inOrder = insertions.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
    for (offset, text) in inOrder.map(\.element) {
      result += bytes[done..<offset] + Array(text.utf8)
      done = offset
    }
    return result + bytes[done...]
  }

  /// Columns count characters: bytes that continue one do not count.
  private func offset(of mark: YAMLMark) -> Int {
    let start = lines[mark.line - 1]
    var left = mark.column - 1
    return bytes[start...].firstIndex { byte in
      guard byte & 0xC0 != 0x80 else { return false }
      defer { left -= 1 }
      return left == 0
    } ?? bytes.count
  }

  private func end(ofLine line: Int) -> Int {
    guard line < lines.count else { return bytes.count }
    let feed = lines[line] - 1
    return feed > 0 && bytes[feed - 1] == UInt8(ascii: "\r") ? feed - 1 : feed
  }
}

extension YAMLNode {
  /// The line on which a value ends. libyaml ends block collections and block scalars where the next line begins.
  var lastLine: Int {
    switch content {
    case .sequence(let items, flow: false): items.last?.lastLine ?? end.line
    case .mapping(let entries, flow: false): entries.last.map { max($0.start.line, $0.value.lastLine) } ?? end.line
    default: end.column == 1 && end.line > start.line ? end.line - 1 : end.line
    }
  }
}

/// A text as the rest of one line, behind a number sign: what would break the line or hide in it becomes a space.
func commentLine(_ text: String) -> String {
  let isGap = { (scalar: Unicode.Scalar) in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned: true
    default: false
    }
  }
  return text.unicodeScalars.split(whereSeparator: isGap).map { String($0) }.joined(separator: " ")
}
