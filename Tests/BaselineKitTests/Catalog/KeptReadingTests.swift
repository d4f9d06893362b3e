import Postgres
import Processes
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// A reading that was kept is taken again only where nothing has changed since.
struct KeptReadingTests {
  private let folder: TemporaryFolder
  private let scope = CatalogScope(track: [.owners, .privileges]) { _ in true }

  init() throws { folder = try TemporaryFolder() }

  private func store(at time: Int64 = 1_000_000, believes: Bool = true, scope: String = "public") -> ReadingStore {
    ReadingStore(
      KeptDocuments(commonDirectory: folder.path, tool: "test"), now: Timestamp(seconds: time), believes: believes
    ).with(scope: scope)
  }

  private func read(_ database: TestDatabase, _ store: ReadingStore) throws -> LiveReading {
    let reading = try Catalog(database.connect()).reading(scope, keptIn: store)
    reading.keep?(reading.snapshot)
    return reading
  }

  /// Reads until what was kept is taken: the first reading does not know yet that others write into the server, the second keeps
  /// the fingerprint too, and other tests make roles, which are part of it.
  @discardableResult private func settle(_ database: TestDatabase, _ store: ReadingStore? = nil) throws -> LiveReading {
    var reading = try read(database, store ?? self.store())
    for _ in 0..<50 where reading.unchangedSince == nil { reading = try read(database, store ?? self.store()) }
    return reading
  }

  private func names() -> [String] {
    guard let directory = opendir("\(folder.path)/baseline/snapshots") else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  @Test func eachChangeIsSeen() throws {
    let database = try TestServer.shared.database(
      """
      CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE DOMAIN s.d AS integer; CREATE SEQUENCE s.q; CREATE SEQUENCE s.q2;
      CREATE FUNCTION s.f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE FUNCTION s.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TABLE s.p (id integer PRIMARY KEY); CREATE TABLE s.t (a integer DEFAULT 1 REFERENCES s.p, b text);
      CREATE INDEX i ON s.t (a); CREATE VIEW s.v AS SELECT a FROM s.t;
      CREATE TRIGGER g AFTER INSERT ON s.t EXECUTE FUNCTION s.tf(); CREATE TABLE s.parts (a integer) PARTITION BY LIST (a);
      CREATE TABLE s.part (a integer);
      """)
    try settle(database)
    for statement in [
      "COMMENT ON TABLE s.t IS 'x'", "COMMENT ON COLUMN s.t.a IS 'x'", "COMMENT ON SCHEMA public IS 'x'",
      "ALTER SEQUENCE s.q INCREMENT 7", "ALTER SEQUENCE s.q OWNED BY s.t.a", "ALTER TABLE s.t ALTER a SET DEFAULT 2",
      "ALTER TABLE s.t ALTER b SET STORAGE EXTERNAL", "ALTER TABLE s.t ALTER a SET STATISTICS 7",
      "ALTER TABLE s.t DISABLE TRIGGER ALL", "ALTER TABLE s.t ENABLE ROW LEVEL SECURITY",
      "CREATE POLICY r ON s.t USING (a > 0)", "ALTER TABLE s.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
      "ALTER TABLE s.t VALIDATE CONSTRAINT c", "ALTER TYPE s.e ADD VALUE 'c'", "ALTER DOMAIN s.d SET NOT NULL",
      "ALTER FUNCTION s.f(integer) COST 7", "ALTER INDEX s.i SET (fillfactor = 70)", "ALTER TABLE s.t CLUSTER ON i",
      "ALTER TABLE s.parts ATTACH PARTITION s.part FOR VALUES IN (1)", "ALTER TABLE s.t REPLICA IDENTITY FULL",
      "CREATE STATISTICS s.st (dependencies) ON a, b FROM s.t", "ALTER TABLE s.parts DETACH PARTITION s.part",
      "CREATE RULE u AS ON UPDATE TO s.v DO INSTEAD NOTHING", "CREATE EXTENSION pg_trgm SCHEMA s",
      "CREATE TABLE s.member (a integer)", "ALTER EXTENSION pg_trgm ADD TABLE s.member", "DROP VIEW s.v",
      "DROP TABLE s.t",
      "GRANT SELECT ON s.p TO PUBLIC", "GRANT UPDATE (id) ON s.p TO PUBLIC",
      "GRANT SELECT (ctid) ON pg_catalog.pg_proc TO PUBLIC",
      "GRANT USAGE ON SCHEMA s TO PUBLIC", "REVOKE EXECUTE ON FUNCTION s.f(integer) FROM PUBLIC",
      "REVOKE USAGE ON TYPE s.e FROM PUBLIC", "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO PUBLIC",
      "REVOKE EXECUTE ON FUNCTION pg_catalog.now() FROM PUBLIC", "GRANT INSERT ON pg_catalog.pg_cast TO PUBLIC",
      "GRANT SELECT (oid) ON pg_catalog.pg_cast TO PUBLIC",
      "ALTER SCHEMA s RENAME TO z", "CREATE PUBLICATION pub FOR TABLE z.p",
      "CREATE AGGREGATE z.agg(integer) (SFUNC = int4pl, STYPE = integer)",
    ] {
      let kept = try settle(database)
      #expect(kept.unchangedSince != nil, "before \(statement)")
      try database.execute(statement)
      let found = try read(database, store())
      #expect(found.unchangedSince == nil, "\(statement)")
      #expect(try found.snapshot == Catalog(database.connect()).snapshot(scope), "\(statement)")
      #expect(found.snapshot != kept.snapshot, "\(statement)")
    }
    let last = try settle(database)
    #expect(last.unchangedSince == Timestamp(seconds: 1_000_000) && last.horizon != nil)
    #expect(try last.snapshot == Catalog(database.connect()).snapshot(scope))
  }

  @Test func onlyTheSameIsTakenForTheSame() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    #expect(try settle(database).unchangedSince != nil)
    #expect(try settle(database, store(at: 1_000_000 + ReadingStore.term - 1)).unchangedSince != nil)
    #expect(try read(database, store(scope: "other")).unchangedSince == nil)
    let anew = try read(database, store(believes: false))
    #expect(anew.unchangedSince == nil && anew.keep == nil)
    #expect(try read(database, store()).unchangedSince == nil, "what is not believed is gone")
    // A store of its own: the one above may have been kept anew a second before its term was over.
    try settle(database, store(scope: "term"))
    #expect(try read(database, store(at: 1_000_000 + ReadingStore.term, scope: "term")).unchangedSince == nil)
    // It was kept anew, then; and of before it was taken nothing is believed.
    #expect(try read(database, store(scope: "term")).unchangedSince == nil)
  }

  /// The state of the catalogs tells of secrets by their hashes.
  @Test(arguments: [
    """
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
    CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (password 'secret')
    """,
    "CREATE SUBSCRIPTION s CONNECTION 'password=secret' PUBLICATION p WITH (connect = false)",
  ])
  func nothingIsKeptBesideSecrets(_ sql: String) throws {
    #expect(try read(TestServer.shared.database("CREATE TABLE t (id integer)"), store()).keep != nil)
    #expect(try read(TestServer.shared.database(sql), store(scope: "secret")).keep == nil)
  }

  /// Of the same name, on the same server.
  @Test func anotherDatabaseIsNotMistaken() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    try settle(database)
    let server = try TestServer.shared.database().connect()
    try server.execute("DROP DATABASE \(database.name)")
    try server.execute("CREATE DATABASE \(database.name)")
    let found = try read(database, store())
    #expect(found.unchangedSince == nil && found.snapshot.tableCount == 0)
  }

  @Test func aBrokenFileIsNoError() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    try settle(database)
    let kept = "baseline/snapshots/\(try #require(names().first))"
    let bytes = try #require(try folder.read(kept))
    for broken in [[], Array(bytes.dropLast(2)), Array(bytes.dropFirst()), bytes.map { $0 == 0x74 ? 0x75 : $0 }] {
      try folder.write(broken, to: kept)
      let found = try read(database, store())
      #expect(found.unchangedSince == nil && found.snapshot.tableCount == 1)
    }
  }

  @Test func fewAreKept() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    for number in 0..<(KeptDocuments.most + 3) { _ = try read(database, store(scope: "\(number)")) }
    #expect(names().count == KeptDocuments.most)
  }

  /// The next transaction id tells that nothing was committed since the reading's own moment, not since it was asked.
  @Test func theStateIsThatOfTheTransaction() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (id integer)")
    let (reader, writer) = (try database.connect(), try database.connect())
    try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    _ = try reader.query("SELECT 1 FROM pg_class")
    try writer.execute("ALTER TABLE t RENAME id TO other")
    #expect(try CatalogState.now(reader).next == nil)
    try reader.execute("ROLLBACK")
  }

  /// A server of its own: only here others write, and nobody makes roles, which are part of the state.
  @Test func whatSessionsHaveIsLeftOut() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(
      binaries: TestServer.binaries(), scratch: scratch, environment: TestServer.shared.cacheEnvironment())
    let target = try server.target(database: "postgres")
    let (session, other) = (try Connection(target), try Connection(target))
    try other.execute(
      "CREATE TABLE w (a integer); CREATE DOMAIN d AS integer CHECK (VALUE > 0); CREATE EXTENSION citext")
    func isStill() throws -> Bool {
      try other.execute("INSERT INTO w VALUES (1)")
      let reading = try Catalog(Connection(target)).reading(scope, keptIn: store())
      reading.keep?(reading.snapshot)
      return reading.unchangedSince != nil
    }
    func leftOut() throws -> Int64? {
      let identity = try #require(try ServerIdentity.read(other))
      return store().kept(identity, other.parameter("server_version") ?? "")?.state.fingerprint?.leftOut
    }
    // The first keeps no fingerprint.
    #expect(try !isStill() && !isStill() && isStill())
    #expect(try leftOut() == 0)
    let before = try Catalog(other).snapshot(scope)
    for statement in [
      "CREATE TEMPORARY TABLE x (id serial PRIMARY KEY, a integer DEFAULT 1)", "CREATE INDEX ON x (a)",
      "REVOKE USAGE ON TYPE x FROM PUBLIC",
      "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %s TO PUBLIC', "
        + "(SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 'x')); END $$",
      "CREATE DOMAIN pg_temp.y AS integer CHECK (VALUE > 0)", "DROP TABLE x",
    ] {
      try session.execute(statement)
      #expect(try isStill(), "\(statement)")
      #expect(try Catalog(other).snapshot(scope) == before, "\(statement)")
    }
    // A member of an extension is another thing; what was granted of it is not.
    try session.execute("CREATE TEMPORARY TABLE z (a integer); ALTER EXTENSION citext ADD TABLE z")
    try session.execute("GRANT SELECT, UPDATE (a) ON z TO PUBLIC")
    #expect(try Catalog(other).snapshot(scope) == before)
    try session.execute("ALTER EXTENSION citext DROP TABLE z; DROP TABLE z")
    // Kept where something is left out: as many rows go as that.
    try other.execute("COMMENT ON TABLE w IS 'x'")
    #expect(try !isStill() && isStill())
    #expect(try leftOut() == 2)
    try other.execute("DROP DOMAIN d")
    #expect(try !isStill())
    withExtendedLifetime(server) {}
  }

  /// It may have lost commits, whose transaction ids others get. The server that starts anew says the old time for its start.
  @Test func afterACrashNothingIsBelieved() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(
      binaries: TestServer.binaries(), scratch: scratch, environment: TestServer.shared.cacheEnvironment())
    let target = try server.target(database: "postgres")
    func state() throws -> CatalogState { try CatalogState.now(Connection(target)) }
    let before = try state()
    #expect(try state().started == before.started)
    let victim = try Connection(target)
    let pid = try #require(try victim.query("SELECT pg_backend_pid()").int(0, 0))
    #expect(kill(pid_t(pid), SIGKILL) == 0)
    let deadline = monotonicSeconds() + 60
    var after = Result { try state() }
    while (try? after.get()) == nil || (try? after.get().started) == before.started, monotonicSeconds() < deadline {
      usleep(20_000)
      after = Result { try state() }
    }
    #expect(try after.get().started != before.started)
    withExtendedLifetime(server) {}
  }
}
