import Postgres
import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// The major versions in the folders that BASELINE_POSTGRES_BIN names, the oldest first.
private let namedMajors: [Int] = {
  let folders = (environmentVariable("BASELINE_POSTGRES_BIN") ?? "").split(separator: ":")
  let found = folders.compactMap { folder in
    try? ServerBinaries.find(major: nil, environment: ["BASELINE_POSTGRES_BIN": String(folder)]).major
  }
  return Set(found).sorted()
}()

/// The same statements make the same bytes on every major version, save the `postgres` line and texts that a version words
/// otherwise, of which re-rendering proves that they mean the same.
@Suite(
  .enabled(
    if: namedMajors.count > 1,
    "BASELINE_POSTGRES_BIN names one major version's programs only; `make test-versions` names all"))
struct SameBytesTests {
  struct Script: Sendable, CustomTestStringConvertible {
    let name: String
    let parts: @Sendable () throws -> [String]
    var testDescription: String { name }
  }

  private static let scripts: [Script] =
    [
      Script(name: "the demo's migrations") { try demo() },
      Script(name: "all that versions keep otherwise") { [noise] },
    ]
    + (Fixture.all + [.everything]).map { fixture in
      Script(name: fixture.name) { [try fixture.before(), try fixture.after()] }
    }

  /// What PostgreSQL itself does otherwise from a version on: the version and what the line holds.
  private static let differing = [
    // Who got ALL and lost a part of it again has MAINTAIN.
    (since: 17, line: "types_role_3: MAINTAIN WITH GRANT OPTION"),
    // Subscriptions stream in parallel unless they are told otherwise.
    (since: 18, line: ": streaming off -> parallel"), (since: 18, line: ": streaming parallel"),
  ]

  @Test(arguments: scripts)
  func theSameStatementsMakeTheSameBytes(script: Script) throws {
    let parts = try script.parts()
    var oldest: Snapshot?
    for major in namedMajors {
      let server = TestServer.of(major: major)
      if let word = try ServerNeeds.lacking(ServerNeeds.words(ofScript: parts[0]), on: server) {
        print("skipped: \(script.name) on PostgreSQL \(major), which has no \(word) here")
        continue
      }
      let database = try server.database()
      for part in parts { try database.run(part) }
      let read = try snapshot(of: database)
      #expect(read.postgres == major)
      guard let first = oldest else { oldest = read; continue }
      // As if it were the same version's, so that nothing is passed over for want of it there.
      var same = Snapshot(postgres: first.postgres, database: read.database)
      // A server brings its own releases of the extensions.
      same.database.extensions = Keyed(
        sorting: read.database.extensions.map { found in
          var found = found
          if let version = first.database.extensions[key: found.key]?.version { found.version = version }
          return found
        })
      let rendering = Rendering { try RenderingDatabase(database.target, keeping: database) }
      let changes = compare(first, same).changes
      #expect(changes.isEmpty == (first.canonicalBytes == same.canonicalBytes))
      let expected = Self.differing.filter { $0.since <= major }.map(\.line)
      let unproved = changes.compactMap { change -> Change? in
        guard let proof = rendering.proof(of: change, first, same) else { return change }
        let fields = change.fields.filter { !proof.same.contains($0.name) }
        return fields.isEmpty ? nil : Change(object: change.object, action: change.action, fields: fields)
      }
      let told: [String] = unproved.flatMap(changeLines)
      let lines = told.filter { line in !expected.contains { line.contains($0) } }
      #expect(lines == [], "PostgreSQL \(first.postgres ?? 0) and \(major)")
    }
  }

  /// The migrations that ci/demo writes.
  private static func demo() throws -> [String] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    var text = try #require(try contents("\(root)/ci/demo"))[...]
    var migrations: [String] = []
    while let start = text.firstRange(of: "<<'SQL'\n") {
      text = text[start.upperBound...]
      let end = try #require(text.firstRange(of: "\nSQL\n"))
      migrations.append(String(text[..<end.lowerBound]))
      text = text[end.upperBound...]
    }
    try #require(migrations.count > 2)
    return migrations
  }

  private static func contents(_ path: String) throws -> String? {
    try Invocation("cat", [path], environment: ["PATH": "/usr/bin:/bin"]).run(seconds: 10).text
  }

  /// NOT NULL in all its ways, which PostgreSQL 18 keeps as constraints; keys and triggers of partitions, which versions copy
  /// otherwise; statistics targets, of which the default is NULL from 17 on; views, which 16 qualifies less.
  private static let noise = """
    CREATE SCHEMA shop; CREATE SCHEMA store;
    CREATE TYPE shop.state AS ENUM ('new', 'paid', 'gone');
    CREATE DOMAIN shop.amount AS numeric(12,2) DEFAULT 0 NOT NULL CHECK (VALUE >= 0);
    CREATE TABLE shop.customers (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(80) NOT NULL, a_name_not_null text NOT NULL, email text,
      twice text GENERATED ALWAYS AS (name || name) STORED, code varchar(4)[] NOT NULL DEFAULT ARRAY['a', 'b']::varchar(4)[],
      CHECK (name NOT IN ('', 'nobody')), UNIQUE (email) INCLUDE (name));
    CREATE TABLE shop.orders (
      id serial PRIMARY KEY, customer bigint NOT NULL REFERENCES shop.customers ON DELETE CASCADE,
      state shop.state NOT NULL DEFAULT 'new', total shop.amount, note text, until date DEFAULT CURRENT_DATE + 30,
      during tstzrange, CONSTRAINT positive CHECK (total > 0::numeric) NOT VALID,
      CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (state <> 'gone'));
    ALTER TABLE shop.orders RENAME COLUMN note TO remark;
    ALTER TABLE shop.orders ALTER remark SET NOT NULL; ALTER TABLE shop.orders ALTER customer DROP NOT NULL;
    ALTER TABLE shop.orders ALTER customer SET NOT NULL, ALTER customer SET STATISTICS 0, ALTER remark SET STATISTICS 700;
    ALTER TABLE shop.orders ALTER state SET STATISTICS 10, ALTER state SET STATISTICS -1;
    CREATE TABLE shop.renamed (old_name integer NOT NULL, key integer);
    ALTER TABLE shop.renamed ADD PRIMARY KEY (key); ALTER TABLE shop.renamed RENAME old_name TO new_name;
    ALTER TABLE shop.renamed RENAME TO other; ALTER TABLE shop.other DROP CONSTRAINT renamed_pkey;
    CREATE TABLE shop.a_very_long_table_name_that_uses_nearly_all_of_the_bytes_there (
      a_very_long_column_name_that_uses_nearly_all_of_the_bytes_1 integer NOT NULL,
      a_very_long_column_name_that_uses_nearly_all_of_the_bytes_2 integer NOT NULL);
    CREATE TABLE shop.parent (id integer NOT NULL, kind text, PRIMARY KEY (id));
    CREATE TABLE shop.child (more text NOT NULL) INHERITS (shop.parent);
    CREATE TABLE shop.other_child (kind text NOT NULL) INHERITS (shop.parent);
    CREATE TABLE shop.joining (id integer, kind text, more text NOT NULL); ALTER TABLE shop.joining ALTER id SET NOT NULL;
    ALTER TABLE shop.joining INHERIT shop.parent;
    ALTER TABLE shop.parent ALTER kind SET NOT NULL;
    CREATE TABLE shop.copy (LIKE shop.customers INCLUDING ALL);
    CREATE TABLE shop.events (id bigint NOT NULL, at date NOT NULL, kind text, customer bigint REFERENCES shop.customers,
      PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE shop.events_2024 PARTITION OF shop.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE TABLE shop.events_2025 (id bigint NOT NULL, at date NOT NULL, kind text, customer bigint);
    ALTER TABLE shop.events ATTACH PARTITION shop.events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE TABLE shop.events_rest PARTITION OF shop.events (kind NOT NULL) DEFAULT PARTITION BY LIST (id);
    CREATE TABLE shop.events_rest_a PARTITION OF shop.events_rest FOR VALUES IN (1);
    CREATE INDEX ON shop.events (kind, at DESC);
    CREATE TABLE shop.notes (event bigint, at date, FOREIGN KEY (event, at) REFERENCES shop.events ON UPDATE CASCADE);
    CREATE FUNCTION shop.log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER logged AFTER INSERT ON shop.events FOR EACH ROW EXECUTE FUNCTION shop.log();
    ALTER TABLE shop.events_2024 DISABLE TRIGGER logged;
    CREATE STATISTICS shop.together (ndistinct, dependencies) ON state, customer FROM shop.orders;
    CREATE STATISTICS shop.sums ON (customer + 1), (id * 2) FROM shop.orders; ALTER STATISTICS shop.sums SET STATISTICS 50;
    CREATE VIEW shop.open AS SELECT o.id, c.name, o.total FROM shop.orders o JOIN shop.customers c ON c.id = o.customer
      WHERE o.state IN ('new', 'paid');
    CREATE VIEW shop.alone AS SELECT id, state, until FROM shop.orders WHERE until > CURRENT_DATE - interval '90 days';
    CREATE VIEW shop.sums_of AS SELECT customer, sum(total) AS sum, count(*) FILTER (WHERE state = 'new') AS fresh
      FROM shop.orders GROUP BY customer HAVING sum(total) > 0;
    CREATE VIEW shop.both AS SELECT id FROM shop.orders UNION ALL SELECT id FROM shop.customers ORDER BY id;
    CREATE VIEW shop.deep AS WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5)
      SELECT r.n, (SELECT max(o.id) FROM shop.orders o WHERE o.id < r.n) AS top, x.*
      FROM r CROSS JOIN LATERAL (SELECT r.n * 2 AS double) x;
    CREATE VIEW shop.windowed AS SELECT id, row_number() OVER (PARTITION BY customer ORDER BY until DESC) FROM shop.orders;
    CREATE MATERIALIZED VIEW shop.kept AS SELECT state, count(*) FROM shop.orders GROUP BY state;
    CREATE UNIQUE INDEX ON shop.kept (state);
    CREATE INDEX open_orders ON shop.orders (lower(remark), (until - 1)) WHERE state IN ('new', 'paid');
    CREATE RULE gone AS ON DELETE TO shop.orders WHERE old.state = 'gone' DO INSTEAD NOTHING;
    CREATE POLICY own ON shop.orders FOR SELECT USING (customer IN (SELECT id FROM shop.customers WHERE name = CURRENT_USER));
    CREATE FUNCTION shop.tax(amount numeric, rate numeric DEFAULT 0.1) RETURNS numeric LANGUAGE sql IMMUTABLE
      RETURN round(amount * rate, 2);
    CREATE FUNCTION shop.many(n integer) RETURNS TABLE (id integer, state shop.state) LANGUAGE sql STABLE
      BEGIN ATOMIC SELECT o.id, o.state FROM shop.orders o WHERE o.id < n; END;
    CREATE PROCEDURE shop.work(INOUT n integer) LANGUAGE plpgsql AS 'BEGIN n := n + 1; END';
    CREATE AGGREGATE shop.total(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
    CREATE PUBLICATION changes FOR TABLE shop.customers (id, name), shop.orders WHERE (id > 5);
    CREATE PUBLICATION stored FOR TABLES IN SCHEMA store;
    CREATE COLLATION shop.plain FROM "C";
    COMMENT ON COLUMN shop.orders.remark IS 'said'; COMMENT ON CONSTRAINT positive ON shop.orders IS 'above zero';
    GRANT SELECT ON shop.orders TO PUBLIC; GRANT SELECT (id) ON shop.customers TO PUBLIC;
    REVOKE EXECUTE ON FUNCTION shop.tax FROM PUBLIC;
    """
}
