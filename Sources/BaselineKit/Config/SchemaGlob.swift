/// A schema's name, or a glob over names: `*` is any number of characters, `?` is one.
///
/// A name without either is exact. A glob never matches PostgreSQL's own schemas (`pg_…`, `information_schema`).
package struct SchemaGlob: Hashable, Sendable {
  /// As it was written.
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var isGlob: Bool { text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } }

  /// Whether the schema's name is meant, compared by bytes.
  package func matches(_ schema: String) -> Bool {
    guard isGlob else { return text.utf8.elementsEqual(schema.utf8) }
    if schema.utf8.starts(with: "pg_".utf8) || schema == "information_schema" { return false }
    return SchemaGlob.match(Array(text.unicodeScalars), Array(schema.unicodeScalars))
  }

  /// Tries the shortest stretch for each `*` and lengthens only the last one: at most pattern × name steps.
  private static func match(_ glob: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
    var g = 0
    var n = 0
    var lastStar: (glob: Int, name: Int)?
    while n < name.count {
      if g < glob.count, glob[g] == "*" {
        lastStar = (g, n)
        g += 1
      } else if g < glob.count, glob[g] == "?" || glob[g] == name[n] {
        g += 1
        n += 1
      } else if let star = lastStar {
        lastStar = (star.glob, star.name + 1)
        g = star.glob + 1
        n = star.name + 1
      } else {
        return false
      }
    }
    return glob[g...].allSatisfy { $0 == "*" }
  }

  package static func == (one: SchemaGlob, other: SchemaGlob) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Array(text.utf8))
  }
}
