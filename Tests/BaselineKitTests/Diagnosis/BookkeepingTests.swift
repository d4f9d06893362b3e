import Postgres
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// The books of migration tools: which are recognised, what is believed, what is said when they cannot be.
struct BookkeepingTests {
  private func read(_ sql: String, watching schemas: Set<Text> = ["public"]) throws -> BookkeepingReading {
    let database = try TestServer.shared.database(sql)
    return try #require(Catalog(database.connect()).reading(CatalogScope { schemas.contains($0) }).bookkeeping)
  }

  /// Of golang-migrate's and sqlx's own tests; Flyway's by its source, computed elsewhere.
  @Test func locksAreTheToolsOwn() {
    let golang = MigrationLock.keys(
      of: .golangMigrate, schema: "schema_name_1", table: "t", database: "database_name")
    #expect(golang.contains(1_764_327_054) && golang.contains(2_453_313_553))
    #expect(
      MigrationLock.keys(of: .sqlx, schema: "public", table: "t", database: "zone") == [2_771_974_297_191_923_538])
    #expect(MigrationLock.keys(of: .prisma, schema: "public", table: "t", database: "x") == [72_707_369])
    #expect(
      MigrationLock.keys(of: .flyway, schema: "public", table: "flyway_schema_history", database: "x")
        == [77_433_833_903_597])
  }

  @Test func checksumsAreTheToolsOwn() {
    let text = "CREATE TABLE a (id int);\r\n-- 한글\n"
    for form in [text, text.replacing("\r\n", with: "\n"), "\u{feff}" + text] {
      #expect(MigrationChecksum.flyway(Array(form.utf8)) == 1_259_214_600)
    }
    #expect(MigrationChecksum.matches(Array(text.utf8), "1259214600", .flyway) == true)
    #expect(MigrationChecksum.matches(Array("other".utf8), "1259214600", .flyway) == false)
    // SHA-256 of "a\n".
    let sum = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    #expect(MigrationChecksum.matches(Array("a\n".utf8), sum, .prisma) == true)
    #expect(MigrationChecksum.matches(Array("a\r\n".utf8), sum, .prisma) == true)
    #expect(MigrationChecksum.matches(Array("b\n".utf8), sum, .prisma) == false)
  }

  @Test func aTableIsRecognisedByItsColumns() throws {
    for (sql, tool) in [
      (Books.golangMigrate.table, MigrationTool.golangMigrate), (Books.rails.table, .rails),
      (Books.flyway.table.replacing("flyway_schema_history", with: "schema_version"), .flyway),
    ] {
      let reading = try read(sql)
      #expect(reading.books.map(\.tool) == [tool])
      // Empty: nothing is applied.
      #expect(reading.books[0].applied?.keys == [])
    }
    // Anybody's own tables.
    let own = try read(
      """
      CREATE TABLE alembic_version (id integer); CREATE TABLE schema_version (version text);
      CREATE TABLE schema_migrations (version uuid); CREATE VIEW django_migrations AS SELECT 'a'::text AS app, 'b'::text AS name;
      CREATE DOMAIN public.text AS pg_catalog.text; CREATE SCHEMA s; CREATE TABLE s.alembic_version (version_num public.text);
      """)
    #expect(own.books.isEmpty)
  }

  @Test func whatIsAppliedIsWhatTheRowsMean() throws {
    let flyway =
      Books.flyway.table + """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES
          (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', 's', NULL, 'u', 1, true),
          (1, '2', '<< Flyway Baseline >>', 'BASELINE', 's', NULL, 'u', 1, true), (2, '003.10', 'c', 'SQL', 's', 5, 'u', 1, true),
          (3, '4', 'd', 'JDBC', 's', NULL, 'u', 1, true), (4, '4', 'd', 'UNDO_SQL', 's', NULL, 'u', 1, true),
          (5, '5', 'e', 'SQL', 's', 6, 'u', 1, true), (6, '5', 'e', 'DELETE', 's', 6, 'u', 1, true),
          (7, NULL, 'all views', 'SQL', 's', 7, 'u', 1, true), (8, NULL, 'all views', 'SQL', 's', 8, 'u', 1, true);
        """
    let applied = try #require(try read(flyway).books[0].applied)
    #expect(applied.floor == "2" && applied.checksums == ["3.10": "5", "R__all_views": "8"])

    let goose =
      Books.goose.table + """
        INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, true), (2, true), (2, false), (10, true);
        """
    #expect(try read(goose).books[0].applied?.keys == ["1", "10"])

    let prisma =
      Books.prisma.table + """
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at, started_at) VALUES
          ('1', 'x', '1_a', NULL, now(), now()), ('2', 'y', '1_a', now(), NULL, now());
        """
    #expect(try read(prisma).books[0].applied?.checksums == ["1_a": "y"])
    let alembic = try read(Books.alembic.table + "INSERT INTO alembic_version VALUES ('b'), ('a')")
    #expect(alembic.books[0].applied?.keys == ["a", "b"] && alembic.books[0].applied?.extent == .withAncestors)
  }

  @Test(arguments: [
    (Books.golangMigrate, "INSERT INTO schema_migrations VALUES (7, true)", "migration 7 failed half way"),
    (
      Books.prisma, "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', '', '7_phone')",
      "migration 7_phone was begun and is not finished"
    ),
    (
      Books.flyway,
      "INSERT INTO flyway_schema_history VALUES (1, '7', 'a', 'SQL', 's', NULL, 'u', now(), 1, false)",
      "migration 7 failed"
    ),
    (
      Books.sqlx,
      "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (7, 'a', false, '', 1)",
      "migration 7 failed half way"
    ),
    (
      Books.rails, "INSERT INTO schema_migrations SELECT n::text FROM generate_series(1, 20001) AS n",
      "more than 20000 rows"
    ),
  ])
  func whatCannotBeBelievedIsSaid(_ books: Books, _ sql: String, _ problem: String) throws {
    let book = try read(books.table + sql).books[0]
    #expect(book.applied == nil && book.problem?.contains(problem) == true, "\(book)")
  }

  /// Names are quoted, contents are cut off, the nearest table comes first.
  @Test func tablesAnywhere() throws {
    let table = Books.alembic.table.replacing("varchar(32)", with: "text")
    let reading = try read(
      """
      CREATE SCHEMA "a""; DROP TABLE x; --"; SET search_path = "a""; DROP TABLE x; --"; \(table)
      INSERT INTO alembic_version VALUES (repeat('x', 100000));
      CREATE SCHEMA watched; SET search_path = watched; \(table) SET search_path = public; \(Books.rails.table)
      """, watching: ["watched"])
    #expect(
      reading.books.map(\.table) == [
        "watched.alembic_version", "public.schema_migrations", "\"a\"\"; DROP TABLE x; --\".alembic_version",
      ])
    #expect(reading.books[2].applied?.keys == [String(repeating: "x", count: 512)])
  }

  /// A role without rights still gets the schema; rows that a policy hides are not taken for all rows.
  @Test func aRoleThatMayNotRead() throws {
    let database = try TestServer.shared.database(Books.golangMigrate.table + Books.alembic.table)
    let role = "poor \(database.name)"
    try database.execute(
      """
      CREATE ROLE "\(role)"; ALTER TABLE alembic_version ENABLE ROW LEVEL SECURITY;
      GRANT SELECT ON alembic_version TO "\(role)"
      """)
    defer { try? database.execute("DROP OWNED BY \"\(role)\"; DROP ROLE \"\(role)\"") }
    let connection = try database.connect()
    try connection.execute("SET SESSION AUTHORIZATION \"\(role)\"")
    let reading = try Catalog(connection).reading(.everything)
    let books = try #require(reading.bookkeeping?.books)
    #expect(books.count == 2 && books.allSatisfy { $0.applied == nil && $0.problem?.contains("may not read") == true })
    #expect(books.contains { $0.hint?.contains("GRANT SELECT ON public.schema_migrations TO \"\(role)\";") == true })
    #expect(reading.snapshot.tableCount == 2)
  }

  @Test func aToolAtWork() throws {
    let database = try TestServer.shared.database(Books.golangMigrate.table + Books.golangMigrate.applied(1))
    let tool = try database.connect()
    var catalog = Catalog(try database.connect())
    catalog.lockMilliseconds = 1
    // As golang-migrate asks for it.
    let key = MigrationLock.keys(
      of: .golangMigrate, schema: "public", table: "schema_migrations", database: database.name)[0]
    try tool.execute("SELECT pg_advisory_lock(\(key))")
    #expect(try catalog.reading(.everything).bookkeeping?.atWork == "golang-migrate holds its lock")
    try tool.execute("SELECT pg_advisory_unlock(\(key)); SELECT pg_advisory_lock(4711)")
    #expect(try catalog.reading(.everything).bookkeeping?.atWork == nil)
    for lock in ["UPDATE schema_migrations SET dirty = true", "LOCK schema_migrations IN ACCESS EXCLUSIVE MODE"] {
      try tool.execute("BEGIN; \(lock)")
      #expect(try catalog.reading(.everything).bookkeeping?.atWork?.contains("public.schema_migrations") == true)
      try tool.execute("ROLLBACK")
    }
    try tool.execute("BEGIN; SELECT * FROM schema_migrations; LOCK schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
    #expect(try catalog.reading(.everything).bookkeeping?.atWork == nil)
    try tool.execute("ROLLBACK; SELECT pg_advisory_lock(\(key))")
    // It is waited for: what is read is what is there when it is done.
    let waiting = try Beside {
      var patient = Catalog(try database.connect())
      patient.lockMilliseconds = 60_000
      return try patient.reading(.everything)
    }
    // The connection above has rolled back once, and a reading does so twice: whatever is more looks whether the tool is done.
    var looks: Set<String> = []
    try eventually {
      let idle = try tool.query(
        """
        SELECT query_start::text FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle' AND query = 'ROLLBACK'
        """)
      for row in 0..<idle.rowCount { looks.insert(try idle.string(row, 0) ?? "") }
      return looks.count > 3
    }
    try tool.execute("CREATE TABLE made (id integer); SELECT pg_advisory_unlock(\(key))")
    let reading = try waiting.value()
    #expect(reading.bookkeeping?.atWork == nil && reading.snapshot.tableCount == 2)
  }

  @Test func theHorizonMovesWithTheServer() throws {
    let database = try TestServer.shared.database("CREATE TABLE t (a integer)")
    let catalog = Catalog(try database.connect())
    let before = try #require(try catalog.reading(.everything).horizon)
    try database.execute("ALTER TABLE t ADD b integer")
    let after = try #require(try catalog.reading(.everything).horizon)
    let xmin = try database.connect().query(
      "SELECT xmin::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b'"
    ).int(0, 0)
    #expect(before <= xmin ?? 0 && after > xmin ?? .max)
  }
}
