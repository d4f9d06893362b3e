import Schema

/// Where things stand in a file of a baseline, by the keys on the way to them. Reads the canonical form, in which each key begins
/// a line of its own and its depth is its indent; in a text of another form less is found.
struct DocumentLines {
  private let lines: [ArraySlice<UInt8>]
  /// Lines of the keys down to the objects of a schema, by all keys on the way: so that each look-up reads one object alone.
  private var outline: [[ArraySlice<UInt8>]: Int] = [:]
  private static let outlineDepth = 4

  init(_ bytes: [UInt8]) {
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var path: [ArraySlice<UInt8>] = []
    for (number, line) in lines.enumerated() {
      guard let (depth, key) = Self.key(of: line), depth < Self.outlineDepth, depth <= path.count else { continue }
      path = path.prefix(depth) + [key]
      outline[path] = number
    }
  }

  /// The line of the deepest of the keys that is there, from 1.
  /// - Returns: how many of the keys were found, and the line; of none of them the first line.
  func find(_ keys: [Text]) -> (count: Int, line: Int) {
    let quoted = keys.map { key -> ArraySlice<UInt8> in
      var writer = JSONWriter()
      writer.value(key)
      return writer.bytes[...]
    }
    for count in stride(from: min(quoted.count, Self.outlineDepth), to: 0, by: -1) {
      guard let start = outline[Array(quoted.prefix(count))] else { continue }
      return find(quoted, after: start, found: count)
    }
    return (0, 1)
  }

  private func find(_ keys: [ArraySlice<UInt8>], after start: Int, found: Int) -> (count: Int, line: Int) {
    var (count, last) = (found, start)
    for number in lines.indices.dropFirst(start + 1) where count < keys.count {
      guard let (depth, key) = Self.key(of: lines[number]) else { continue }
      if depth < count { break }
      if depth == count && key == keys[count] {
        count += 1
        last = number
      }
    }
    return (count, last + 1)
  }

  /// The key that begins a line, with its quotes, and how deep it stands.
  private static func key(of line: ArraySlice<UInt8>) -> (depth: Int, key: ArraySlice<UInt8>)? {
    let rest = line.drop { $0 == UInt8(ascii: " ") }
    let indent = rest.startIndex - line.startIndex
    guard indent >= 2, indent % 2 == 0, rest.first == UInt8(ascii: "\"") else { return nil }
    var end = rest.startIndex + 1
    while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") { end += rest[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end + 1 < rest.endIndex, rest[end + 1] == UInt8(ascii: ":") else { return nil }
    return (indent / 2 - 1, rest[...end])
  }
}

extension Kind {
  /// The keys of the lists that objects of the kind can stand in, in a document.
  var listNames: [Text] {
    let lists =
      Database.members.map { ($0.kind, $0.name) } + Namespace.members.map { ($0.kind, $0.name) }
      + Table.members.map { ($0.kind, $0.name) } + CompositeType.members.map { ($0.kind, $0.name) }
      + ForeignServer.members.map { ($0.kind, $0.name) }
    return lists.filter { $0.0 == self }.map(\.1)
  }
}
