import Schema

/// A type as format_type writes it, taken apart: `character varying(100)[]`, `timestamp(3) with time zone`.
struct TypeName: Equatable {
  /// Without modifiers and brackets: `timestamp with time zone`.
  let base: String
  let modifiers: [Int]
  let isArray: Bool

  init(_ text: Text) {
    var rest = text.string
    isArray = rest.hasSuffix("[]")
    if isArray { rest = String(rest.dropLast(2)) }
    // A quoted name may hold parentheses; it has no modifiers that we know.
    guard !rest.contains("\""), let open = rest.firstIndex(of: "("), let close = rest.firstIndex(of: ")") else {
      base = rest
      modifiers = []
      return
    }
    modifiers = rest[rest.index(after: open)..<close].split(separator: ",").compactMap { Int($0) }
    base = String(rest[..<open]) + String(rest[rest.index(after: close)...])
  }

  private static let texts: Set<String> = ["character varying", "text", "character", "name"]
  private static let integers = ["smallint", "integer", "bigint"]
  private static let numbers: Set<String> = ["smallint", "integer", "bigint", "numeric", "real", "double precision"]
  private static let moments: Set<String> = ["timestamp without time zone", "timestamp with time zone", "date"]
  private static let documents: Set<String> = ["json", "jsonb"]
  private static let bits: Set<String> = ["bit", "bit varying"]

  private var isText: Bool { Self.texts.contains(base) }

  /// What USING must say; nil: nothing, for the server has an assignment cast. That one refuses a text that is too long, where the
  /// explicit cast would cut it.
  func using(from old: TypeName, column: String, type: Text) -> String? {
    if base == old.base && isArray == old.isArray || isText && !isArray { return nil }
    for family in [Self.texts, Self.numbers, Self.moments, Self.documents, Self.bits]
    where family.contains(base) && family.contains(old.base) && isArray == old.isArray { return nil }
    // Every type can be read from its text.
    return old.isText && !old.isArray ? "\(column)::\(type)" : "\(column)::text::\(type)"
  }

  /// What a change to this type can do to the values; nil: nothing, and the table is not even rewritten.
  func danger(from old: TypeName) -> (reason: String, risk: RepairStatement.Risk)? {
    let rewrite = "rewrites the table under an exclusive lock"
    guard isArray == old.isArray else { return ("fails where a value is none of the new type; \(rewrite)", .careful) }
    let (length, oldLength) = (modifiers.first ?? .max, old.modifiers.first ?? .max)
    if (base == "character varying" || base == "text") && (old.base == "character varying" || old.base == "text") {
      return length >= oldLength
        ? nil : ("fails where a value is longer; checks the table under an exclusive lock", .careful)
    }
    if base == "numeric" && old.base == base {
      let (scale, oldScale) = (modifiers.dropFirst().first ?? 0, old.modifiers.dropFirst().first ?? 0)
      if modifiers.isEmpty || scale == oldScale && length >= oldLength && !old.modifiers.isEmpty { return nil }
      return ("rounds values, and fails where one is too large; \(rewrite)", .destructive)
    }
    if let rank = Self.integers.firstIndex(of: base), let oldRank = Self.integers.firstIndex(of: old.base) {
      let reason =
        rank > oldRank ? "no value is lost, but it \(rewrite)" : "fails where a value is too large; \(rewrite)"
      return (reason, .careful)
    }
    return ("values can lose precision or their meaning, or fail; \(rewrite)", .destructive)
  }

  /// How values of the type are stored unless a column says otherwise; nil: it is not known here.
  var storage: String? {
    if isArray { return "EXTENDED" }
    return switch base {
    case "text", "character varying", "character", "bytea", "json", "jsonb", "xml", "tsvector", "bit", "bit varying":
      "EXTENDED"
    case "numeric", "inet", "cidr": "MAIN"
    case "smallint", "integer", "bigint", "real", "double precision", "boolean", "uuid", "date", "interval", "oid",
      "name",
      "timestamp without time zone", "timestamp with time zone", "time without time zone", "time with time zone":
      "PLAIN"
    default: nil
    }
  }
}
