import TestSupport

/// A script that makes a schema of all kinds of objects, the same for the same seed on every machine.
///
/// Everything in it is valid by construction: each thing is made of what was made before, by its name and type.
struct RandomSchema {
  private(set) var statements: [String] = []
  var random: SeededGenerator
  let major: Int

  var script: String { statements.map { $0 + ";\n" }.joined() }

  /// What later statements can use.
  var schemas: [String] = []
  var types: [ColumnType] = ColumnType.builtIn
  var collations = ["pg_catalog.\"C\"", "pg_catalog.\"POSIX\""]
  var tables: [MadeTable] = []
  /// Views and materialised views, which views can read like tables.
  var views: [MadeTable] = []
  var unvalidated: Set<String> = []
  var triggerFunctions: [String] = []
  /// Immutable functions of an integer that give an integer.
  var integerFunctions: [String] = []
  /// What can have a comment, as COMMENT ON names it.
  var commentable: [String] = []
  private var used: Set<String> = []
  private var counter = 0

  static let roles = ["random_role_1", "random_role_2", "\"Random \"\"Role\""]

  init(seed: UInt64, major: Int) {
    random = SeededGenerator(seed: seed)
    self.major = major
    for role in Self.roles {
      add("DO $$ BEGIN CREATE ROLE \(role); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")
    }
    for _ in 0..<range(1...3) {
      let schema = name()
      add("CREATE SCHEMA \(schema)\(chance(30) ? " AUTHORIZATION \(pick(Self.roles))" : "")")
      schemas.append(schema)
      commentable.append("SCHEMA \(schema)")
    }
    schemas.append("public")
    if chance(20) {
      add("ALTER DEFAULT PRIVILEGES IN SCHEMA \(pick(schemas)) GRANT SELECT ON TABLES TO \(pick(Self.roles))")
    }
    if chance(20) {
      add("ALTER DEFAULT PRIVILEGES FOR ROLE \(pick(Self.roles)) REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    }
    makeTypes()
    makeFunctions()
    makeTables()
    makeViews()
    makeCode()
    makeForeign()
    makePrivileges()
    for object in commentable where chance(25) { add("COMMENT ON \(object) IS \(literal(pick(Self.texts)))") }
  }

  mutating func add(_ statement: String) { statements.append(statement) }

  // MARK: Choosing

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func range(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: list.indices, using: &random)] }

  /// Some of a list, at least one, in another order.
  mutating func some<Element>(_ list: [Element], atMost most: Int) -> [Element] {
    Array(list.shuffled(using: &random).prefix(range(1...max(1, min(most, list.count)))))
  }

  /// A name that nothing else has, quoted where it must be; many that people get wrong.
  mutating func name() -> String {
    while true {
      let stem = chance(70) ? pick(Self.plainNames) : pick(Self.oddNames)
      counter += 1
      let candidate = chance(15) && !used.contains(stem) ? stem : "\(stem)_\(counter)"
      if used.insert(candidate).inserted {
        return candidate.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
          && !candidate.first!.isNumber && !Self.reserved.contains(candidate)
          ? candidate : "\"" + candidate.replacing("\"", with: "\"\"") + "\""
      }
    }
  }

  /// A new name in one of the schemas.
  mutating func qualified() -> String { "\(pick(schemas)).\(name())" }

  func literal(_ text: String) -> String {
    let quoted = "'" + text.replacing("'", with: "''") + "'"
    return text.contains("\\") ? "E" + quoted.replacing("\\", with: "\\\\") : quoted
  }

  static let plainNames = ["a", "item", "orders", "user_account", "x1", "total", "created", "kind", "parent", "state"]
  static let reserved: Set<String> = ["select", "true"]
  static let oddNames = [
    "Order", "select", "Mixed Case", "quo\"te", "dot.ted", "weiß", "日本", "émoji😀", " lead", "trail ", "a,b",
    "semi;colon",
    "dash--x", "/*c", "$$", "back\\slash", "(paren", "tab\tx", "new\nline", "%s", "{json}", "e\u{301}", "é", "'single'",
    "1st",
    "USING (", "a -> b", "NULL", "true",
  ]
  static let texts = [
    "plain", "it's", "two\nlines", "tab\t", "back\\slash", "\"quoted\"", "日本語", " ", "$$ dollar $$", "-- no comment",
    "';",
    "e\u{301}", "trailing \n", "\u{202e}turned",
  ]
}

/// A type that a column can have, with what makes sense for it.
struct ColumnType {
  var name: String
  /// Literals or expressions for defaults and comparisons.
  var values: [String]
  var isText = false
  var isInteger = false
  /// Whether btree indexes and comparisons know it.
  var isOrdered = true
  /// Whether hash partitions and hash indexes know it.
  var isHashable = true

  static let builtIn: [ColumnType] = [
    ColumnType(name: "integer", values: ["0", "1", "-5", "(2 + 3) * 4"], isInteger: true),
    ColumnType(name: "int4", values: ["7"], isInteger: true),
    ColumnType(name: "bigint", values: ["0", "9223372036854775807", "-1"], isInteger: true),
    ColumnType(name: "smallint", values: ["1", "'3'"], isInteger: true),
    ColumnType(name: "numeric(10,2)", values: ["0", "1.50", "-0.01", "1e3"]),
    ColumnType(name: "numeric", values: ["0.1", "'NaN'"]),
    ColumnType(name: "double precision", values: ["0.1", "1e300", "'Infinity'", "-1.5"]),
    ColumnType(name: "real", values: ["0.1"]),
    ColumnType(name: "text", values: ["''", "'x'", "'it''s'", "E'a\\nb'", "CURRENT_USER", "'a' || 'b'"], isText: true),
    ColumnType(name: "varchar(100)", values: ["'x'", "'ÿ'"], isText: true),
    ColumnType(name: "character varying", values: ["'x'::text", "upper('x')"], isText: true),
    ColumnType(name: "varchar(20)", values: ["'y'"], isText: true),
    ColumnType(name: "char(5)", values: ["'x'"], isText: true),
    ColumnType(name: "boolean", values: ["true", "false", "(NOT true)", "'t'"]),
    ColumnType(name: "date", values: ["'2024-01-01'", "CURRENT_DATE", "'epoch'", "'infinity'"]),
    ColumnType(name: "timestamptz", values: ["'2024-01-01 00:00+02'", "now()", "CURRENT_TIMESTAMP"]),
    ColumnType(name: "timestamp(3)", values: ["'2024-01-01'", "localtimestamp"]),
    ColumnType(name: "interval", values: ["'1 day'", "'90 days'::interval", "interval '1' hour"]),
    ColumnType(name: "time(0)", values: ["'12:00'"]),
    ColumnType(name: "uuid", values: ["'00000000-0000-0000-0000-000000000001'"]),
    ColumnType(name: "bytea", values: ["'\\xdeadbeef'"]),
    ColumnType(name: "jsonb", values: ["'{}'", "'{\"a\": [1, null]}'::jsonb"]),
    ColumnType(name: "json", values: ["'[]'"], isOrdered: false, isHashable: false),
    ColumnType(name: "inet", values: ["'127.0.0.1'"]),
    ColumnType(name: "integer[]", values: ["'{}'", "ARRAY[1, 2]", "'{1,2}'::integer[]"]),
    ColumnType(name: "text[][]", values: ["'{}'"]),
    ColumnType(name: "int4range", values: ["'[1,5)'", "int4range(1, 2)"]),
    ColumnType(name: "tstzrange", values: ["'empty'"]),
    ColumnType(name: "point", values: ["'(1,2)'", "point(0, 0)"], isOrdered: false, isHashable: false),
    ColumnType(name: "tsvector", values: ["''"], isHashable: false),
    ColumnType(name: "bit(3)", values: ["B'101'"], isHashable: false),
    ColumnType(name: "bit varying(5)", values: ["B'1'"], isHashable: false),
    ColumnType(name: "xid", values: ["'0'"], isOrdered: false, isHashable: false),
    ColumnType(name: "\"char\"", values: ["'x'"]),
    ColumnType(name: "name", values: ["'x'"]),
    ColumnType(name: "regclass", values: ["'pg_class'::regclass"], isHashable: false),
    ColumnType(name: "money", values: ["'1'::money"], isHashable: false),
  ]
}

/// A table or view that was made.
struct MadeTable {
  var name: String
  var columns: [(name: String, type: ColumnType)]
  /// What a foreign key can refer to.
  var key: [(name: String, type: ColumnType)] = []
  var isPartitioned = false
  var isTable = true
  var isUnlogged = false

  func columns(where holds: (ColumnType) -> Bool) -> [(name: String, type: ColumnType)] {
    columns.filter { holds($0.type) }
  }
}
