@testable import Schema
import Testing

struct FilterTests {
  private static let whole = snapshot { schema in
    schema.tables = [
      table("customers", [column("id"), column("note", "text") { $0.comment = "free text" }]) { table in
        table.comment = "who pays"
        var index = Index(key: "customers_tmp")
        index.comment = "x"
        table.indexes = [index]
      },
      table("events_2024") { $0.partitionOf = "public.events" },
      table("staging_x", [column("id")]),
    ]
    var owned = SequenceGenerator(key: "staging_x_id_seq")
    owned.ownedBy = "public.staging_x.id"
    var other = SequenceGenerator(key: "customers_id_seq")
    other.ownedBy = "public.customers.id"
    schema.sequences = [other, owned, SequenceGenerator(key: "staging_free")]
  }

  @Test func keepingAllKeepsAll() throws {
    let filtered = try Self.whole.filtered { _ in .keep }
    #expect(filtered == Filtered(snapshot: Self.whole, silenced: []))
  }

  @Test func everyObjectIsAskedAboutContainersFirst() throws {
    var asked: [ObjectID] = []
    _ = try Self.whole.filtered { context in
      asked.append(context.id)
      return .keep
    }
    #expect(asked == Self.whole.objects)
    #expect(asked.first == ObjectID(.schema, ["public"]) && asked.count == 11)
  }

  @Test func whatIsRemovedTakesItsMembersAndItsSequences() throws {
    var asked: [ObjectID] = []
    let filtered = try Self.whole.filtered { context in
      asked.append(context.id)
      return context.id == ObjectID(.table, ["public", "staging_x"]) ? .remove(rule: "^staging_") : .keep
    }
    #expect(filtered.snapshot.database.schemas[0].tables.map(\.key) == ["customers", "events_2024"])
    #expect(filtered.snapshot.database.schemas[0].sequences.map(\.key) == ["customers_id_seq", "staging_free"])
    #expect(
      filtered.silenced == [
        Silenced(object: ObjectID(.table, ["public", "staging_x"]), rule: "^staging_", fields: []),
        Silenced(object: ObjectID(.sequence, ["public", "staging_x_id_seq"]), rule: "^staging_", fields: []),
      ])
    // What lies in it is not asked about, and neither is its sequence.
    #expect(!asked.contains { $0.path.count == 3 && $0.path[1] == "staging_x" })
    #expect(!asked.contains(ObjectID(.sequence, ["public", "staging_x_id_seq"])))
  }

  @Test func forgottenFieldsAreAsIfTheyWereDefault() throws {
    let filtered = try Self.whole.filtered { context in
      context.id.kind == .index || context.id.kind == .column ? .forget(fields: ["comment"], rule: "comments") : .keep
    }
    let customers = filtered.snapshot.database.schemas[0].tables[0]
    #expect(customers.columns[1].comment == nil && customers.columns[1].type == "text")
    #expect(customers.indexes[0].comment == nil)
    #expect(customers.comment == "who pays")
    #expect(
      filtered.silenced.contains(
        Silenced(
          object: ObjectID(.index, ["public", "customers", "customers_tmp"]), rule: "comments", fields: ["comment"])))
  }

  @Test func rulesSeeTablesAndOwners() throws {
    var partitions: [ObjectID: Text] = [:]
    var owners: [ObjectID: ObjectID] = [:]
    _ = try Self.whole.filtered { context in
      partitions[context.id] = context.table?.partitionOf
      owners[context.id] = context.ownerTable
      return .keep
    }
    #expect(partitions == [ObjectID(.table, ["public", "events_2024"]): "public.events"])
    #expect(
      owners == [
        ObjectID(.sequence, ["public", "staging_x_id_seq"]): ObjectID(.table, ["public", "staging_x"]),
        ObjectID(.sequence, ["public", "customers_id_seq"]): ObjectID(.table, ["public", "customers"]),
      ])
  }

  @Test func aRemovedSchemaIsGoneWhole() throws {
    let filtered = try Self.whole.filtered { _ in .remove(rule: "all") }
    #expect(filtered.snapshot == Snapshot(postgres: 15))
    #expect(filtered.silenced.map(\.object) == [ObjectID(.schema, ["public"])])
  }

  @Test func anErrorOfARuleIsNotSwallowed() {
    struct MatchLimit: Error {}
    #expect(throws: MatchLimit.self) { try Self.whole.filtered { _ in throw MatchLimit() } }
  }
}
