import Postgres
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// What users of drift and schema-diff tools complain about, each as a test that is named by the complaint: two databases that are
/// the same and were built differently, or that differ in what others miss. The comment names the place where it was said.
/// (What is said of the program as a whole is in ComplaintCommandTests, of major upgrades in SameBytesTests.)
struct ComplaintTests {
  private func database(_ sql: String) throws -> TestDatabase { try TestServer.shared.database(sql) }

  /// What a comparison reports, without any configuration.
  private func lines(_ one: TestDatabase, _ other: TestDatabase, track: Set<Tracked> = []) throws -> [String] {
    compare(try snapshot(of: one, track: track), try snapshot(of: other, track: track)).changes.flatMap(changeLines)
  }

  /// What a configuration makes of the difference.
  private func judge(
    _ one: TestDatabase, _ other: TestDatabase, _ yaml: String = "", rendering: Rendering? = nil
  ) throws -> Judgement {
    let config = try Config.parse(Array(yaml.utf8), file: "ci/config.yml")
    return try Watch(config, schemas: [SchemaGlob("*")]).judge(
      snapshot(of: one, track: config.track), snapshot(of: other, track: config.track), .policy(config.policy),
      includesLive: true, rendering: rendering)
  }

  // MARK: texts

  /// Row 1, pgplex/pgschema#314 and #519, fmguerreiro/pgmold#40: `nlevel()` against `public.nlevel()`.
  @Test func viewsDifferForever() throws {
    let objects = """
      CREATE FUNCTION depth(text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1)';
      CREATE TABLE nodes (id integer, path text);
      """
    let plain = try database(objects + "CREATE VIEW v AS SELECT id, depth(path) AS d FROM nodes WHERE depth(path) > 1")
    let qualified = try database(
      objects + """
        SET search_path = ''; CREATE VIEW public.v AS
          SELECT nodes.id, public.depth(nodes.path) AS d FROM public.nodes WHERE (public.depth(path) > (1)::pg_catalog.int4)
        """)
    #expect(try lines(plain, qualified) == [])
    // The text as the catalog prints it, put back, as a tool does that keeps it in a file.
    let text = try #require(snapshot(of: plain).database.schemas.first { $0.key == "public" }?.views.first).definition
    try plain.execute("SET search_path = ''; CREATE OR REPLACE VIEW public.v AS \(text)")
    #expect(try lines(plain, qualified) == [])
  }

  private static let expressions = """
    CREATE SCHEMA auth; CREATE FUNCTION auth.uid() RETURNS text LANGUAGE sql STABLE AS 'SELECT ''me''';
    CREATE TABLE notes (
      id integer PRIMARY KEY, owner text DEFAULT auth.uid(), kept interval DEFAULT interval '90 days', score numeric(4,1) DEFAULT 0,
      state varchar(10) DEFAULT 'new', tags text[] DEFAULT '{}', at timestamptz DEFAULT now() + '1 day'::interval,
      CHECK (score >= 0 AND score < 10), CHECK (state IN ('new', 'old')), CHECK (kept > interval '1 minute'),
      CHECK (tags <> ARRAY['a', 'b'] OR state ~ '^n'));
    ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON notes USING ((SELECT auth.uid()) = owner);
    CREATE INDEX ON notes (lower(owner)) WHERE state IN ('new', 'old');
    """

  /// Row 2, fmguerreiro/pgmold#54 (139 statements that never converge), ariga/atlas#3294: casts, intervals, sub-selects, defaults.
  @Test func expressionsNeverConverge() throws {
    var database = try database(Self.expressions)
    let original = database
    let migrated = try self.database(Self.expressions)
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    var differed = 0
    for _ in 0..<3 {
      let again = try database.restoredDump()
      differed += try lines(database, again).isEmpty ? 0 : 1
      #expect(try judge(original, again, rendering: rendering).verdict == .same)
      database = again
    }
    #expect(differed < 2, "what was restored once stays as it is")
  }

  /// Row 3, planetscale/migration-scripts#75: a dump and reload moves a cast, and one CHECK reads in two ways.
  @Test func castsMoveWithADumpAndReload() throws {
    let original = try database("CREATE TABLE t (state varchar(9) CONSTRAINT c CHECK (state IN ('new', 'paid')))")
    let restored = try original.restoredDump()
    #expect(try lines(original, restored).count == 1, "or there would be nothing to prove")
    let migrated = try database("CREATE TABLE t (state varchar(9) CONSTRAINT c CHECK (state IN ('new', 'paid')))")
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    #expect(try judge(original, restored, rendering: rendering).verdict == .same)
    // A real change in such a text is still one.
    try restored.execute("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (state IN ('new', 'gone'))")
    #expect(try judge(original, restored, rendering: rendering).verdict == .differs)
  }

  /// Row 7, winebarrel/pistachio#152 and #157: the names that PostgreSQL 18 gives to NOT NULL survive renames.
  @Test func notNullNamesSurviveRenames() throws {
    let renamed = try database(
      "CREATE TABLE s (a integer NOT NULL, b text NOT NULL); ALTER TABLE s RENAME a TO c; ALTER TABLE s RENAME TO t")
    #expect(try lines(renamed, try database("CREATE TABLE t (c integer NOT NULL, b text NOT NULL)")) == [])
    #expect(try lines(renamed, try database("CREATE TABLE t (c integer NOT NULL, b text)")).count == 1)
  }

  // MARK: what is not the schema's

  private static let events = """
    CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
    CREATE TABLE events_first PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
    CREATE TABLE declared (id bigint, kind text) PARTITION BY LIST (kind);
    """

  /// Row 8, supabase/cli#5445, fmguerreiro/pgmold#87: partitions that a cron job makes are no drift where the configuration says
  /// so, and declared ones elsewhere still are.
  @Test func runtimePartitionsAreShownAsDrift() throws {
    let before = try database(Self.events)
    let after = try database(
      Self.events + "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');")
    let config = "partitions: {events: ignore-children}\n"
    #expect(try judge(before, after).verdict == .differs)
    #expect(try judge(before, after, config).verdict == .same)
    try after.execute("CREATE TABLE declared_a PARTITION OF declared FOR VALUES IN ('a')")
    #expect(try judge(before, after, config).differences.map(\.change.object.name) == ["public.declared_a"])
  }

  /// Row 9, prisma/orm#19100, pgplex/pgschema#604: what belongs to an extension leaks in. What lies beside it does not go with it.
  @Test(.enabled(if: try ServerNeeds.met("extension hstore"), "the server has no hstore"))
  func objectsOfExtensionsLeakIn() throws {
    let without = try database("CREATE TABLE t (a integer)")
    let with = try database("CREATE TABLE t (a integer); CREATE EXTENSION hstore")
    #expect(try lines(without, with).allSatisfy { $0.hasPrefix("extension hstore added") })
    try with.execute("CREATE FUNCTION hstore_of(text) RETURNS hstore LANGUAGE sql AS 'SELECT ''a=>1''::hstore'")
    #expect(try lines(without, with).contains { $0.hasPrefix("function public.hstore_of(text) added") })
  }

  /// Row 10, prisma/orm#8864, stripe/pg-schema-diff#161, ariga/atlas#2601: nothing but whole tables can be left out.
  @Test func nothingCanBeIgnoredByItself() throws {
    let before = try database("CREATE TABLE t (a integer, b text); CREATE TABLE u (a integer)")
    let after = try database(
      """
      CREATE TABLE t (a integer, b text); CREATE TABLE u (a integer); CREATE INDEX t_tmp ON t (a); CREATE INDEX t_kept ON t (b);
      COMMENT ON COLUMN t.a IS 'x'; ALTER TABLE t SET (fillfactor = 90);
      """)
    let rules = """
      ignore:
        - {kind: index, schema: public, name: "_tmp$"}
        - {kind: column, name: "^a$", fields: [comment]}
        - {kind: table, name: "^t$", fields: [storage_parameters]}

      """
    #expect(try judge(before, after, rules).differences.map(\.change.object.name) == ["public.t.t_kept"])
    #expect(
      try judge(before, after, rules + "critical_tables: [t]\n").differences.count == 4,
      "a critical table is watched whatever the rules say")
  }

  /// Row 11, pgplex/pgschema#594 (`patterhs` was accepted), ariga/atlas#2601: rules that fail silently.
  @Test func ignoreRulesFailSilently() throws {
    let error = #expect(throws: ConfigError.self) {
      try Config.parse(Array("ignore:\n  - {kind: table, patterhs: x}\n".utf8), file: "ci/config.yml")
    }
    #expect(error.map { "\($0)" }?.contains("patterhs") == true)
    let database = try database("CREATE TABLE t (a integer)")
    let warnings = try judge(database, database, "ignore_tables: [^nothing_like_it$]\n").warnings
    #expect(warnings.contains { $0.contains("^nothing_like_it$") })
  }

  /// Row 12, supabase/cli#5601 (439 spurious REVOKEs), pgadmin-org/pgadmin4#8032 (the order of an ACL), and the opposite,
  /// supabase/supabase#19448: grants on columns are missed.
  @Test func grantsAreNoise() throws {
    let table = "CREATE TABLE t (a integer, b integer);"
    let roles = ["grants_one", "grants_two"]
    let one = try database(
      "\(table) CREATE ROLE grants_one; CREATE ROLE grants_two; GRANT SELECT, INSERT ON t TO grants_one; GRANT SELECT ON t TO grants_two"
    )
    defer { try? TestServer.shared.database().execute(roles.map { "DROP ROLE \($0)" }.joined(separator: "; ")) }
    // In another order, by way of more than is left, and with what an owner may do anyway said once more.
    let two = try database(
      """
      \(table) GRANT ALL ON t TO grants_two; GRANT INSERT ON t TO grants_one; GRANT SELECT ON t TO grants_one;
      REVOKE ALL ON t FROM grants_two; GRANT SELECT ON t TO grants_two; GRANT ALL ON t TO CURRENT_USER
      """)
    let everything: Set<Tracked> = [.owners, .privileges]
    #expect(try lines(one, two, track: everything) == [])
    try two.execute("GRANT UPDATE (b) ON t TO grants_one")
    #expect(
      try lines(one, two, track: everything).map { $0.hasPrefix("column public.t.b altered: privileges") } == [true])
    #expect(try lines(one, two) == [], "environments differ in them: compared only where they are tracked")
    try one.execute("DROP TABLE t")
    try two.execute("DROP TABLE t")
  }

  /// Row 13, cms-dev/cms#1422, joncrlsn/pgdiff#37: the order of columns is a difference of its own, for a policy to decide about.
  @Test func columnsInAnotherOrder() throws {
    let (one, two) = (
      try database("CREATE TABLE t (a integer, b text)"), try database("CREATE TABLE t (b text, a integer)")
    )
    #expect(try judge(one, two).outcome == .passed)
    let failing = try judge(one, two, "policy: {order: fail}\n")
    #expect(failing.outcome == .failed && failing.differences.map(\.weight) == [.order])
    let more = try database("CREATE TABLE t (b text, a bigint)")
    #expect(try judge(one, more).outcome == .failed, "what else differs is told all the same")
  }

  /// Row 16, k1LoW/tbls#455, mikro-orm/mikro-orm#3330: JSON in one line or in any order, with times and addresses in it.
  @Test func theDocumentDiffersFromRunToRun() throws {
    let one = try database(
      "CREATE TABLE b (y integer, x text); CREATE TABLE a (z text DEFAULT 'q'); CREATE INDEX i ON b (x, y)")
    let two = try database(
      "CREATE TABLE a (z text DEFAULT 'q'); CREATE TABLE b (y integer, x text); CREATE INDEX i ON b (x, y)")
    let bytes = try snapshot(of: one).canonicalBytes
    #expect(try snapshot(of: one).canonicalBytes == bytes && snapshot(of: two).canonicalBytes == bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains(one.name) && !text.contains("/tmp") && !text.contains("20\(2)6-"))
    for line in text.split(separator: "\n") {
      #expect(line.split(separator: "\"").filter { $0 == ": " }.count <= 1, "one value to a line: \(line)")
    }
  }

  /// Row 20, JasperFx/weasel#503, ankane/pghero#284: an index that CONCURRENTLY left invalid and a constraint that holds of new
  /// rows only look like sound ones. They are a class of their own.
  @Test func invalidIndexesAndConstraintsAreUnseen() throws {
    let table = "CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1);"
    let sound = try database("CREATE TABLE t (a integer, CONSTRAINT c CHECK (a > 0)); CREATE UNIQUE INDEX i ON t (a)")
    let unsound = try database(table + "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID")
    #expect(throws: PostgresError.self) { try unsound.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)") }
    let judgement = try judge(sound, unsound)
    #expect(judgement.differences.map(\.change.object.name) == ["public.t.c", "public.t.i"])
    #expect(judgement.differences.allSatisfy { $0.weight == .state })
    #expect(judgement.outcome == .warned)
  }

  /// Row 21, oxidecomputer/omicron#4143 (columns and predicate of an index), liquibase/liquibase#5590, pgplex/pgschema#413:
  /// changes that a shallow look does not see.
  @Test(
    arguments: [
      ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (b)"), ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a, b)"),
      ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) WHERE b > 0"),
      ("CREATE INDEX i ON t (a) WHERE b > 0", "CREATE INDEX i ON t (a) WHERE b > 1"),
      ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a DESC)"),
      ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) INCLUDE (b)"),
      ("CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (c text_pattern_ops)"),
      ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t USING hash (a)"),
      ("CREATE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a)"),
      ("CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT"),
      ("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)"),
      ("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) DEFERRABLE"),
      ("ALTER TABLE t ALTER c TYPE varchar(9)", "ALTER TABLE t ALTER c TYPE varchar(10)"),
      ("SELECT", "ALTER TABLE t ALTER c SET STORAGE external"), ("SELECT", "ALTER TABLE t SET UNLOGGED"),
      ("SELECT", "ALTER TABLE t ENABLE ROW LEVEL SECURITY"), ("SELECT", "ALTER TABLE t REPLICA IDENTITY FULL"),
    ])
  func realChangesAreMissed(one: String, other: String) throws {
    let table = "CREATE TABLE t (a integer, b integer, c text);"
    if one.contains("NULLS NOT") || other.contains("NULLS NOT"), try !ServerNeeds.met("postgres 15") { return }
    let changes = compare(try snapshot(of: database(table + one)), try snapshot(of: database(table + other))).changes
    #expect(changes.count == 1 && changes.allSatisfy { $0.action == .altered && !$0.fields.isEmpty })
  }

  /// Row 24, gitlab issue 438916, amacneil/dbmate#656: the books of migration tools, and comments, as drift.
  @Test func bookkeepingTablesAreDrift() throws {
    let before = try database("CREATE TABLE t (a integer)")
    let after = try database(
      """
      CREATE TABLE t (a integer); COMMENT ON TABLE t IS 'x';
      CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
      CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
      CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200),
        type varchar(20), script varchar(1000), checksum integer, installed_by varchar(100), installed_on timestamp,
        execution_time integer, success boolean);
      CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
      """)
    let judgement = try judge(before, after)
    #expect(judgement.differences.map(\.weight) == [.comment], "\(judgement.differences)")
    #expect(judgement.outcome == .warned)
  }

  // MARK: how it is read

  /// Row 25, libredb/libredb-studio#71 (295 seconds for 122 tables), prisma/prisma-engines#515: a query for each table, and
  /// information_schema.
  @Test func readingIsSlowOnLargeCatalogs() throws {
    let major = try TestServer.shared.database().connect().majorVersion
    let one = try ReadingLog(major: major).statements
    let many = try ReadingLog(
      major: major,
      besides:
        "DO $$ BEGIN FOR n IN 1..200 LOOP EXECUTE format('CREATE TABLE more_%s (a serial UNIQUE, b text)', n); END LOOP; END $$"
    ).statements
    #expect(one.count == many.count && one.count < 100)
    #expect(!many.contains { $0.contains("information_schema.") })
  }

  /// ariga/atlas#3610: a search_path on one side only makes differences that are none.
  @Test func aSearchPathOnOneSideMakesDifferences() throws {
    let database = try database(
      """
      CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('good'); CREATE TABLE app.t (a integer, m app.mood DEFAULT 'good');
      CREATE FUNCTION app.f(app.t) RETURNS app.mood LANGUAGE sql AS 'SELECT ($1).m';
      CREATE VIEW app.v AS SELECT m FROM app.t WHERE m = 'good'::app.mood; CREATE INDEX i ON app.t (a);
      """)
    let expected = try snapshot(of: database).canonicalBytes
    for path in ["app", "app, public", "pg_catalog, app", "''"] {
      let connection = try database.connect()
      try connection.execute("SET search_path = \(path)")
      let found = try Catalog(connection).snapshot(CatalogScope(track: [.owners, .privileges]) { _ in true })
      #expect(found.canonicalBytes == expected, "\(path)")
    }
    let other = try TestServer.shared.database()
    let connection = try other.connect()
    try connection.execute(
      """
      CREATE SCHEMA app; SET search_path = app; CREATE TYPE mood AS ENUM ('good'); CREATE TABLE t (a integer, m mood DEFAULT 'good');
      CREATE FUNCTION f(t) RETURNS mood LANGUAGE sql AS 'SELECT ($1).m';
      CREATE VIEW v AS SELECT m FROM t WHERE m = 'good'; CREATE INDEX i ON t (a);
      """)
    #expect(try snapshot(of: other).canonicalBytes == expected)
  }
}
