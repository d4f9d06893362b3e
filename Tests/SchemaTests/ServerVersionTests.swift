import Schema
import Testing

/// Servers of two versions are compared in what the older one has, and what differs beyond that is said once.
struct ServerVersionTests {
  private func snapshot(_ postgres: Int, _ change: (inout Table) -> Void = { _ in }) -> Snapshot {
    var table = Table(key: "t")
    var column = Column(key: "c")
    column.type = "text"
    table.columns = [column]
    change(&table)
    var schema = Namespace(key: "public")
    schema.tables = [table]
    var database = Database()
    database.schemas = [schema]
    return Snapshot(postgres: postgres, database: database)
  }

  private func compressed(_ table: inout Table) {
    table.columns.rewrite {
      var column = $0
      column.compression = "lz4"
      return column
    }
  }

  private func withNotNull(_ table: inout Table) {
    var constraint = Constraint(key: "c_must_be")
    constraint.type = "not null"
    table.constraints = [constraint]
  }

  @Test func whatTheOlderServerDoesNotHaveIsSaidOnce() {
    for (old, new) in [(snapshot(13), snapshot(15, compressed)), (snapshot(15, compressed), snapshot(13))] {
      let comparison = compare(old, new)
      #expect(comparison.isSame)
      #expect(comparison.notCompared == ["what PostgreSQL 13 does not have: column compression"])
    }
    let named = compare(snapshot(17), snapshot(18, withNotNull))
    #expect(named.isSame)
    #expect(named.notCompared == ["what PostgreSQL 17 does not have: not null constraints"])
  }

  @Test func whatBothHaveIsCompared() {
    #expect(compare(snapshot(14), snapshot(15, compressed)).changes.map(\.object.description) == ["public.t.c"])
    #expect(compare(snapshot(18), snapshot(18, withNotNull)).changes.count == 1)
    // One version has what it has.
    #expect(compare(snapshot(13), snapshot(13, compressed)).changes.count == 1)
    #expect(compare(snapshot(13), snapshot(15)).notCompared.isEmpty)
  }
}
