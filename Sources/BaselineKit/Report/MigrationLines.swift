import Schema

/// Where migrations name an object: the newest one that does, by the words in its text. A pointer for people and no proof: a
/// migration may call an object by another name, or build the name while it runs.
struct MigrationLines {
  /// The newest first; of each the lines of every word.
  private let files: [(path: String, words: [ArraySlice<UInt8>: [Int]])]

  /// So many files are read at most, and nothing of larger ones.
  private static let mostFiles = 2_000
  private static let largestFile = 1 << 20

  init(of source: FileSource, _ migrations: Config.Migrations) throws {
    var entries: [FileSource.Entry] = []
    for path in migrations.paths { entries += try source.entries(under: path) }
    // What takes a migration back names the same objects.
    entries = entries.filter {
      ($0.mode == .regular || $0.mode == .executable) && $0.path.fileName != "down.sql" && !$0.path.contains(".down.")
    }
    // A revision of Alembic says itself where it stands; elsewhere the names do.
    var order: [String: Int] = [:]
    if migrations.runner == .alembic {
      let revisions = try AlembicRevisions.migrations(of: source, migrations.paths, RevisionCache())
      for (place, revision) in revisions.enumerated() { order[revision.path] = place }
    }
    entries.sort { one, other in
      let places = (order[one.path] ?? -1, order[other.path] ?? -1)
      return places.0 == places.1 ? precedesByBytes(other.path, one.path) : places.0 > places.1
    }
    files = entries.prefix(Self.mostFiles).compactMap { entry in
      guard let bytes = try? source.read(entry, limit: Self.largestFile) else { return nil }
      return (entry.path, Self.words(bytes))
    }
  }

  /// Of a member the line that names it behind its table's; else the line of its table.
  func line(of object: ObjectID) -> SourceLine? {
    guard object.path.count > 1 else { return nil }
    let names = object.path.dropFirst().map { name -> ArraySlice<UInt8> in
      // A function's key is its signature.
      let bytes = Array(object.kind == .function ? name.string.prefix { $0 != "(" }.utf8 : name.string[...].utf8)
      return Self.lowercased(bytes[...])
    }
    for count in stride(from: names.count, to: 0, by: -1) {
      for (path, words) in files {
        let places = names.prefix(count).map { words[$0] ?? [] }
        guard let container = places[0].first, let last = places.last, let first = last.first else { continue }
        return SourceLine(path, last.first { $0 >= container } ?? first)
      }
    }
    return nil
  }

  /// The lines of each word, from 1.
  private static func words(_ bytes: [UInt8]) -> [ArraySlice<UInt8>: [Int]] {
    var words: [ArraySlice<UInt8>: [Int]] = [:]
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      for word in lowercased(line).split(whereSeparator: { !isWordByte($0) }) {
        if words[word]?.last != number + 1 { words[word, default: []].append(number + 1) }
      }
    }
    return words
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }[...]
  }

  /// What unquoted names are made of.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
