@testable import Schema
import TestSupport
import Testing

struct DiffTests {
  @Test func nothingDiffersFromItself() throws {
    let whole = try fullSnapshot()
    #expect(compare(whole, whole) == Comparison(changes: [], notCompared: []))
  }

  /// What came in one direction went in the other, and every old value is the other's new one.
  @Test func theOtherDirectionIsTheMirror() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let (a, b) = (randomSnapshot(&generator), randomSnapshot(&generator))
      #expect(compare(a, b).changes.map(mirrored) == compare(b, a).changes)
      #expect(compare(a, a).isSame && compare(b, b).isSame)
    }
  }

  @Test func theOrderOfChangesIsTheObjectsOwn() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      let changes = compare(randomSnapshot(&generator), randomSnapshot(&generator)).changes
      #expect(changes.map(\.object) == changes.map(\.object).sorted())
    }
  }

  /// Silence is the worst bug: what differs while no field says why is reported all the same.
  @Test func leftover() {
    let inOrder = snapshot { $0.tables = [table("a"), table("b")] }
    let shuffled = snapshot { $0.tables = [table("b"), table("a")] }
    let changes = compare(inOrder, shuffled).changes
    #expect(outline(changes) == ["schema:public leftover"])
    #expect(changes.first?.isLeftover == true && changes.first?.weight == .definition)
  }

  /// What partitions copied was written until version 3.0; a new version of the tool alone makes no drift.
  @Test func copiedTriggersOfAnOlderDocument() {
    func withCopies(_ enabled: [Text?], version: FormatVersion) -> Snapshot {
      let tables = ["p", "p1", "p2"].enumerated().map { number, name in
        var table = Table(key: Text(name))
        table.partitionKey = number < 2 ? "LIST (a)" : nil
        table.partitionOf = number > 0 ? Text("public.p\(number > 1 ? "1" : "")") : nil
        if let state = enabled[number] {
          var trigger = Trigger(key: "g")
          trigger.definition = "CREATE TRIGGER g … ON public.\(name)"
          trigger.enabled = state
          table.triggers = [trigger]
        }
        return table
      }
      var whole = snapshot { $0.tables = Keyed(sorting: tables) }
      whole.version = version
      return whole
    }
    func changes(_ old: [Text?], _ new: [Text?]) -> [String] {
      outline(compare(withCopies(old, version: .first), withCopies(new, version: .current)).changes)
    }
    #expect(changes(["origin", "origin", "origin"], ["origin", nil, nil]) == [])
    #expect(changes(["origin", "disabled", "disabled"], ["origin", "disabled", nil]) == [])
    #expect(changes(["origin", "disabled", "origin"], ["origin", "disabled", "origin"]) == [])
    #expect(changes(["origin", "origin", "origin"], [nil, nil, nil]) == ["trigger:public.p.g removed"])
    #expect(changes(["origin", "disabled", "disabled"], ["origin", nil, nil]) == ["trigger:public.p1.g removed"])
  }

  @Test func aContainerIsNotAlteredByWhatLiesInIt() {
    let changes = compare(
      snapshot { $0.tables = [table("t", [column("a")])] }, snapshot { $0.tables = [table("t", [column("a", "text")])] }
    ).changes
    #expect(outline(changes) == ["public.t.a type: integer -> text"])
  }

  @Test(arguments: [
    ("a b c", "b a c", ["public.t column order: a, b, c -> b, a, c"]),
    // A column that came or went in between does not make the others change places.
    ("a b", "a x b", ["public.t.x added"]), ("a x b", "a b", ["public.t.x removed"]),
    ("a b", "b x a", ["public.t column order: a, b -> b, a", "public.t.x added"]),
  ])
  func columnOrder(old: String, new: String, expected: [String]) {
    func of(_ names: String) -> Snapshot {
      snapshot { $0.tables = [table("t", names.split(separator: " ").map { column(Text(String($0))) })] }
    }
    let changes = compare(of(old), of(new)).changes
    #expect(outline(changes) == expected)
    for change in changes where change.action == .altered { #expect(change.weight == .order) }
  }

  @Test(arguments: [
    // The same type and place.
    (
      "id mail name", "id email name",
      ["public.t.email added (perhaps public.t.mail)", "public.t.mail removed (perhaps public.t.email)"]
    ),
    // Another place.
    ("id mail name", "id name email", ["public.t.email added", "public.t.mail removed"]),
    // Another type.
    ("id mail:text name", "id email name", ["public.t.email added", "public.t.mail removed"]),
    // One of two that could be meant: each is a rename of one only.
    (
      "id a b", "id x",
      ["public.t.a removed (perhaps public.t.x)", "public.t.b removed", "public.t.x added (perhaps public.t.a)"]
    ),
  ])
  func columnRenames(old: String, new: String, expected: [String]) {
    func of(_ columns: String) -> Snapshot {
      snapshot {
        $0.tables = [
          table(
            "t",
            columns.split(separator: " ").map { word in
              let parts = word.split(separator: ":").map { Text(String($0)) }
              return column(parts[0], parts.count > 1 ? parts[1] : "integer")
            })
        ]
      }
    }
    #expect(outline(compare(of(old), of(new)).changes) == expected)
  }

  @Test func tableRenames() {
    let columns = [column("id"), column("name", "text")]
    let old = snapshot { $0.tables = [table("client", columns), table("gone", [column("id")])] }
    let new = snapshot {
      $0.tables = [table("customer", columns) { $0.comment = "new" }, table("other", [column("key")])]
    }
    #expect(
      outline(compare(old, new).changes) == [
        "public.client removed (perhaps public.customer)", "public.customer added (perhaps public.client)",
        "public.gone removed", "public.other added",
      ])
    // Tables without columns say nothing about each other.
    #expect(
      compare(snapshot { $0.tables = [table("a")] }, snapshot { $0.tables = [table("b")] }).changes.allSatisfy {
        $0.possibleRename == nil
      })
  }

  /// PostgreSQL renames neither of them.
  @Test func extensionsAndSchemasHaveNoRenames() {
    func with(_ name: Text) -> Snapshot {
      var database = Database()
      var installed = Extension(key: name)
      installed.version = "1.3"
      database.extensions = [installed]
      database.schemas = [Namespace(key: name)]
      return Snapshot(postgres: 15, database: database)
    }
    #expect(compare(with("a"), with("b")).changes.allSatisfy { $0.possibleRename == nil })
  }

  @Test func manyRenamedTablesAreComparedInTime() {
    func with(_ prefix: String) -> Snapshot {
      snapshot {
        $0.tables = Keyed(sorting: (0..<3_000).map { table(Text("\(prefix)\($0)"), [column("id"), column("c\($0)")]) })
      }
    }
    let changes = compare(with("old"), with("new")).changes
    #expect(changes.count == 6_000 && changes.allSatisfy { $0.possibleRename != nil })
  }

  @Test func whatLiesInAnAddedTableIsListed() {
    let changes = compare(
      snapshot { _ in },
      snapshot {
        $0.tables = [table("t", [column("id"), column("a")]) { $0.indexes = [Index(key: "i")] }]
      }
    ).changes
    #expect(changes.map(\.contents) == [[Contents("columns", ["id", "a"]), Contents("indexes", ["i"])]])
  }

  /// Lists that read alike but are not equal do not look alike in a report.
  @Test func listsWithCommasAreTold() {
    func with(_ labels: [Text]) -> Snapshot {
      var mood = EnumType(key: "mood")
      mood.labels = labels
      return snapshot { $0.enums = [mood] }
    }
    let change = compare(with(["a, b"]), with(["a", "b"])).changes[0].fields[0]
    #expect(change.old != change.new)
  }

  private func mirrored(_ change: Change) -> Change {
    let actions: [Change.Action: Change.Action] = [.added: .removed, .removed: .added, .altered: .altered]
    return Change(
      object: change.object, action: actions[change.action]!,
      fields: change.fields.map { FieldChange($0.name, old: $0.new, new: $0.old, weight: $0.weight) },
      contents: change.contents, whole: change.whole, possibleRename: change.possibleRename)
  }

  private func randomSnapshot(_ generator: inout SeededGenerator) -> Snapshot {
    let names: [Text] = ["a", "b", "c", "d"]
    let types: [Text] = ["integer", "text"]
    var tables: [Table] = []
    for name in names where Bool.random(using: &generator) {
      let columns = names.shuffled(using: &generator).prefix(3).map { name in
        column(name, types.randomElement(using: &generator)!) { $0.nullable = Bool.random(using: &generator) }
      }
      tables.append(
        table(name, Array(columns)) {
          if Bool.random(using: &generator) { $0.comment = types.randomElement(using: &generator)! }
        })
    }
    let enums = names.filter { _ in Bool.random(using: &generator) }.map { name in
      var type = EnumType(key: name)
      type.labels = names.shuffled(using: &generator)
      return type
    }
    return snapshot {
      $0.tables = Keyed(sorting: tables)
      $0.enums = Keyed(sorting: enums)
    }
  }
}
