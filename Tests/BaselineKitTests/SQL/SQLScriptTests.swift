import Testing

@testable import BaselineKit

/// The texts of a script's statements.
func split(_ sql: String) throws -> [String] {
  try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8)).map(\.text)
}

/// The error that a script gives; nil when it gives none.
func failure(_ sql: String) -> MigrationError? { failure(bytes: Array(sql.utf8)) }

func failure(bytes: [UInt8]) -> MigrationError? {
  do throws(MigrationError) {
    _ = try SQLScript.statements(file: "a.sql", bytes: bytes)
    return nil
  } catch { return error }
}

struct SQLScriptTests {
  @Test(arguments: [
    // Ends, empty statements, comments.
    ("", []), (" \n\t", []), ("-- only this", []), ("/* a /* b */ c */", []), (";;\n;", []),
    ("SELECT 1", ["SELECT 1"]), ("SELECT 1;SELECT 2", ["SELECT 1;", "SELECT 2"]),
    ("SELECT 1; -- one\n/* two */ SELECT 2 -- three", ["SELECT 1;", "SELECT 2"]),
    ("SELECT 1 -- a;b\n;SELECT 2;", ["SELECT 1 -- a;b\n;", "SELECT 2;"]),
    ("SELECT 1 -- a;b\r;SELECT 2;", ["SELECT 1 -- a;b\r;", "SELECT 2;"]),
    ("SELECT 1;\r\nSELECT 2;\r\n", ["SELECT 1;", "SELECT 2;"]),
    ("SELECT /* ; /* ; */ ; */ 1;", ["SELECT /* ; /* ; */ ; */ 1;"]),
    ("SELECT /*/ ; */ 1; SELECT 2", ["SELECT /*/ ; */ 1;", "SELECT 2"]),
    ("SELECT 1+/*;*/2; SELECT 1 --;\n;", ["SELECT 1+/*;*/2;", "SELECT 1 --;\n;"]),
    ("SELECT 2 *-- ;\n 3;", ["SELECT 2 *-- ;\n 3;"]),
    ("\u{FEFF}SELECT 1;", ["SELECT 1;"]),
    // Strings.
    ("SELECT ';''; ' ; SELECT '--'", ["SELECT ';''; ' ;", "SELECT '--'"]),
    (#"SELECT '\'; SELECT 2"#, [#"SELECT '\';"#, "SELECT 2"]),
    (#"SELECT E'\';'; SELECT e'\\'; SELECT 3"#, [#"SELECT E'\';';"#, #"SELECT e'\\';"#, "SELECT 3"]),
    (
      #"SELECT E'a'  -- it's"# + "\n  '" + #"b\';'; SELECT 2"#,
      [#"SELECT E'a'  -- it's"# + "\n  '" + #"b\';';"#, "SELECT 2"]
    ),
    (#"SELECT 'a'"# + "\n'" + #"b\'; SELECT 2"#, [#"SELECT 'a'"# + "\n'" + #"b\';"#, "SELECT 2"]),
    (#"SELECT type'\'; SELECT 2"#, [#"SELECT type'\';"#, "SELECT 2"]),
    (#"SELECT U&'\;' UESCAPE '!'; SELECT U&"d;\""#, [#"SELECT U&'\;' UESCAPE '!';"#, #"SELECT U&"d;\""#]),
    (#"SELECT B'1;', X'a;', N'\;\'; SELECT 2"#, [#"SELECT B'1;', X'a;', N'\;\';"#, "SELECT 2"]),
    (#"SELECT "a;""b;"; SELECT "'""#, [#"SELECT "a;""b;";"#, #"SELECT "'""#]),
    // Dollar quotes.
    ("DO $$ a; $x$ b; $$; SELECT 1", ["DO $$ a; $x$ b; $$;", "SELECT 1"]),
    ("DO $a$ $$;$b$;$a$; SELECT 1", ["DO $a$ $$;$b$;$a$;", "SELECT 1"]),
    ("DO $a$ $aa$;$a$; SELECT 1", ["DO $a$ $aa$;$a$;", "SELECT 1"]),
    ("DO $é$ ; $é$; SELECT 1", ["DO $é$ ; $é$;", "SELECT 1"]),
    ("SELECT a$b$;SELECT a$b$", ["SELECT a$b$;", "SELECT a$b$"]),
    ("SELECT $1;SELECT 1$$;$$", ["SELECT $1;", "SELECT 1$$;$$"]),
    ("SELECT $1$a; $1$a", ["SELECT $1$a;", "$1$a"]),
    // Parentheses.
    (
      "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b;); SELECT 1",
      ["CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b;);", "SELECT 1"]
    ),
    ("SELECT ')', ( '(' ); SELECT 2", ["SELECT ')', ( '(' );", "SELECT 2"]),
    ("SELECT 1); SELECT 2", ["SELECT 1);", "SELECT 2"]),
    ("SELECT a[1; SELECT 2", ["SELECT a[1;", "SELECT 2"]),
  ])
  func splitsWherePsqlDoes(_ sql: String, _ expected: [String]) throws {
    #expect(try split(sql) == expected)
  }

  @Test(arguments: [
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;",
    "create or replace procedure p() language sql begin /* x */ atomic insert into t values (1); end;",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE a WHEN 1 THEN CASE b WHEN 2 THEN 3 END END FROM t; END;",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (SELECT CASE WHEN true THEN 1 END); SELECT 2; END;",
    "CREATE FUNCTION f() RETURNS int RETURN CASE WHEN true THEN 1 END;",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, 1 AS case FROM t; END;",
    "CREATE FUNCTION f(a int, b int, c int, d int, e int, g text DEFAULT 'x') RETURNS int LANGUAGE sql STABLE STRICT "
      + "PARALLEL SAFE LEAKPROOF COST 1 ROWS 1 SUPPORT s SET a = b SET c = d BEGIN ATOMIC SELECT 1; SELECT 2; END;",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';",
  ])
  func keepsRoutinesTogether(_ routine: String) throws {
    #expect(try split(routine + " SELECT 9;") == [routine, "SELECT 9;"])
  }

  @Test func beginsATransactionOutsideOfRoutines() throws {
    #expect(
      try split("BEGIN; CREATE TABLE begin(atomic int); END;") == ["BEGIN;", "CREATE TABLE begin(atomic int);", "END;"])
  }

  @Test func tellsWhereStatementsBegin() throws {
    let sql = "\u{FEFF}-- é\r\nSELECT 1;\n\n  SELECT 'ü' , x ;"
    let statements = try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8))
    #expect(statements.map(\.offset) == [10, 23])
    #expect(statements.map(\.place) == [SQLPlace(line: 2, column: 1), SQLPlace(line: 4, column: 3)])
    #expect(statements[1].words == ["select", "x"])
  }

  @Test(arguments: [
    (1, SQLPlace(line: 2, column: 3)), (8, SQLPlace(line: 2, column: 10)), (13, SQLPlace(line: 2, column: 15)),
    (15, SQLPlace(line: 3, column: 1)), (16, SQLPlace(line: 3, column: 2)), (99, SQLPlace(line: 3, column: 4)),
    (0, SQLPlace(line: 2, column: 3)),
  ])
  func findsErrorPositionsInTheFile(_ position: Int, _ place: SQLPlace) throws {
    let sql = "-- 😀\n  SELECT '😀', \r\n x;"
    let statement = try #require(try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8)).first)
    #expect(statement.place(ofCharacter: position) == place)
  }

  @Test(arguments: [
    ("SELECT 1;\n 'a\n;", 2, 2, "quoted string"), ("SELECT 'a''", 1, 8, "quoted string"),
    (#"SELECT E'a\'"#, 1, 8, "quoted string"), (#"SELECT E'a\"#, 1, 8, "quoted string"),
    ("SELECT 'a'\n'b", 1, 8, "quoted string"),
    ("SELECT 1,\n\"a\"\"", 2, 1, "quoted identifier"), ("\n\n/* a /* b */ ;", 3, 1, "comment"),
    ("SELECT é,/*", 1, 10, "comment"), ("DO $x$ a; $X$;", 1, 4, "$x$"),
  ])
  func namesTheLineOfWhatIsNotClosed(_ sql: String, _ line: Int, _ column: Int, _ what: String) throws {
    let error = try #require(failure(sql))
    #expect(error.line == line && error.column == column)
    #expect(error.reason.contains(what))
  }

  @Test(
    arguments: [
      ([0x41, 0x0A, 0xC3, 0xA9, 0x00], 2, 2, "NUL"), ([0x41, 0x0A, 0xC3, 0xA9, 0xE9, 0x41], 2, 2, "UTF-8"),
      ([0xC0, 0x80], 1, 1, "UTF-8"), ([0xED, 0xA0, 0x80], 1, 1, "UTF-8"), ([0xF5, 0x80, 0x80, 0x80], 1, 1, "UTF-8"),
      ([0x20, 0xF0, 0x9F, 0x98], 1, 2, "UTF-8"), ([0xFF, 0xFE, 0x41, 0x00], 1, 1, "UTF-16"),
    ] as [([UInt8], Int, Int, String)])
  func refusesWhatIsNoText(_ bytes: [UInt8], _ line: Int, _ column: Int, _ reason: String) throws {
    let error = try #require(failure(bytes: bytes))
    #expect(error.line == line && error.column == column)
    #expect(error.reason.contains(reason))
  }

  @Test(arguments: [
    ("CREATE INDEX CONCURRENTLY i ON t (a)", true), ("create unique index concurrently on t (a)", true),
    ("CREATE INDEX i ON t (concurrently)", false), ("DROP INDEX CONCURRENTLY i", true),
    ("REINDEX (VERBOSE) TABLE CONCURRENTLY t", true), ("REINDEX TABLE t", false),
    ("REINDEX (CONCURRENTLY) TABLE t", true), ("REINDEX DATABASE d", true),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", false), ("VACUUM ANALYZE t", true), ("ALTER SYSTEM SET a = 1", true),
    ("ALTER TABLE ONLY a.b DETACH PARTITION c.d CONCURRENTLY", true), ("ALTER TYPE e ADD VALUE 'x'", false),
    ("CREATE DATABASE d", true), ("CREATE TABLE vacuum (a int)", false),
  ])
  func knowsWhatRefusesATransaction(_ sql: String, _ refuses: Bool) throws {
    let statement = try #require(try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8)).first)
    #expect(statement.refusesTransaction == refuses)
  }

  @Test(arguments: [
    ("BEGIN", true), ("begin work;", true), ("START TRANSACTION", true), ("COMMIT;", true), ("END", true),
    ("ROLLBACK", true), ("ROLLBACK TO SAVEPOINT a", false), ("SAVEPOINT a", false), ("DO $$ BEGIN END $$", false),
    ("PREPARE a AS SELECT 1", false), ("PREPARE TRANSACTION 'a'", true), ("\"begin\"", false),
  ])
  func knowsWhatControlsTheTransaction(_ sql: String, _ controls: Bool) throws {
    let statement = try #require(try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8)).first)
    #expect(statement.controlsTransaction == controls)
  }
}
