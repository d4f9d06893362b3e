import TestSupport
import Testing

@testable import Postgres

struct StatementTests {
  private let database: TestDatabase
  private let connection: Connection

  init() throws {
    database = try TestServer.shared.database()
    connection = try Connection(database.target)
  }

  @Test func tellsNullFromEmpty() throws {
    let result = try connection.query("SELECT NULL::text AS n, '' AS e, 't'::bool AS b, 42 AS i")
    #expect(result.rowCount == 1 && result.columns == ["n", "e", "b", "i"])
    #expect(try result.string(0, 0) == nil)
    #expect(result.isNull(0, 0) && result.bytes(0, 0) == nil)
    #expect(try result.string(0, 1) == "")
    #expect(!result.isNull(0, 1))
    #expect(try result.bool(0, 0) == nil)
    #expect(try result.bool(0, 2) == true)
    #expect(try result.int(0, 3) == 42)
    #expect(throws: PostgresError.self) { try result.int(0, 1) }
    #expect(throws: PostgresError.self) { try result.bool(0, 3) }
    #expect(result.withBytes(0, 3) { $0.map { $0.count } } == 2)
  }

  @Test func bindsParameters() throws {
    let result = try connection.query(
      "SELECT $1::text, $2::text, $3::int + 1", parameters: ["'; DROP TABLE x; --", nil, "41"])
    #expect(try result.string(0, 0) == "'; DROP TABLE x; --")
    #expect(try result.string(0, 1) == nil)
    #expect(try result.int(0, 2) == 42)
  }

  @Test func queryTakesOneStatementOnly() throws {
    let error = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT 1; SELECT 2") }
    #expect(error.sqlstate == "42601")
  }

  @Test func executesSeveralStatements() throws {
    try connection.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT * FROM t;")
    #expect(try connection.query("SELECT count(*) FROM t").int(0, 0) == 2)
    try connection.execute("")
    try connection.execute("-- nothing but a comment")
  }

  @Test func failedExecuteChangesNothing() throws {
    let error = try #require(throws: PostgresError.self) {
      try connection.execute("CREATE TABLE t (a int); SELECT 1/0; CREATE TABLE u (a int)")
    }
    #expect(error.sqlstate == "22012" && error.reason == "division by zero" && !error.isConnectionLoss)
    #expect(try connection.query("SELECT to_regclass('t') IS NULL").bool(0, 0) == true)
    #expect(!connection.isInTransaction)
  }

  @Test func tellsAnOpenTransaction() throws {
    try connection.execute("BEGIN")
    #expect(connection.isInTransaction)
    #expect(throws: PostgresError.self) { try connection.execute("nonsense") }
    #expect(connection.isInTransaction)
    try connection.execute("ROLLBACK")
    #expect(!connection.isInTransaction)
  }

  @Test func queriesSeveralInOneRoundTrip() throws {
    let results = try connection.queryAll([
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1 AS a -- the end", "SELECT 2 AS b;", "COMMIT",
    ])
    #expect(results.count == 4)
    #expect(try results[1].int(0, 0) == 1)
    #expect(try results[2].int(0, 0) == 2)
    #expect(results[2].columns == ["b"])
    #expect(results[3].rowCount == 0)
    #expect(try connection.queryAll([]).isEmpty)
  }

  @Test(arguments: [false, true]) func handsOverEachResult(isLarge: Bool) throws {
    var seen: [String] = []
    try connection.queryEach(["SELECT 'a'", "SELECT 'b'"], isLarge: isLarge) { index, result in
      seen.append("\(index)\(try result.string(0, 0) ?? "")")
    }
    #expect(seen == ["0a", "1b"])
    // An error of the caller's ends the reading, not the connection.
    #expect(throws: TestFailure.self) {
      try connection.queryEach(["SELECT 1", "SELECT 2"], isLarge: isLarge) { _, _ in
        seen.append("again")
        throw TestFailure("enough")
      }
    }
    #expect(seen == ["0a", "1b", "again"])
    #expect(try connection.query("SELECT 3").int(0, 0) == 3)
    #expect(throws: PostgresError.self) {
      try connection.queryEach(["SELECT 1; SELECT 2"], isLarge: isLarge) { _, _ in }
    }
    // What came before an error was handed over.
    let error = try #require(throws: PostgresError.self) {
      try connection.queryEach(["SELECT 'c'", "SELECT nosuch"], isLarge: isLarge) { _, result in
        seen.append(try result.string(0, 0) ?? "")
      }
    }
    #expect(error.sqlstate == "42703" && seen.last == "c")
    #expect(try connection.query("SELECT 4").int(0, 0) == 4)
  }

  @Test func firstErrorEndsABatch() throws {
    let error = try #require(throws: PostgresError.self) {
      _ = try connection.queryAll(["SELECT 'é'", "SHOW search_path", "SELECT 'é', nosuch", "SELECT 4"])
    }
    #expect(error.sqlstate == "42703")
    #expect(error.position == 13)
    #expect(try connection.query("SELECT 5").int(0, 0) == 5)
  }

  @Test func miscountedBatchIsAnError() throws {
    #expect(throws: PostgresError.self) { _ = try connection.queryAll(["SELECT 1; SELECT 2"]) }
    #expect(throws: PostgresError.self) { _ = try connection.queryAll(["SELECT 1", "-- nothing"]) }
  }

  @Test func errorsHaveTheServersParts() throws {
    let position = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT 'é', nosuch") }
    #expect(position.position == 13)
    #expect(position.operation == "running SELECT on \(connection.displayName)")
    try connection.execute(
      """
      CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION E'first\\nsecond' USING DETAIL = 'more', HINT = 'do', ERRCODE = 'AB123'; END $$
      """)
    let raised = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT f()", as: "calling f") }
    #expect(raised.detail == "more" && raised.hint == "do" && raised.sqlstate == "AB123")
    #expect(raised.context?.contains("PL/pgSQL function f()") == true)
    #expect(raised.description == "calling f: first second (more)")
  }

  @Test(arguments: ["COPY t FROM STDIN", "COPY t TO STDOUT"])
  func copyLeavesTheConnectionUsable(copy: String) throws {
    try connection.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
    let error = try #require(throws: PostgresError.self) { _ = try connection.query(copy) }
    #expect(error.reason.contains("COPY") && !error.isStatementTimeout)
    #expect(try connection.query("SELECT 7").int(0, 0) == 7)
    if copy.hasSuffix("STDIN") {
      #expect(throws: PostgresError.self) { try connection.execute("SELECT 1; \(copy); SELECT 2") }
    } else {
      try connection.execute("SELECT 1; \(copy); SELECT 2")
    }
    #expect(try connection.query("SELECT count(*) FROM t").int(0, 0) == 1)
  }

  /// T13
  @Test func statementTimeoutIsRecognised() throws {
    let hasty = try Connection(database.target, timeouts: Timeouts(statementMilliseconds: 20))
    let error = try #require(throws: PostgresError.self) { _ = try hasty.query("SELECT pg_sleep(600)") }
    #expect(error.isStatementTimeout && !error.isLockTimeout && !error.isConnectionLoss)
    #expect(try hasty.query("SELECT 1").int(0, 0) == 1)
  }

  /// T12
  @Test func lockTimeoutIsRecognised() throws {
    try connection.execute("CREATE TABLE t (a int)")
    try connection.execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
    let hasty = try Connection(database.target, timeouts: Timeouts(lockMilliseconds: 20))
    let error = try #require(throws: PostgresError.self) { _ = try hasty.query("SELECT * FROM t") }
    #expect(error.isLockTimeout && !error.isStatementTimeout && !error.isConnectionLoss)
  }

  @Test func cancels() throws {
    let canceller = try connection.canceller()
    let pid = try connection.query("SELECT pg_backend_pid()").string(0, 0)
    // Sent without waiting, so that the test needs no thread.
    #expect(connection.pq.sendQuery(connection.handle.pointer, "SELECT pg_sleep(600)") == 1)
    let observer = try Connection(database.target)
    let asleep = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int AND wait_event = 'PgSleep'"
    while try observer.query(asleep, parameters: [pid]).int(0, 0) == 0 {}
    try canceller.cancel()
    let error = try #require(throws: PostgresError.self) {
      _ = try connection.check(connection.pq.getResult(connection.handle.pointer), "sleeping")
    }
    #expect(error.sqlstate == "57014" && !error.isConnectionLoss)
    #expect(try connection.query("SELECT 1").int(0, 0) == 1)
  }

  /// T11
  @Test func endedBackendIsAConnectionLoss() throws {
    for isBatch in [false, true] {
      let victim = try Connection(database.target)
      let suicide = "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(600)"
      let error = try #require(throws: PostgresError.self) {
        if isBatch {
          _ = try victim.queryAll(["SELECT 1", suicide, "SELECT 2"])
        } else {
          _ = try victim.query(suicide)
        }
      }
      #expect(error.isConnectionLoss && error.sqlstate == "57P01")
      #expect(!victim.isAlive)
      let later = try #require(throws: PostgresError.self) { try victim.execute("SELECT 1") }
      #expect(later.isConnectionLoss)
    }
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let name = "\(database.name)_ascii"
    try connection.execute("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'SQL_ASCII'")
    let ascii = try Connection(database.target.with(database: name))
    let result = try ascii.query("SELECT 'fine é' AS good, E'caf\\xe9\\n' AS bad")
    #expect(try result.string(0, 0) == "fine é")
    let error = try #require(throws: PostgresError.self) { try result.string(0, 1) }
    #expect(error.reason.contains(#""caf\xE9\x0A" is not valid UTF-8"#))
    #expect(error.operation.hasSuffix("row 1, column bad"))
    #expect(result.bytes(0, 1) == [0x63, 0x61, 0x66, 0xe9, 0x0a])
    try connection.execute("DROP DATABASE \(name) WITH (FORCE)")
  }
}
