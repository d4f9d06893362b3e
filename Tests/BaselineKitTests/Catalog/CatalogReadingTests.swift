import Postgres
import Processes
import Schema
import Synchronization
import TestSupport
import Testing

@testable import BaselineKit

/// What happens around the queries: schemas that move, locks, servers that die, names that are no text.
struct CatalogReadingTests {
  /// T15. Functions that deparse look at the newest catalog; a snapshot must still be one of the states that were committed.
  @Test(arguments: [
    (
      """
      ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME CONSTRAINT c TO d;
      ALTER TYPE mood RENAME TO feeling; ALTER FUNCTION f(integer) RENAME TO g
      """,
      """
      ALTER FUNCTION g(integer) RENAME TO f; ALTER TYPE feeling RENAME TO mood;
      ALTER TABLE u RENAME CONSTRAINT d TO c; ALTER TABLE u RENAME TO t; ALTER TABLE t RENAME b TO a
      """
    ),
    (
      "DROP VIEW v; DROP INDEX t_a; DROP TRIGGER tr ON t; ALTER TABLE t DROP CONSTRAINT c; DROP FUNCTION sqlbody()",
      """
      CREATE VIEW v AS SELECT a, m FROM t WHERE a > 0; CREATE INDEX t_a ON t (a) WHERE a > 5;
      CREATE TRIGGER tr AFTER INSERT ON t EXECUTE FUNCTION tf(); ALTER TABLE t ADD CONSTRAINT c CHECK (f(a) > 0);
      CREATE FUNCTION sqlbody() RETURNS integer LANGUAGE sql RETURN f(1)
      """
    ),
    // What few databases have, all of it named by something else.
    (
      """
      ALTER TABLE t RENAME a TO b; ALTER POLICY p ON t RENAME TO q; ALTER RULE r ON t RENAME TO s; ALTER STATISTICS st RENAME TO su;
      ALTER AGGREGATE total(integer) RENAME TO sums; ALTER OPERATOR @@@@ (integer, integer) SET SCHEMA other;
      ALTER FUNCTION f2(integer, integer) RENAME TO g2; ALTER TYPE pair RENAME ATTRIBUTE x TO z CASCADE;
      ALTER TYPE pair RENAME TO duo; ALTER TYPE span RENAME TO stretch; ALTER COLLATION plain RENAME TO bare;
      ALTER TEXT SEARCH CONFIGURATION ts RENAME TO tt; ALTER TEXT SEARCH DICTIONARY di RENAME TO dj;
      ALTER PUBLICATION pub RENAME TO pug; ALTER EVENT TRIGGER et RENAME TO eu; ALTER SERVER remote RENAME TO distant;
      ALTER FOREIGN TABLE ft RENAME a TO b; ALTER FOREIGN DATA WRAPPER w RENAME TO x; ALTER DOMAIN dom RENAME CONSTRAINT dc TO dd;
      ALTER OPERATOR CLASS oc USING btree RENAME TO od; ALTER OPERATOR FAMILY oc USING btree RENAME TO od; DROP CAST (pair2 AS text)
      """,
      """
      CREATE CAST (pair2 AS text) WITH FUNCTION pair2_text(pair2); ALTER OPERATOR FAMILY od USING btree RENAME TO oc;
      ALTER OPERATOR CLASS od USING btree RENAME TO oc; ALTER DOMAIN dom RENAME CONSTRAINT dd TO dc;
      ALTER FOREIGN DATA WRAPPER x RENAME TO w; ALTER FOREIGN TABLE ft RENAME b TO a; ALTER SERVER distant RENAME TO remote;
      ALTER EVENT TRIGGER eu RENAME TO et; ALTER PUBLICATION pug RENAME TO pub; ALTER TEXT SEARCH DICTIONARY dj RENAME TO di;
      ALTER TEXT SEARCH CONFIGURATION tt RENAME TO ts; ALTER COLLATION bare RENAME TO plain; ALTER TYPE stretch RENAME TO span;
      ALTER TYPE duo RENAME TO pair; ALTER TYPE pair RENAME ATTRIBUTE z TO x CASCADE;
      ALTER FUNCTION g2(integer, integer) RENAME TO f2; ALTER OPERATOR other.@@@@ (integer, integer) SET SCHEMA public;
      ALTER AGGREGATE sums(integer) RENAME TO total; ALTER STATISTICS su RENAME TO st; ALTER RULE s ON t RENAME TO r;
      ALTER POLICY q ON t RENAME TO p; ALTER TABLE t RENAME b TO a
      """
    ),
  ])
  func everySnapshotIsAStateThatWasCommitted(there: String, back: String) throws {
    let database = try TestServer.shared.database(
      """
      CREATE TYPE mood AS ENUM ('ok');
      CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TABLE t (a integer, m mood DEFAULT 'ok', CONSTRAINT c CHECK (f(a) > 0));
      CREATE INDEX t_a ON t (a) WHERE a > 5;
      CREATE TRIGGER tr AFTER INSERT ON t EXECUTE FUNCTION tf();
      CREATE VIEW v AS SELECT a, m FROM t WHERE a > 0;
      CREATE FUNCTION sqlbody() RETURNS integer LANGUAGE sql RETURN f(1);
      CREATE SCHEMA other; CREATE TYPE pair AS (x integer, y text); CREATE TYPE pair2 AS (p pair);
      CREATE TYPE span AS RANGE (subtype = integer); CREATE DOMAIN dom AS text CONSTRAINT dc CHECK (VALUE <> '');
      CREATE FUNCTION pair2_text(pair2) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE CAST (pair2 AS text) WITH FUNCTION pair2_text(pair2);
      CREATE FUNCTION f2(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE AGGREGATE total(integer) (SFUNC = f2, STYPE = integer);
      CREATE OPERATOR @@@@ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = f2);
      CREATE OPERATOR CLASS oc FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 f2(integer, integer);
      CREATE COLLATION plain FROM "C"; CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple);
      CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple); ALTER TEXT SEARCH CONFIGURATION ts ALTER MAPPING FOR word WITH di;
      CREATE TABLE many (a integer, p pair, w text COLLATE plain, d dom, s span, CHECK (a @@@@ 1 > 2));
      CREATE POLICY p ON t USING (a > 0); CREATE RULE r AS ON DELETE TO t WHERE old.a > 5 DO INSTEAD NOTHING;
      CREATE STATISTICS st ON a, m FROM t; CREATE PUBLICATION pub FOR TABLE t;
      CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ('CREATE SERVER') EXECUTE FUNCTION ef();
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER remote FOREIGN DATA WRAPPER w;
      CREATE FOREIGN TABLE ft (a integer OPTIONS (n '1')) SERVER remote OPTIONS (o 'x');
      """)
    let first = try snapshot(of: database)
    try database.execute(there)
    let second = try snapshot(of: database)
    try database.execute(back)
    #expect(try snapshot(of: database) == first && first != second)

    let wanted = environmentVariable("BASELINE_TEST_ALL") == "1" ? 1_000 : 30
    var taken = 0
    var neverStill = 0
    let rounds = try alternating([there, back], in: database, pausing: 0.3) {
      while taken < wanted && neverStill < 10 * wanted {
        do {
          let found = try snapshot(of: database)
          #expect(found == first || found == second)
          taken += 1
        } catch CatalogError.neverStill {
          neverStill += 1
        }
      }
    }
    #expect(taken == wanted)
    #expect(rounds > 5)
  }

  @Test func aSchemaThatNeverStandsStillIsAnError() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer)")
    let stop = Atomic(false)
    let altering = try Beside {
      let connection = try database.connect()
      while !stop.load(ordering: .relaxed) {
        try connection.execute("COMMENT ON TABLE t IS 'x'; ALTER TABLE t ALTER a SET STATISTICS 5")
      }
    }
    do {
      defer { stop.store(true, ordering: .relaxed) }
      var error: (any Error)?
      for _ in 0..<100 where error == nil {
        do { _ = try snapshot(of: database) } catch let thrown { error = thrown }
      }
      #expect(error is CatalogError)
      #expect(error.map { "\($0)" }?.contains("schema changed while it was read") == true)
    }
    try altering.value()
  }

  /// T12: somebody holds a table; we do not wait for ever, and do not call it the same.
  @Test func aLockThatIsHeldEndsInAnError() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t")
    let holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE t, v IN ACCESS EXCLUSIVE MODE")
    var catalog = Catalog(try database.connect())
    catalog.lockMilliseconds = 50
    let error = #expect(throws: PostgresError.self) { try catalog.snapshot(.everything) }
    #expect(error?.isLockTimeout == true)
    try holder.execute("ROLLBACK")
    // The connection is usable again.
    #expect(try catalog.snapshot(.everything).tableCount == 1)
  }

  /// T13.
  @Test func aStatementThatTakesTooLongEndsInAnError() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t")
    let holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE t, v IN ACCESS EXCLUSIVE MODE")
    var catalog = Catalog(try database.connect())
    catalog.lockMilliseconds = 0
    catalog.statementMilliseconds = 50
    let error = #expect(throws: PostgresError.self) { try catalog.snapshot(.everything) }
    #expect(error?.isStatementTimeout == true)
  }

  /// T11: the back end is gone in the middle of a reading.
  @Test func aServerThatDiesIsAnError() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t")
    let holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE t, v IN ACCESS EXCLUSIVE MODE")
    let killing = try Beside {
      let killer = try database.connect()
      for _ in 0..<3_000 {
        let count = try killer.query(
          """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'
          """
        ).int(0, 0)
        if count == 1 { return true }
        try killer.execute("SELECT pg_sleep(0.01)")
      }
      return false
    }
    let catalog = Catalog(try database.connect())
    let error = #expect(throws: PostgresError.self) { try catalog.snapshot(.everything) }
    #expect(try killing.value())
    #expect(error?.isConnectionLoss == true)
    #expect(!catalog.connection.isAlive)
  }

  /// On a server of its own: what is the next transaction to be numbered is the whole server's, and other tests write.
  @Test func aReadingChangesNothing() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(
      binaries: TestServer.binaries(), scratch: scratch, environment: TestServer.shared.cacheEnvironment())
    defer { server.stop() }
    let connection = try Connection(server.target(database: "postgres"))
    try connection.execute("CREATE TABLE t (id serial PRIMARY KEY)")
    let settings =
      "SELECT string_agg(name || '=' || setting, E'\\n' ORDER BY name) FROM pg_settings WHERE source = 'session'"
    let before = try connection.query(settings).string(0, 0)
    let nextTransaction = "SELECT txid_snapshot_xmax(txid_current_snapshot())::text"
    let next = try connection.query(nextTransaction).string(0, 0)
    _ = try Catalog(connection).snapshot(.everything)
    #expect(!connection.isInTransaction)
    #expect(try connection.query(settings).string(0, 0) == before)
    #expect(try connection.query(nextTransaction).string(0, 0) == next)
  }

  /// A table's columns may come in two of the parts that columns are fetched in, one that was changed comes last, and the server writes
  /// no part into a file before it sends it.
  @Test func noColumnIsLostBetweenParts() throws {
    let names = (1...1_200).map { "c\($0)" }
    let columns = names.map { "\($0) integer" }.joined(separator: ", ")
    let database = try TestServer.shared.database(
      (1...8).map { "CREATE TABLE t\($0) (\(columns)); ALTER TABLE t\($0) ALTER c5 SET NOT NULL;" }.joined())
    try database.execute("ALTER DATABASE \(database.name) SET temp_file_limit = 0")
    try database.execute("ALTER DATABASE \(database.name) SET work_mem = '64kB'")
    let schema = try Catalog(database.connect()).snapshot(CatalogScope { _ in true }).database.schemas[key: "public"]
    for table in (1...8).map({ Text("t\($0)") }) {
      #expect(schema?.tables[key: table]?.columns.map(\.key.string) == names)
      #expect(schema?.tables[key: table]?.columns.filter { !$0.nullable }.map(\.key) == ["c5"])
    }
  }

  /// In single-user mode, in which some images of databases are made, objects get oids that initdb has left over.
  @Test func oidsOfInitdbHideNothing() throws {
    let database = try TestServer.shared.database(
      """
      CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
      CREATE COLLATION c (locale = 'C'); CREATE OPERATOR FAMILY o USING btree;
      SET allow_system_table_mods = on;
      UPDATE pg_type SET oid = 16001 WHERE typname = 'e'; UPDATE pg_enum SET enumtypid = 16001;
      UPDATE pg_proc SET oid = 16002 WHERE proname = 'f'; UPDATE pg_collation SET oid = 16003 WHERE collname = 'c';
      UPDATE pg_opfamily SET oid = 16004 WHERE opfname = 'o'
      """)
    for fingerprintFirst in [false, true] {
      let catalog = Catalog(try database.connect())
      let (reading, state, _) = try catalog.read(
        CatalogScope { _ in true }, fingerprintFirst: fingerprintFirst, readsFingerprint: true
      ) { _ in }
      let objects = try reading.get().objects
      for (kind, name) in [(Kind.enum, "e"), (.function, "f()"), (.collation, "c"), (.operatorFamily, "o USING btree")]
      {
        #expect(objects.contains(ObjectID(kind, ["public", Text(name)])), "\(kind.word)")
      }
      try database.execute("ALTER FUNCTION f() COST \(fingerprintFirst ? 7 : 8)")
      #expect(try !catalog.isStill(#require(state?.fingerprint)))
    }
  }

  /// Whether there are any is asked before they are.
  @Test func typesThatNoTableUsesAreRead() throws {
    for (statement, kind) in [
      ("CREATE TYPE t AS ENUM ()", Kind.enum), ("CREATE DOMAIN t AS text", .domain), ("CREATE TYPE t", .baseType),
      ("CREATE TYPE t AS ()", .compositeType), ("CREATE TYPE t AS RANGE (subtype = integer)", .rangeType),
      ("CREATE SEQUENCE t", .sequence),
    ] {
      let database = try TestServer.shared.database(statement)
      let objects = try Catalog(database.connect()).snapshot(CatalogScope { _ in true }).objects
      #expect(objects.contains(ObjectID(kind, ["public", "t"])), "\(statement)")
    }
  }

  /// A database of the encoding SQL_ASCII hands out bytes: a name that is no text cannot be told from another.
  @Test func aNameThatIsNotUTF8IsAnErrorThatNamesIt() throws {
    let server = try TestServer.shared.database()
    let name = server.name + "_ascii"
    try server.execute("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    defer { try? server.execute("DROP DATABASE \(name) WITH (FORCE)") }
    let connection = try Connection(server.target.with(database: name))
    try connection.execute("SET client_encoding = 'SQL_ASCII'")
    try connection.execute(
      "DO $$ BEGIN EXECUTE 'CREATE TABLE \"caf' || convert_from('\\xe9'::bytea, 'SQL_ASCII') || '\" (id integer)'; END $$"
    )
    let error = #expect(throws: (any Error).self) {
      try Catalog(Connection(server.target.with(database: name))).snapshot(.everything)
    }
    #expect(error.map { "\($0)" }?.contains("caf\\xE9") == true, "\(String(describing: error))")
  }

  /// The same objects made in another order, with other oids, in another database.
  @Test(.enabled(if: try ServerNeeds.met("extension citext"), "the server has no citext"))
  func theOrderOfCreationDoesNotMatter() throws {
    let statements = [
      "CREATE TYPE mood AS ENUM ('ok', 'sad')", "CREATE DOMAIN email AS text CHECK (VALUE <> '')",
      "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
      "CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'", "CREATE SEQUENCE q",
      "CREATE TABLE a (id integer PRIMARY KEY, x integer)", "CREATE TABLE b (id integer PRIMARY KEY, y integer)",
      "CREATE EXTENSION citext", "CREATE SCHEMA other", "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one",
    ]
    let members = [
      "CREATE INDEX a_x ON a (x)", "CREATE INDEX a_x_id ON a (x, id)", "ALTER TABLE a ADD CONSTRAINT c1 CHECK (x > 0)",
      "ALTER TABLE a ADD CONSTRAINT c2 CHECK (x < 9)", "ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES b",
      "CREATE VIEW v AS SELECT a.x, b.y FROM a JOIN b USING (id)", "COMMENT ON TABLE a IS 'x'",
      "COMMENT ON COLUMN a.x IS 'y'",
      "ALTER TABLE a SET (fillfactor = 90)", "ALTER TABLE a SET (autovacuum_enabled = false)",
      "GRANT SELECT ON a TO PUBLIC",
    ]
    let one = try TestServer.shared.database((statements + members).joined(separator: ";\n"))
    let expected = try snapshot(of: one).canonicalBytes
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5 {
      let order = statements.shuffled(using: &generator) + members.shuffled(using: &generator)
      let other = try TestServer.shared.database(order.joined(separator: ";\n"))
      #expect(try snapshot(of: other).canonicalBytes == expected, "\(order)")
    }
  }
}
