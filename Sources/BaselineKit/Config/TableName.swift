/// A table named in a configuration: `customers` in any watched schema, or `billing.invoices` in that one.
///
/// Names are exact, by bytes; nothing is folded to lower case. A part with a dot in it stands in double quotes (doubled within): `billing."Odd.Name"`.
package struct TableName: Hashable, Sendable, CustomStringConvertible {
  /// nil: any watched schema.
  package let schema: String?
  package let name: String

  package init(schema: String? = nil, name: String) {
    self.schema = schema
    self.name = name
  }

  /// nil when the text is no such name: an empty part, a third part, or quotes that do not close.
  package init?(parsing text: String) {
    var parts: [String] = [""]
    var quoted = false
    var closed = false  // the part was quoted and has ended
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if quoted {
        if scalar != "\"" {
          parts[parts.count - 1].unicodeScalars.append(scalar)
        } else if next == "\"" {
          parts[parts.count - 1].unicodeScalars.append("\"")
          next = scalars.next()
        } else {
          quoted = false
          closed = true
        }
      } else if scalar == "." {
        parts.append("")
        closed = false
      } else if closed {
        return nil
      } else if scalar == "\"" {
        guard parts[parts.count - 1].isEmpty else { return nil }
        quoted = true
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    guard !quoted, parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(schema: parts.count == 2 ? parts[0] : nil, name: parts[parts.count - 1])
  }

  package func matches(schema: String, name: String) -> Bool {
    self.name.utf8.elementsEqual(name.utf8) && (self.schema.map { $0.utf8.elementsEqual(schema.utf8) } ?? true)
  }

  /// As a configuration writes it: what ``init(parsing:)`` reads.
  package var description: String {
    [schema, name].compactMap(\.self).map(TableName.quote).joined(separator: ".")
  }

  private static func quote(_ part: String) -> String {
    guard part.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\"") }) else { return part }
    return "\"" + part.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  package static func == (one: TableName, other: TableName) -> Bool {
    one.matches(schema: other.schema ?? "", name: other.name) && (one.schema == nil) == (other.schema == nil)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(schema.map { Array($0.utf8) })
    hasher.combine(Array(name.utf8))
  }
}
