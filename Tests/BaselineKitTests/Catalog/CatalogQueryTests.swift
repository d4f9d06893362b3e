import Postgres
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// The queries themselves: that no field was forgotten in one of them.
struct CatalogQueryTests {
  /// Each field of each kind is a result column of the kind's query. The few that are not are named, with the reason.
  @Test func everyFieldIsRead() throws {
    let connection = try TestServer.shared.database().connect()
    func check<Object: SchemaObject>(
      _ query: (QueryContext) -> CatalogQuery<Object>, except exceptions: Set<Text> = []
    ) throws {
      let context = QueryContext(major: connection.majorVersion, schemas: ["2200"], track: Set(Tracked.allCases))
      let columns = Set(try connection.query(query(context).sql).columns.map { Text($0) })
      #expect(Set(Object.fields.map(\.name)).subtracting(columns) == exceptions, "\(Object.kind)")
      #expect(columns.contains("key"))
      // No column is read for nothing, and none is misspelt; `_` begins what `finish` takes apart.
      let known = Set(Object.fields.map(\.name)).union(["oid", "parent", "key"])
      #expect(columns.filter { !$0.string.hasPrefix("_") }.subtracting(known) == [])

      let untracked = QueryContext(major: connection.majorVersion, schemas: ["2200"], track: [])
      let plain = Set(try connection.query(query(untracked).sql).columns.map { Text($0) })
      #expect(columns.subtracting(plain) == Set(Object.fields.filter { $0.tracked != nil }.map(\.name)))
    }
    try check(CatalogQuery<Namespace>.schemas)
    try check(CatalogQuery<Extension>.extensions)
    try check(CatalogQuery<Table>.tables)
    try check(CatalogQuery<View>.views)
    try check(CatalogQuery<MaterializedView>.materializedViews)
    let names = CatalogNumbers()
    // Defaults come with a query of their own.
    try check({ CatalogQuery<Column>.columns($0, names, ColumnTexts()) }, except: ["comment", "default", "generated"])
    let keysOnly: Set<Text> = ["expression", "no_inherit"]
    let byNumber: Set<Text> = ["columns", "include", "referenced_columns", "on_delete_columns"]
    try check({ CatalogQuery<Constraint>.keys($0, names) }, except: keysOnly.union(byNumber))
    try check(
      CatalogQuery<Constraint>.checks,
      except: Set(Constraint.fields.map(\.name)).subtracting([
        "type", "expression", "no_inherit", "inherited", "not_valid", "not_enforced", "comment",
      ]))
    // A domain's constraint is a check and nothing else: it has no columns, no index and no action.
    try check(
      CatalogQuery<Constraint>.domainConstraints,
      except: Set(Constraint.fields.map(\.name)).subtracting(["type", "expression", "not_valid", "comment"]))
    try check({ CatalogQuery<Index>.indexes($0, names) }, except: ["keys", "include"])
    try check(CatalogQuery<Trigger>.triggers)
    try check(CatalogQuery<SequenceGenerator>.sequences)
    try check(CatalogQuery<EnumType>.enums)
    try check(CatalogQuery<Domain>.domains)
    try check(CatalogQuery<Function>.functions)
    try check(CatalogQuery<Aggregate>.aggregates)
    try check(CatalogQuery<Operator>.operators)
    try check(CatalogQuery<OperatorClass>.operatorClasses)
    try check(CatalogQuery<OperatorFamily>.operatorFamilies)
    try check(CatalogQuery<Cast>.casts)
    try check(CatalogQuery<Transform>.transforms)
    try check(CatalogQuery<Language>.languages)
    try check(CatalogQuery<AccessMethod>.accessMethods)
    try check(CatalogQuery<EventTrigger>.eventTriggers)
    try check(CatalogQuery<Rule>.rules)
    try check(CatalogQuery<Policy>.policies)
    try check(CatalogQuery<StatisticsObject>.statistics)
    try check(CatalogQuery<Collation>.collations)
    try check(CatalogQuery<Conversion>.conversions)
    try check(CatalogQuery<TextSearchConfiguration>.configurations)
    // Its options are taken from _options.
    try check(CatalogQuery<TextSearchDictionary>.dictionaries, except: ["options"])
    try check(CatalogQuery<TextSearchParser>.parsers)
    try check(CatalogQuery<TextSearchTemplate>.templates)
    try check(CatalogQuery<ForeignTable>.foreignTables)
    try check(CatalogQuery<CompositeType>.compositeTypes)
    try check(CatalogQuery<RangeType>.rangeTypes)
    try check(CatalogQuery<BaseType>.baseTypes)
    try check(CatalogQuery<ForeignDataWrapper>.foreignDataWrappers)
    try check(CatalogQuery<ForeignServer>.servers)
    try check(CatalogQuery<UserMapping>.userMappings)
    try check(CatalogQuery<Publication>.publications)
    try check(CatalogQuery<Subscription>.subscriptions)
    try check(CatalogQuery<Setting>.settings)
    try check(CatalogQuery<DatabaseProperties>.properties)
    try check(CatalogQuery<DefaultPrivileges>.defaultPrivileges)
    try check(CatalogQuery<ChangedPrivileges>.changedPrivileges)
  }

  @Test(
    arguments: [
      ("CREATE INDEX i ON public.t USING btree (a)", ["a"]),
      (
        "CREATE INDEX i ON public.t USING btree (a DESC, lower(b) COLLATE \"C\" text_pattern_ops) INCLUDE (c) WHERE (d = ')')",
        ["a DESC", "lower(b) COLLATE \"C\" text_pattern_ops"]
      ),
      (
        "CREATE INDEX \" USING x (\" ON public.\"t USING (\" USING gin (\"a,)\"\"(\", ((b || ',)'::text)))",
        ["\"a,)\"\"(\"", "((b || ',)'::text))"]
      ),
      (
        "CREATE INDEX i ON t USING btree (((ARRAY[a, b])[1]), COALESCE(a, b), ((c || E'\\\\''')))",
        ["((ARRAY[a, b])[1])", "COALESCE(a, b)", "((c || E'\\\\'''))"]
      ),
      (
        "CREATE INDEX i ON t USING gist (a public.gist_trgm_ops (siglen='32'))",
        ["a public.gist_trgm_ops (siglen='32')"]
      ),
      ("CREATE INDEX i ON t USING btree (a", nil), ("CREATE INDEX i ON t", nil), ("", nil),
    ] as [(String, [Text]?)])
  func keysOfAnIndex(definition: String, keys: [Text]?) {
    #expect(indexKeys(ofDefinition: Text(definition)) == keys)
  }

  /// Lists that are only asked for where something is in them must say nothing where nothing is.
  @Test func noWatchedSchemaIsAnEmptySnapshot() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    let nothing = try Catalog(database.connect()).snapshot(CatalogScope { _ in false })
    #expect(nothing.database.schemas.isEmpty && nothing.database.extensions.map(\.key) == ["plpgsql"])
    let one = try Catalog(database.connect()).snapshot(CatalogScope { $0 == "public" })
    #expect(one.objects.count == 4)
    #expect(one.postgres == (try database.connect().majorVersion))
  }

  /// From 15.20 on the server keeps a number of its own, another in every database, in pg_attribute.attoptions. Where a
  /// server keeps its own options must be known, or every database would differ from every other.
  @Test(.enabled(if: try ServerNeeds.met("extension pg_trgm"), "the server has no pg_trgm"))
  func noInternalOptionsElsewhere() throws {
    let database = try TestServer.shared.database(
      """
      CREATE EXTENSION pg_trgm;
      CREATE TABLE t (id serial PRIMARY KEY, a text, b integer) WITH (fillfactor = 90);
      CREATE INDEX t_a ON t USING gin (a gin_trgm_ops);
      CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;
      CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
      ALTER TABLE t ALTER a SET STATISTICS 5;
      CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET work_mem = '1MB' AS 'SELECT 1';
      ANALYZE t;
      """)
    let options = try database.connect().query(
      """
      SELECT DISTINCT o FROM (
        SELECT unnest(reloptions) FROM pg_class UNION ALL SELECT unnest(proconfig) FROM pg_proc
        UNION ALL SELECT unnest(spcoptions) FROM pg_tablespace UNION ALL SELECT unnest(setconfig) FROM pg_db_role_setting s
          WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      ) AS options (o) WHERE o LIKE 'pg\\_%'
      """)
    #expect(try (0..<options.rowCount).map { try options.string($0, 0) } == [])
    let columns = try #require(snapshot(of: database).database.schemas.first { $0.key == "public" }?.tables.first)
      .columns
    #expect(columns.allSatisfy { $0.options.isEmpty })
  }

  /// Whatever could make a deparsed text read otherwise must show, or two states could mix unseen.
  @Test func theFingerprintMovesWithTheSchemaAndOnlyWithIt() throws {
    let database = try TestServer.shared.database(
      """
      CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE DOMAIN s.d AS integer; CREATE SEQUENCE s.q;
      CREATE FUNCTION s.f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE FUNCTION s.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE OPERATOR s.@@@@ (LEFTARG = integer, RIGHTARG = integer, PROCEDURE = int4pl);
      CREATE COLLATION s.l FROM "C"; CREATE TEXT SEARCH CONFIGURATION s.c (COPY = simple);
      CREATE OPERATOR CLASS s.o FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer);
      CREATE TABLE s.t (a integer DEFAULT 1, b text, CONSTRAINT k CHECK (a > 0)); CREATE INDEX i ON s.t (a);
      CREATE VIEW s.v AS SELECT a FROM s.t; CREATE TRIGGER g AFTER INSERT ON s.t EXECUTE FUNCTION s.tf();
      """)
    let connection = try database.connect()
    let role = "fingerprint_\(database.name)"
    try connection.execute("CREATE ROLE \(role)")
    defer { try? connection.execute("DROP ROLE \(role)_renamed") }
    let since = try fingerprint(connection).since
    func value() throws -> [String] { try fingerprint(connection, since: since).rows }
    var last = try value()
    for statement in [
      "ALTER TABLE s.t RENAME a TO x", "ALTER TABLE s.t RENAME TO u", "ALTER TABLE s.u ALTER x SET DEFAULT 2",
      "ALTER TABLE s.u ALTER x DROP DEFAULT", "ALTER TABLE s.u ALTER b SET STATISTICS 7", "ALTER TABLE s.u DROP b",
      "ALTER TABLE s.u RENAME CONSTRAINT k TO l", "ALTER INDEX s.i RENAME TO j", "ALTER VIEW s.v RENAME TO w",
      "CREATE OR REPLACE VIEW s.w AS SELECT x AS a FROM s.u WHERE x > 0", "ALTER TRIGGER g ON s.u RENAME TO h",
      "ALTER TYPE s.e RENAME TO m", "ALTER TYPE s.m RENAME VALUE 'a' TO 'b'", "ALTER TYPE s.m ADD VALUE 'c'",
      "ALTER DOMAIN s.d RENAME TO n", "ALTER FUNCTION s.f(integer) RENAME TO g",
      "ALTER OPERATOR s.@@@@ (integer, integer) SET SCHEMA public",
      "ALTER COLLATION s.l RENAME TO k", "ALTER TEXT SEARCH CONFIGURATION s.c RENAME TO d",
      "ALTER OPERATOR CLASS s.o USING btree RENAME TO p", "ALTER SEQUENCE s.q RENAME TO r",
      "ALTER SCHEMA s RENAME TO z", "DROP INDEX z.j", "ALTER TABLE z.u DROP CONSTRAINT l", "DROP TRIGGER h ON z.u",
      "ALTER ROLE \(role) RENAME TO \(role)_renamed", "DROP VIEW z.w", "DROP TABLE z.u",
    ] {
      try connection.execute(statement)
      let now = try value()
      let isOfServer = statement.hasPrefix("ALTER ROLE")
      #expect(isOfServer ? now != last : ofThisDatabase(now) != ofThisDatabase(last), "\(statement)")
      last = now
    }
    for statement in [
      "CREATE TEMPORARY TABLE t (id serial PRIMARY KEY, a integer DEFAULT 1)",
      "INSERT INTO t (a) SELECT generate_series(1, 100)",
      "ANALYZE", "DROP TABLE t", "SELECT nextval('z.r')",
    ] {
      try connection.execute(statement)
      #expect(try ofThisDatabase(value()) == ofThisDatabase(last), "\(statement)")
    }
  }

  /// A domain and its array have oids that follow one another, and get a new version by the same transaction.
  @Test func noVersionHidesBehindAnother() throws {
    let connection = try TestServer.shared.database().connect()
    func sum(of version: Int) throws -> String? {
      let hash = CatalogFingerprint.hash("x.oid", "x.xmin")
      return try connection.query(
        "SELECT sum(\(hash)) FROM (VALUES (16410::oid, '\(version)'::xid), (16411, '\(version)')) AS x (oid, xmin)"
      ).string(0, 0)
    }
    #expect(try Set((1_000..<3_000).map(sum)).count == 2_000)
  }

  /// The sum counts from the next transaction, which is another each time.
  @Test func theFingerprintStandsStillWhileOthersWrite() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer)")
    let connection = try database.connect()
    let since = try fingerprint(connection).since
    try connection.execute("ALTER TABLE t ADD b integer")
    func catalogs() throws -> [String] { try ofThisDatabase(fingerprint(connection, since: since).rows) }
    let before = try catalogs()
    // There is a sum.
    #expect(before.first { $0.hasPrefix("catalogs ") }?.split(separator: " ").count == 3)
    for _ in 0..<3 {
      try connection.execute("INSERT INTO t VALUES (1)")
      #expect(try catalogs() == before)
    }
  }

  /// What initdb began with has no age.
  @Test func rowsOfInitdbAreCounted() throws {
    let connection = try TestServer.shared.database().connect()
    let since = try fingerprint(connection).since
    func catalogs() throws -> [String] { try ofThisDatabase(fingerprint(connection, since: since).rows) }
    let before = try catalogs()
    let removed = try connection.query(
      "DELETE FROM pg_conversion WHERE oid = (SELECT max(oid) FROM pg_conversion WHERE xmin = '1') RETURNING oid")
    #expect(removed.rowCount == 1)
    #expect(try catalogs() != before)
  }

  /// Each of these changes what a snapshot says and no catalog's rows but those of its own kind.
  @Test func theFingerprintMovesWithCode() throws {
    let database = try TestServer.shared.database(
      """
      CREATE TABLE t (a integer, b integer); CREATE POLICY p ON t; CREATE STATISTICS s ON a, b FROM t;
      CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
      CREATE FUNCTION h() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
      CREATE LANGUAGE l HANDLER h; CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler;
      CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION e(); CREATE OPERATOR FAMILY f USING btree;
      CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default"); CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
      CREATE TEXT SEARCH TEMPLATE x (LEXIZE = dsimple_lexize);
      CREATE TEXT SEARCH PARSER y (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
      CREATE TABLE i (a integer) PARTITION BY LIST (a); CREATE TABLE j PARTITION OF i FOR VALUES IN (1);
      """)
    let connection = try database.connect()
    let since = try fingerprint(connection).since
    func value() throws -> [String] { try fingerprint(connection, since: since).rows }
    var last = try value()
    for statement in [
      "ALTER POLICY p ON t USING (a > 0)", "ALTER STATISTICS s SET STATISTICS 5", "ALTER TABLE t DISABLE RULE r",
      "CREATE OR REPLACE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
      "CREATE OR REPLACE TRUSTED LANGUAGE l HANDLER h", "DROP ACCESS METHOD m", "ALTER EVENT TRIGGER e DISABLE",
      "ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 <(integer, bigint)",
      "ALTER OPERATOR FAMILY f USING btree ADD FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint)",
      "ALTER OPERATOR FAMILY f USING btree RENAME TO g", "ALTER CONVERSION c RENAME TO d",
      "ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH simple",
      "ALTER TEXT SEARCH DICTIONARY d (Accept = false)",
      "ALTER TEXT SEARCH TEMPLATE x RENAME TO z", "ALTER TEXT SEARCH PARSER y RENAME TO z",
      "CREATE CAST (date AS integer) WITHOUT FUNCTION", "ALTER FUNCTION e() DEPENDS ON EXTENSION plpgsql",
      "CREATE TYPE q AS RANGE (subtype = integer)", "DROP TYPE q", "CREATE TABLE k PARTITION OF i DEFAULT",
      "DROP TABLE k",
      "DROP AGGREGATE a(integer)", "ALTER TABLE t ALTER a SET DEFAULT 1", "ALTER TABLE t ALTER a DROP DEFAULT",
      "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'j'::regclass",
    ] {
      try connection.execute(statement)
      let now = try value()
      #expect(ofThisDatabase(now) != ofThisDatabase(last), "\(statement)")
      last = now
    }
    for statement in [
      "CREATE TEMPORARY TABLE n (a integer, b integer) PARTITION BY LIST (a)",
      "CREATE TEMPORARY TABLE o PARTITION OF n FOR VALUES IN (1)", "CREATE STATISTICS pg_temp.s ON a, b FROM n",
      "CREATE POLICY p ON n",
    ] {
      try connection.execute(statement)
      #expect(try ofThisDatabase(value()) == ofThisDatabase(last), "\(statement)")
    }
  }

  /// Where nothing is left out, it is the same that counts all.
  private func fingerprint(_ connection: Connection, since: Int64? = nil) throws -> CatalogFingerprint {
    let major = connection.majorVersion
    return try Catalog(connection).inTransaction(asking: [CatalogState.query]) { state in
      let whole = try CatalogFingerprint(of: connection.query(CatalogFingerprint.query(major, since: since)))
      if whole.leftOut == 0, let next = try CatalogState.next(of: state[0]) {
        let all = CatalogFingerprint.queryOfAll(major, since: whole.since, next: next)
        #expect(try CatalogFingerprint(of: connection.query(all)) == whole)
      }
      return whole
    }
  }

  /// A transaction that was under way at the moment commits what is older than what has been seen since.
  @Test func whatBeganEarlierAndEndedLaterIsSeen() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer); CREATE TABLE u (a integer)")
    let (slow, other) = (try database.connect(), try database.connect())
    try slow.execute("BEGIN; ALTER TABLE t RENAME a TO b")
    try other.execute("ALTER TABLE u RENAME a TO b")
    let before = try fingerprint(other)
    #expect(try ofThisDatabase(fingerprint(other, since: before.since).rows) == ofThisDatabase(before.rows))
    try slow.execute("COMMIT")
    #expect(try ofThisDatabase(fingerprint(other, since: before.since).rows) != ofThisDatabase(before.rows))
  }

  /// Their options are secrets, of which no hash is to lie in a file.
  @Test func userMappingsAreSeenButNotTheirOptions() throws {
    let connection = try TestServer.shared.database(
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w"
    )
    .connect()
    let since = try fingerprint(connection).since
    func catalogs() throws -> [String] { try ofThisDatabase(fingerprint(connection, since: since).rows) }
    let none = try catalogs()
    try connection.execute("CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'secret')")
    let one = try catalogs()
    #expect(one != none)
    try connection.execute("ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (SET password 'other')")
    #expect(try catalogs() == one)
    // As many, but another.
    try connection.execute("DROP USER MAPPING FOR PUBLIC SERVER s; CREATE USER MAPPING FOR CURRENT_USER SERVER s")
    #expect(try catalogs() != one)
  }

  /// What is older than the moment has no hash: where it goes, the number of rows or something younger must tell.
  @Test func oldRowsThatGoAreSeen() throws {
    let database = try TestServer.shared.database(
      """
      CREATE SCHEMA s; CREATE TABLE t (a integer DEFAULT 1 CHECK (a > 0), b text, c integer); CREATE INDEX i ON t (a);
      CREATE UNIQUE INDEX u ON t (c); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f(); CREATE POLICY p ON t; CREATE STATISTICS x ON a, c FROM t;
      CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE VIEW v AS SELECT a FROM t; CREATE SEQUENCE q;
      CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS integer; CREATE TYPE n AS RANGE (subtype = integer);
      CREATE AGGREGATE m(integer) (SFUNC = int4pl, STYPE = integer); CREATE COLLATION l FROM "C"; COMMENT ON TABLE t IS 'x';
      CREATE OPERATOR @@@@ (LEFTARG = integer, RIGHTARG = integer, PROCEDURE = int4pl); CREATE PUBLICATION o FOR TABLE t;
      CREATE TABLE y (a integer) PARTITION BY LIST (a); CREATE TABLE z PARTITION OF y FOR VALUES IN (1);
      CREATE TABLE k (a integer GENERATED ALWAYS AS IDENTITY); ALTER TABLE t CLUSTER ON u;
      """)
    let connection = try database.connect()
    for statement in [
      "COMMENT ON SCHEMA public IS NULL", "COMMENT ON TABLE t IS NULL", "ALTER TABLE t ALTER a DROP DEFAULT",
      "ALTER TABLE t DROP CONSTRAINT t_a_check", "ALTER TABLE t SET WITHOUT CLUSTER", "DROP VIEW v", "DROP INDEX i",
      "DROP TRIGGER g ON t", "DROP POLICY p ON t", "DROP STATISTICS x", "DROP RULE r ON t", "ALTER TABLE t DROP b",
      "ALTER PUBLICATION o DROP TABLE t", "ALTER TABLE k ALTER a DROP IDENTITY", "DROP TABLE z", "DROP TABLE t",
      "DROP FUNCTION f()", "DROP SEQUENCE q", "DROP TYPE e", "DROP DOMAIN d", "DROP TYPE n",
      "DROP AGGREGATE m(integer)",
      "DROP COLLATION l", "DROP OPERATOR @@@@ (integer, integer)", "DROP SCHEMA s",
    ] {
      let now = try connection.query("SELECT txid_snapshot_xmax(txid_current_snapshot())").int(0, 0)
      let next = try #require(now)
      let before = try fingerprint(connection, since: Int64(next))
      #expect(before.leftOut == 0)
      try connection.execute(statement)
      let after = try fingerprint(connection, since: Int64(next))
      #expect(ofThisDatabase(after.rows) != ofThisDatabase(before.rows), "\(statement)")
    }
  }

  /// After two thousand million transactions nothing is known any more.
  @Test func aMomentThatIsTooLongAgoProvesNothing() throws {
    let connection = try TestServer.shared.database("CREATE TABLE t (a integer)").connect()
    let longAgo = try fingerprint(connection).since - 2_200_000_000
    let before = try fingerprint(connection, since: longAgo)
    try connection.execute("ALTER TABLE t ALTER a SET STATISTICS 7")
    #expect(try ofThisDatabase(fingerprint(connection, since: longAgo).rows) != ofThisDatabase(before.rows))
  }

  /// Without what belongs to the whole server: other tests make roles and tablespaces meanwhile.
  private func ofThisDatabase(_ rows: [String]) -> [String] {
    rows.filter { !$0.hasPrefix("pg_roles ") && !$0.hasPrefix("pg_tablespace ") }
  }
}
