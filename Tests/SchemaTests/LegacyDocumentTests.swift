import Schema
import Testing

/// The documents of the tool's predecessor (procedures.md) against what this tool reads from the same database.
struct LegacyDocumentTests {
  /// As the predecessor wrote it, from information_schema.
  private static let document = """
    {
      "version": "2.0",
      "generated_at": "2024-05-01T10:00:00.123456",
      "database": {"host": "db", "size": 1.5e3, "replicas": [0.5, -1, null, true]},
      "tables": {
        "customers": {
          "columns": [
            {"name": "id", "type": "integer", "nullable": false, "default": "nextval('customers_id_seq'::regclass)", "max_length": null, "precision": 32, "scale": 0},
            {"name": "name", "type": "character varying", "nullable": "NO", "default": null, "max_length": 100, "precision": null, "scale": null},
            {"name": "code", "type": "character", "nullable": "YES", "default": "'x'::bpchar", "max_length": 3},
            {"name": "loose", "type": "character", "nullable": true, "default": null},
            {"name": "bits", "type": "bit varying", "nullable": true, "default": null, "max_length": 7},
            {"name": "price", "type": "numeric", "nullable": true, "default": "0.0", "precision": 10, "scale": 2},
            {"name": "any_price", "type": "numeric", "nullable": true, "default": null, "precision": null, "scale": null},
            {"name": "ratio", "type": "double precision", "nullable": true, "default": null, "precision": 53, "scale": null},
            {"name": "made", "type": "timestamp without time zone", "nullable": true, "default": "now()"},
            {"name": "seen", "type": "timestamp with time zone", "nullable": true, "default": null},
            {"name": "at", "type": "time without time zone", "nullable": true, "default": null},
            {"name": "span", "type": "interval", "nullable": true, "default": null},
            {"name": "days", "type": "interval", "nullable": true, "default": null},
            {"name": "tags", "type": "ARRAY", "nullable": true, "default": "'{}'::text[]"},
            {"name": "mood", "type": "USER-DEFINED", "nullable": true, "default": "'ok'::mood"},
            {"name": "email", "type": "text", "nullable": false, "default": null},
            {"name": "status", "type": "character varying", "nullable": true, "default": "'pending'::character varying", "max_length": 20},
            {"name": "made_by", "type": "text", "nullable": true, "default": "who_am_i('see public.note'::text)"},
            {"name": "한국", "type": "text", "nullable": true, "default": null}
          ],
          "indexes": [],
          "foreign_keys": []
        }
      }
    }
    """

  /// What the catalog says of the same database.
  private static func catalog(_ change: (inout [Column]) -> Void = { _ in }) -> Snapshot {
    var columns = [
      column("id") {
        $0.nullable = false
        $0.default = "nextval('public.customers_id_seq'::regclass)"
      },
      column("name", "character varying(100)") { $0.nullable = false },
      column("code", "character(3)") { $0.default = "'x'::bpchar" }, column("loose", "bpchar"),
      column("bits", "bit varying(7)"), column("price", "numeric(10,2)") { $0.default = "0.0" },
      column("any_price", "numeric"),
      column("ratio", "double precision"), column("made", "timestamp(3) without time zone") { $0.default = "now()" },
      column("seen", "timestamp with time zone"), column("at", "time(0) without time zone"),
      column("span", "interval(3)"),
      column("days", "interval day to second(3)"), column("tags", "text[]") { $0.default = "'{}'::text[]" },
      column("mood", "public.mood") { $0.default = "'ok'::public.mood" }, column("email", "public.email"),
      column("status", "character varying(20)") { $0.default = "'pending'::character varying" },
      column("made_by", "text") { $0.default = "public.who_am_i('see public.note'::text)" },
      column("한국", "text") { $0.comment = "not in the older form" },
    ]
    change(&columns)
    return snapshot { schema in
      schema.tables = [table("customers", columns) { $0.indexes = [Index(key: "customers_name_idx")] }]
      var email = Domain(key: "email")
      email.type = "text"
      email.nullable = false
      schema.domains = [email]
      schema.sequences = [SequenceGenerator(key: "customers_id_seq")]
    }
  }

  @Test func theSameSchemaIsTheSame() throws {
    let old = try Snapshot(document: Array(Self.document.utf8))
    #expect(old.version == .legacy && old.postgres == nil && old.tableCount == 1)
    let comparison = compare(old, Self.catalog())
    #expect(outline(comparison.changes) == [])
    #expect(comparison.notCompared.count == 1)
    #expect(compare(Self.catalog(), old).notCompared.count == 1)
  }

  @Test(
    arguments: [
      ("id", "type", "integer -> bigint", "bigint"),
      ("name", "type", "character varying(100) -> character varying(200)", "character varying(200)"),
      ("name", "type", "character varying(100) -> text", "text"),
      ("name", "nullable", "false -> true", "true"),
      ("price", "type", "numeric(10,2) -> numeric(12,2)", "numeric(12,2)"),
      ("any_price", "type", "numeric -> numeric(5,0)", "numeric(5,0)"),
      ("made", "type", "timestamp without time zone -> timestamp with time zone", "timestamp with time zone"),
      ("tags", "type", "ARRAY -> text", "text"),
      ("mood", "type", "USER-DEFINED -> text", "text"),
      ("email", "type", "text -> integer", "public.positive"),
      ("status", "default", "'pending'::character varying -> 'new'::character varying", "'new'::character varying"),
      ("id", "default", "nextval('customers_id_seq'::regclass) -> none", nil),
      (
        "id", "default", "nextval('customers_id_seq'::regclass) -> nextval('app.customers_id_seq'::regclass)",
        "nextval('app.customers_id_seq'::regclass)"
      ),
      // Text in a string is not a name.
      (
        "made_by", "default", "who_am_i('see public.note'::text) -> who_am_i('see note'::text)",
        "public.who_am_i('see note'::text)"
      ),
    ] as [(Text, String, String, Text?)])
  func realChangesAreSeen(name: Text, field: String, change: String, value: Text?) throws {
    let old = try Snapshot(document: Array(Self.document.utf8))
    var new = Self.catalog { columns in
      for index in columns.indices where columns[index].key == name {
        switch field {
        case "type": columns[index].type = value ?? ""
        case "nullable": columns[index].nullable = value == "true"
        default: columns[index].default = value
        }
      }
    }
    new.database.schemas.rewrite { schema in
      var schema = schema
      var positive = Domain(key: "positive")
      positive.type = "integer"
      positive.nullable = false
      schema.domains = Keyed(sorting: schema.domains.objects + [positive])
      return schema
    }
    #expect(
      outline(compare(old, new).changes).map { Text($0) } == [
        Text("public.customers.\(quotedIdentifier(name)) \(field): \(change)")
      ])
  }

  @Test func columnsAndTablesThatCameOrWent() throws {
    let old = try Snapshot(document: Array(Self.document.utf8))
    var new = Self.catalog { $0.removeLast() }
    new.database.schemas.rewrite { schema in
      var schema = schema
      schema.tables = Keyed(sorting: schema.tables.objects + [table("orders", [column("id")])])
      return schema
    }
    #expect(outline(compare(old, new).changes) == ["public.customers.\"한국\" removed", "public.orders added"])
  }

  @Test func twoOfThemAreComparedAsTheyAre() throws {
    let old = try Snapshot(document: Array(Self.document.utf8))
    let new = try Snapshot(
      document: Array(Self.document.replacing("\"nullable\": \"NO\"", with: "\"nullable\": true").utf8))
    let comparison = compare(old, new)
    #expect(outline(comparison.changes) == ["public.customers.name nullable: false -> true"])
    #expect(comparison.notCompared.isEmpty)
  }

  @Test(arguments: [
    (#"{"version": "2.0", "tables": []}"#, "line 1, column 30: expected an object"),
    (
      #"{"version": "2.0", "tables": {"t": {"columns": [{"type": "text"}]}}}"#,
      "line 1, column 49: a column of t without a name"
    ),
    (
      #"{"version": "2.0", "tables": {"t": {"columns": [{"name": "a"}, {"name": "a"}]}}}"#,
      "line 1, column 64: column a of t stands there twice"
    ),
    (
      #"{"version": "2.0", "tables": {"t": {"columns": [{"name": "a", "nullable": "MAYBE"}]}}}"#,
      "line 1, column 75: expected true, false, \"YES\" or \"NO\""
    ),
    (#"{"version": "2.0", "tables": {"t": {}, "t": {}}}"#, "line 1, column 40: duplicate key \"t\""),
    (#"{"version": "2.0", "x": 1.}"#, "line 1, column 25: expected a value"),
    (#"{"version": "2.0", "x": .5}"#, "line 1, column 25: expected a value"),
    (#"{"version": "2.0", "x": 01}"#, "line 1, column 26: expected ','"),
    (#"{"version": "2.0", "x": 1e}"#, "line 1, column 25: expected a value"),
    (#"{"version": "2.0", "x": nul}"#, "line 1, column 25: expected a value"),
    (#"{"version": "2.0", "x": }"#, "line 1, column 25: expected a value"),
  ])
  func errors(text: String, expected: String) {
    do {
      _ = try Snapshot(document: Array(text.utf8))
      Issue.record("was read")
    } catch {
      #expect(error.description == expected)
    }
  }
}
