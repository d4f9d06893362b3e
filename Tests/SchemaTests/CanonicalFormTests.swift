import Schema
import TestSupport
import Testing

struct CanonicalFormTests {
  /// The bytes themselves: a change of this text is a change of every baseline in every repository.
  @Test func goldenBytes() {
    var database = Database()
    var pgcrypto = Extension(key: "pgcrypto")
    pgcrypto.schema = "public"
    pgcrypto.version = "1.3"
    database.extensions = [pgcrypto]
    var schema = Namespace(key: "public")
    schema.comment = "line one\nline \"two\" \\ \u{7f}\u{202e}\u{feff}\t\r\u{1}\u{85} é e\u{301} 한 😀"
    schema.tables = [
      table(
        "customers",
        [
          column("id", "bigint") {
            $0.nullable = false
            $0.identity = "always"
          },
          column("email", "character varying(100)") { $0.comment = "where to write" },
          column("age", "integer") { $0.statistics = -9_223_372_036_854_775_808 },
        ]
      ) { table in
        var key = Constraint(key: "customers_pkey")
        key.type = "primary key"
        key.columns = ["id"]
        table.constraints = [key]
      },
      table("empty"),
    ]
    var mood = EnumType(key: "mood")
    mood.labels = ["sad", "ok", "happy"]
    schema.enums = [mood]
    database.schemas = [schema]
    let golden = #"""
      {
        "version": "3.1",
        "postgres": 15,
        "extensions": {
          "pgcrypto": {
            "schema": "public",
            "version": "1.3"
          }
        },
        "schemas": {
          "public": {
            "comment": "line one\nline \"two\" \\ \u007f\u202e\ufeff\t\r\u0001\u0085 é é 한 😀",
            "tables": {
              "customers": {
                "columns": {
                  "id": {
                    "type": "bigint",
                    "nullable": false,
                    "identity": "always"
                  },
                  "email": {
                    "type": "character varying(100)",
                    "comment": "where to write"
                  },
                  "age": {
                    "type": "integer",
                    "statistics": -9223372036854775808
                  }
                },
                "constraints": {
                  "customers_pkey": {
                    "type": "primary key",
                    "columns": [
                      "id"
                    ]
                  }
                }
              },
              "empty": {}
            },
            "enums": {
              "mood": {
                "labels": [
                  "sad",
                  "ok",
                  "happy"
                ]
              }
            }
          }
        }
      }

      """#.replacing("é é", with: "é e\u{301}")
    #expect(text(Snapshot(postgres: 15, database: database)) == Text(golden))
  }

  @Test func anEmptyDatabase() {
    #expect(text(Snapshot(postgres: 12)) == "{\n  \"version\": \"3.1\",\n  \"postgres\": 12\n}\n")
  }

  @Test func theOrderOfCreationDoesNotMatter() throws {
    let bytes = try fullSnapshot().canonicalBytes
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<5 {
      #expect(try fullSnapshot(order: { $0.shuffled(using: &generator) }).canonicalBytes == bytes)
    }
  }

  @Test func namesAreSortedByBytesAndColumnsAreNot() throws {
    let names: [Text] = ["b", "\u{e9}", "e\u{301}", "B", "a", "_", "10", "9", "\u{1f600}", "\u{ff5e}"]
    let sorted: [Text] = ["10", "9", "B", "_", "a", "b", "e\u{301}", "\u{e9}", "\u{ff5e}", "\u{1f600}"]
    let read = try Snapshot(
      document: snapshot { $0.tables = Keyed(sorting: names.map { table($0, names.map { column($0) }) }) }
        .canonicalBytes)
    let tables = read.database.schemas[0].tables
    #expect(tables.map(\.key) == sorted)
    #expect(tables[0].columns.map(\.key) == names)
  }

  /// The keys of a document may stand in any order; written again it is canonical.
  @Test func theReaderTakesAnyOrderOfKeys() throws {
    let read = try Snapshot(
      document: Array(
        #"""
        {"version":"3.1","schemas":{"public":{"tables":{"b":{"comment":"x","persistence":"unlogged"},"a":{}}}},"postgres":15}
        """#.utf8))
    #expect(
      read
        == snapshot {
          $0.tables = [
            table("a"),
            table("b") {
              $0.persistence = "unlogged"
              $0.comment = "x"
            },
          ]
        })
  }

  private func text(_ snapshot: Snapshot) -> Text { Text(String(decoding: snapshot.canonicalBytes, as: UTF8.self)) }
}
