import BaselineKit
import Postgres
import Schema
import TestSupport
import Testing

/// The SQL that is shown for a change by hand: run on a real server it leaves no difference.
struct RepairTests {
  @Test(arguments: RepairCase.columns + RepairCase.constraints + RepairCase.indexes)
  func bringsTheDatabaseBack(repair: RepairCase) throws {
    let database = try TestServer.shared.database(RepairCase.table)
    let connection = try database.connect()
    if !repair.before.isEmpty { try connection.execute(repair.before) }
    let expected = try snapshot(of: database)
    // In an order for all, then each difference's own statements in the order of the report.
    for isOrdered in [true, false] {
      try connection.execute(repair.byHand)
      let live = try snapshot(of: database)
      let changes = compare(expected, live).changes
      #expect(!changes.isEmpty)
      let repairs = Repair(expected: expected, live: live)
      let statements = isOrdered ? repairs.statements(for: changes) : changes.flatMap { repairs.statements(for: $0) }
      #expect(!statements.isEmpty)
      for statement in statements {
        let before = try rows(connection)
        do {
          try connection.execute(statement.sql)
        } catch {
          guard statement.danger?.hasPrefix("fails") == true, !repair.mend.isEmpty else {
            Issue.record("\(statement.sql): \(Explanation(error).message)")
            continue
          }
          try connection.execute(repair.mend)
          try connection.execute(statement.sql)
        }
        if statement.danger == nil { #expect(try rows(connection) == before, "\(statement.sql)") }
        #expect((statement.risk == .safe) == (statement.danger == nil), "\(statement.sql)")
        // Only these can lose anything, and dropping what people wrote always does.
        let isGrave = statement.sql.contains(" DROP COLUMN ") || statement.sql.contains(" TYPE ")
        #expect(statement.risk != .destructive || isGrave, "\(statement.sql)")
        if statement.danger?.contains("lost:") == true || statement.danger?.hasSuffix(" is lost") == true {
          #expect(statement.risk == .destructive, "\(statement.sql)")
        }
      }
      let left = compare(expected, try snapshot(of: database)).changes
      #expect(left.flatMap(changeLines) == [], "\(statements.map(\.sql).joined(separator: "\n"))")
    }
  }

  /// Every row of the table, as text.
  private func rows(_ connection: Connection) throws -> [String?] {
    let result = try connection.query("SELECT t::text FROM t ORDER BY 1")
    return try (0..<result.rowCount).map { try result.string($0, 0) }
  }
}

extension RepairTests {
  /// Whatever a field list brings, somebody must have thought of its repair.
  @Test func casesCoverEveryField() throws {
    var altered: [Kind: Set<Text>] = [:]
    for repair in RepairCase.columns + RepairCase.constraints + RepairCase.indexes {
      let database = try TestServer.shared.database(RepairCase.table + repair.before)
      let expected = try snapshot(of: database)
      try database.execute(repair.byHand)
      for change in compare(expected, try snapshot(of: database)).changes {
        altered[change.object.kind, default: []].formUnion(change.fields.map(\.name))
      }
    }
    // Said on purpose that there is no statement: grants, attaching, another tablespace, foreign
    // tables, what goes with an extension, what only PostgreSQL 18 has.
    let left: [Kind: Set<Text>] = [
      .column: ["privileges", "foreign_options"], .constraint: ["period", "not_enforced", "tablespace", "invalid"],
      .index: ["tablespace", "depends_on_extensions"],
    ]
    for (kind, left) in left {
      #expect(Set(kind.fieldNames).subtracting(altered[kind] ?? []) == left)
    }
  }

  @Test func saysNothingWhereItCannotBeDone() throws {
    let database = try TestServer.shared.database(
      """
      CREATE TYPE shape AS (id integer, v text); CREATE TABLE typed OF shape;
      CREATE TABLE parent (id integer, v text); CREATE TABLE child () INHERITS (parent);
      CREATE TABLE p (id integer NOT NULL, v text) PARTITION BY RANGE (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
      CREATE VIEW w AS SELECT id FROM parent; CREATE TABLE gone (id integer);
      CREATE TABLE a (n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED); CREATE INDEX used ON a (twice);
      """)
    let expected = try snapshot(of: database)
    try database.execute(
      """
      ALTER TYPE shape ADD ATTRIBUTE extra text CASCADE; ALTER TABLE child NO INHERIT parent;
      ALTER TABLE ONLY p ADD CONSTRAINT u UNIQUE (id, v); ALTER TABLE p ADD CONSTRAINT c CHECK (id > 0);
      CREATE OR REPLACE VIEW w AS SELECT id, v FROM parent; DROP TABLE gone; GRANT SELECT (n) ON a TO PUBLIC;
      DROP INDEX used; ALTER TABLE a DROP twice, ADD twice integer GENERATED ALWAYS AS (n * 3) STORED; CREATE INDEX used ON a (twice);
      """)
    let live = try snapshot(of: database)
    let changes = compare(expected, live).changes
    let repairs = Repair(expected: expected, live: live)
    #expect(
      changes.flatMap { repairs.statements(for: $0) }.map(\.sql) == [
        "ALTER TABLE public.p DROP CONSTRAINT IF EXISTS c;", "ALTER TABLE public.p DROP CONSTRAINT IF EXISTS u;",
      ])
  }

  @Test func namesAndTextsStayWhatTheyAre() throws {
    let column = ObjectID(.column, ["public", "t; DROP", "a\"b\n\\! rm"])
    var table = Table(key: "t; DROP")
    var bare = Column(key: column.key)
    bare.type = "text"
    table.columns = [bare]
    let live = Snapshot(postgres: 15, tables: [table])
    bare.comment = "'; DROP TABLE x; -- \\"
    table.columns = [bare]
    let expected = Snapshot(postgres: 15, tables: [table])
    let change = try #require(compare(expected, live).changes.first)
    #expect(
      Repair(expected: expected, live: live).statements(for: change).map(\.sql) == [
        "COMMENT ON COLUMN public.\"t; DROP\".\"a\"\"b\n\\! rm\" IS E'''; DROP TABLE x; -- \\\\';"
      ])
  }
}

extension Snapshot {
  fileprivate init(postgres: Int, tables: [Table]) {
    var schema = Namespace(key: "public")
    schema.tables = Keyed(sorting: tables)
    self.init(postgres: postgres)
    database.schemas = [schema]
  }
}
