import Postgres
import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// A schema, and another database with what a dump and restore makes of it.
struct RenderingTests {
  private static let schema = """
    CREATE SCHEMA shop;
    CREATE TYPE shop.mood AS ENUM ('good', 'bad');
    CREATE TABLE shop.orders (
      id bigint PRIMARY KEY,
      status varchar(20) DEFAULT 'new' CHECK (status IN ('new', 'paid', 'gone')),
      code varchar(10)[] DEFAULT ARRAY['a', 'b']::varchar(10)[],
      kind varchar(20) GENERATED ALWAYS AS (CASE WHEN status IN ('new', 'paid') THEN 'open' ELSE 'done' END) STORED,
      ends_at timestamptz
    );
    CREATE INDEX orders_open ON shop.orders (id) WHERE status IN ('new', 'paid');
    CREATE INDEX orders_state ON shop.orders ((status IN ('new', 'paid')), id DESC);
    CREATE VIEW shop.open_orders AS SELECT id, status FROM shop.orders WHERE status IN ('new', 'paid')
      AND ends_at > now() - interval '90 days';
    CREATE MATERIALIZED VIEW shop.paid AS SELECT o.* FROM shop.orders o WHERE status IN ('paid', 'gone');
    CREATE DOMAIN shop.size AS varchar(5) DEFAULT 's' CHECK (VALUE IN ('s', 'm', 'l'));
    CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER touched BEFORE UPDATE ON shop.orders FOR EACH ROW WHEN (old.status IN ('new', 'paid'))
      EXECUTE FUNCTION shop.touch();
    CREATE VIEW shop.names AS SELECT id, status FROM shop.orders;
    CREATE RULE renamed AS ON UPDATE TO shop.names WHERE old.status IN ('new', 'paid') DO INSTEAD NOTHING;
    ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
    CREATE POLICY mine ON shop.orders USING (status IN ('new', 'paid')) WITH CHECK (status IN ('new', 'gone'));
    CREATE STATISTICS shop.states ON (status IN ('new', 'paid')), id FROM shop.orders;
    CREATE TABLE shop.events (id bigint, status varchar(20)) PARTITION BY LIST ((status IN ('new', 'paid')));
    CREATE TABLE shop.events_open PARTITION OF shop.events FOR VALUES IN (true);
    CREATE TABLE shop.rooms (kind varchar(20), during tsrange,
      CONSTRAINT once EXCLUDE USING gist (during WITH &&) WHERE (kind IN ('a', 'b')));
    CREATE FUNCTION shop.pick(what varchar, among varchar[] DEFAULT ARRAY['a', 'b']::varchar[]) RETURNS boolean LANGUAGE sql
      BEGIN ATOMIC SELECT what IN ('a', 'b'); END;
    """

  private static func environment() throws -> [String: String] {
    var environment = try TestServer.shared.cacheEnvironment()
    environment["TMPDIR"] = serverPlace
    environment["BASELINE_POSTGRES_BIN"] = try TestServer.binaries().directory
    return environment
  }

  private static func snapshot(_ database: TestDatabase) throws -> Snapshot {
    try Catalog(database.connect()).snapshot(.everything)
  }

  private func judge(_ old: TestDatabase, _ new: TestDatabase, in migrated: TestDatabase) throws -> Judgement {
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    return try Watch(Config(), schemas: [SchemaGlob("*")]).judge(
      Self.snapshot(old), Self.snapshot(new), .everything, includesLive: true, rendering: rendering)
  }

  /// In what migrations made, and in a skeleton of the snapshot.
  @Test(arguments: [false, true]) func whatADumpAndRestoreRewritesIsNoDifference(inSkeleton: Bool) throws {
    let original = try TestServer.shared.database(Self.schema)
    let restored = try original.restoredDump()
    let plain = compare(try Self.snapshot(original), try Self.snapshot(restored)).changes.map(\.object.description)
    // Were these not rewritten, the test would show nothing.
    #expect(
      Set(plain).isSuperset(of: ["constraint:shop.orders.orders_status_check", "index:shop.orders.orders_open"]))
    let (before, after) = (try Self.snapshot(original), try Self.snapshot(restored))
    let migrated = try TestServer.shared.database(Self.schema)
    let rendering = Rendering {
      inSkeleton
        ? try SkeletonServer.rendering([before], Config(), Self.environment(), { _ in })
        : try RenderingDatabase(migrated.target, keeping: migrated)
    }
    let judgement = try Watch(Config(), schemas: [SchemaGlob("*")]).judge(
      before, after, .everything, includesLive: true, rendering: rendering)
    #expect(judgement.differences.map { "\($0.change.object): \($0.rendering?.unproved ?? "")" } == [])
    #expect(judgement.verdict == .same)
    #expect(Set(judgement.silenced.map(\.rule)) == ["class: rendering"])
    #expect(Set(judgement.silenced.map(\.object.description)) == Set(plain))
  }

  /// The role is the server's, and another session makes it at the same moment.
  @Test func severalBeginAtOnce() throws {
    let server = try PrivateServer(
      binaries: TestServer.binaries(), scratch: Scratch(), environment: TestServer.shared.cacheEnvironment())
    let target = try server.target(database: "postgres")
    let (other, observer) = (try Connection(target), try Connection(target))
    try other.execute("BEGIN; CREATE ROLE \(RenderingDatabase.name) LOGIN")
    let deadline = monotonicSeconds() + 30
    var committed: Result<Void, any Error>?
    let failures = try inParallel(
      [target], jobs: 1,
      meanwhile: {
        let isWaiting = { try observer.query("SELECT FROM pg_locks WHERE NOT granted").rowCount > 0 }
        let waited = Result { while try !isWaiting(), monotonicSeconds() < deadline { usleep(5_000) } }
        // In any case, or the thread waits for ever.
        committed = Result {
          try other.execute("COMMIT")
          try waited.get()
        }
      }
    ) { target -> String? in
      do { _ = try RenderingDatabase(target) } catch { return "\(error)" }
      return nil
    }
    try committed?.get()
    #expect(failures.compactMap(\.self) == [] && monotonicSeconds() < deadline)
  }

  @Test func anotherDefinitionIsFoundAllTheSame() throws {
    let original = try TestServer.shared.database(Self.schema)
    let restored = try original.restoredDump()
    try restored.execute(
      """
      CREATE OR REPLACE VIEW shop.open_orders AS SELECT id, status FROM shop.orders WHERE status IN ('new', 'paid')
        AND ends_at > now() - interval '91 days';
      ALTER TABLE shop.orders DROP CONSTRAINT orders_status_check,
        ADD CONSTRAINT orders_status_check CHECK (status IN ('new', 'paid', 'lost')), ALTER status SET DEFAULT 'paid';
      DROP INDEX shop.orders_open;
      CREATE INDEX orders_open ON shop.orders (id) WHERE status IN ('new', 'gone');
      """)
    let judgement = try judge(original, restored, in: TestServer.shared.database(Self.schema))
    #expect(
      Set(judgement.differences.map(\.change.object.description)) == [
        "shop.orders.status", "constraint:shop.orders.orders_status_check", "index:shop.orders.orders_open",
        "shop.open_orders",
      ])
    #expect(judgement.differences.allSatisfy { $0.rendering == nil && $0.weight == .definition })
  }

  /// What else changed of an object decides about its class; what only reads differently is said of it.
  @Test func onlyTheRestOfAChangeCounts() throws {
    let original = try TestServer.shared.database(Self.schema)
    let restored = try original.restoredDump()
    try restored.execute("COMMENT ON CONSTRAINT orders_status_check ON shop.orders IS 'why'")
    let rendering = Rendering { [migrated = try TestServer.shared.database(Self.schema)] in
      try RenderingDatabase(migrated.target, keeping: migrated)
    }
    let watch = Watch(Config(), schemas: [SchemaGlob("*")])
    let (before, after) = (try Self.snapshot(original), try Self.snapshot(restored))
    let judgement = try watch.judge(
      before, after, .policy(Config().policy), includesLive: true, rendering: rendering)
    let difference = try #require(judgement.differences.first)
    #expect(judgement.differences.count == 1)
    #expect(difference.weight == .comment && difference.action == .warn)
    #expect(difference.rendering == RenderingProof(same: ["expression"], unproved: nil))
    // Waivers and findings know it by the same fingerprint, whether a server was there to prove it or not.
    let unproved = try watch.judge(before, after, .everything, includesLive: true).differences
    #expect(
      unproved.first { $0.change.object == difference.change.object }?.change.fingerprint
        == difference.change.fingerprint)
  }

  /// What a database says is never run, however it is put.
  @Test(arguments: [
    "SELECT 1; COPY (SELECT 1) TO PROGRAM 'touch /tmp/baseline-rendering-ran'",
    "SELECT 1; DROP TABLE shop.orders",
  ])
  func aSecondStatementIsRefused(text: Text) throws {
    let judgement = try judgeView(text)
    #expect(judgement.differences.count == 1)
    #expect(judgement.differences[0].rendering?.unproved?.contains("multiple commands") == true)
    #expect(access("/tmp/baseline-rendering-ran", F_OK) != 0)
  }

  /// The role may not do what a superuser may, and what it makes is gone at once.
  @Test func theRoleIsNobody() throws {
    let migrated = try TestServer.shared.database(Self.schema)
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    _ = try judgeView("SELECT 2 AS one", rendering)
    let administrator = try migrated.connect()
    let role = try administrator.query(
      """
      SELECT rolsuper, rolcreaterole, rolcreatedb, pg_has_role(oid, 'pg_execute_server_program', 'MEMBER'),
        pg_has_role(oid, 'pg_read_server_files', 'MEMBER'), pg_has_role(oid, 'pg_write_server_files', 'MEMBER'),
        (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
      FROM pg_roles AS r WHERE rolname = 'baseline_rendering'
      """)
    #expect(try (0..<7).map { try role.string(0, $0) } == ["f", "f", "f", "f", "f", "f", "0"])
  }

  @Test func whatCannotBeRenderedSaysSo() throws {
    let judgement = try judgeView("SELECT nothing.like() AS one")
    #expect(judgement.differences[0].action == .fail)
    #expect(judgement.differences[0].rendering?.unproved?.contains("schema \"nothing\" does not exist") == true)
  }

  /// A view whose definition a database claims to be a text.
  private func judgeView(_ text: Text, _ rendering: Rendering? = nil) throws -> Judgement {
    func snapshot(_ text: Text) -> Snapshot {
      var view = View(key: "v")
      view.definition = text
      var schema = Namespace(key: "public")
      schema.views = [view]
      var database = Database()
      database.schemas = [schema]
      return Snapshot(postgres: 15, database: database)
    }
    let rendering =
      try rendering
      ?? Rendering { [migrated = try TestServer.shared.database(Self.schema)] in
        try RenderingDatabase(migrated.target, keeping: migrated)
      }
    return try Watch(Config()).judge(
      snapshot("SELECT 1 AS one"), snapshot(text), .everything, includesLive: true, rendering: rendering)
  }
}
