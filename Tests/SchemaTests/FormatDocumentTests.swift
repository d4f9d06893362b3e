import Schema
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// docs/format.md is the normative description of the document: its tables say what the code says.
struct FormatDocumentTests {
  private static let document = readText(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/docs/format.md")

  /// Name, default and class of each field, in the order in which they are written.
  @Test(arguments: Kind.allCases.filter { $0 != .database })
  func theTableOfFields(kind: Kind) throws {
    func expected<Object: SchemaObject>(_ type: Object.Type) -> [[String]] {
      let empty = Object(key: "x")
      return Object.fields.map { field in [field.name.string, defaultWord(field, empty), field.weight.rawValue] }
    }
    let section = try #require(self.section(under: "### \(kind.word)"))
    let rows = section.filter { $0.hasPrefix("| ") }.dropFirst(2).map { line in
      line.split(separator: "|").map { $0.trimming(" ") }
    }
    #expect(rows.map { [$0[0], $0[2], $0[3]] } == expected(objectType(kind)))
    #expect(rows.allSatisfy { $0.count == 5 && !$0[4].isEmpty })
  }

  /// The values a field can have, by the type of its property.
  @Test(arguments: Kind.allCases.filter { $0 != .database })
  func theValues(kind: Kind) throws {
    func expected<Object: SchemaObject>(_ type: Object.Type) -> [String] {
      Object.fields.map { field in
        switch "\(Swift.type(of: valueOf(field, in: Object(key: "x"))))" {
        case "Bool": "true, false"
        case "Int64", "Optional<Int64>": "integer"
        case "Array<Text>": "list"
        case "Text", "Optional<Text>": "text"
        case let other: other
        }
      }
    }
    let rows = try #require(self.section(under: "### \(kind.word)")).filter { $0.hasPrefix("| ") }.dropFirst(2)
    #expect(rows.map { $0.split(separator: "|")[1].trimming(" ") } == expected(objectType(kind)))
  }

  @Test(arguments: Kind.allCases.filter { $0 != .database })
  func theListsOfMembers(kind: Kind) throws {
    func expected<Object: SchemaObject>(_ type: Object.Type) -> [String] {
      Object.members.isEmpty ? [] : ["Lists: " + Object.members.map { "`\($0.name)`" }.joined(separator: ", ") + "."]
    }
    let section = try #require(self.section(under: "### \(kind.word)"))
    #expect(section.filter { $0.hasPrefix("Lists: ") } == expected(objectType(kind)))
  }

  /// The examples are documents; those of this form are canonical.
  @Test func theExamples() throws {
    let blocks = Self.document.split(separator: "```json\n").dropFirst().map { String($0.prefix { $0 != "`" }) }
    #expect(blocks.count == 3)
    let whole = try Snapshot(document: Array(blocks[0].utf8))
    #expect(String(decoding: whole.canonicalBytes, as: UTF8.self) == blocks[0])
    #expect(try Snapshot(document: Array(blocks[2].utf8)).version == .legacy)
  }

  @Test func theCharactersThatAreEscaped() {
    let escaped = (0x20...0x10ffff).compactMap { Unicode.Scalar($0 as UInt32) }.filter(\.isInvisibleControl).map(
      \.value)
    let said: [ClosedRange<UInt32>] = [
      0x7f...0x9f, 0x61c...0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff...0xfeff,
    ]
    #expect(escaped == said.flatMap(Array.init))
    for range in said {
      for bound in [range.lowerBound, range.upperBound] {
        let hex = String(bound, radix: 16, uppercase: true)
        #expect(Self.document.contains("U+" + String(repeating: "0", count: 4 - hex.count) + hex))
      }
    }
  }

  private func defaultWord<Object: SchemaObject>(_ field: Field<Object>, _ empty: Object) -> String {
    guard let words = field.words(empty) else { return "none" }
    switch valueOf(field, in: empty) {
    case is Bool, is Int64: return words.string
    default: return words == "" ? "empty" : "`\(words)`"
    }
  }

  private func valueOf<Object: SchemaObject>(_ field: Field<Object>, in object: Object) -> Any {
    Mirror(reflecting: object).children.first { $0.label == camelCase(field.name) }?.value ?? ""
  }

  /// The lines below a heading, up to the next one.
  private func section(under heading: String) -> [String]? {
    let lines = Self.document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: heading) else { return nil }
    return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("#") })
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> String {
    String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
  }
}

private func readText(_ path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes.append(contentsOf: buffer[0..<count])
  }
  return String(decoding: bytes, as: UTF8.self)
}
