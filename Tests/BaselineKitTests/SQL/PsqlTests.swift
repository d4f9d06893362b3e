import Testing

@testable import BaselineKit

/// What belongs to psql and to templates, not to SQL.
struct PsqlTests {
  @Test(arguments: [
    #"\set ON_ERROR_STOP on"#, #"\set ON_ERROR_STOP"#, #"\set VERBOSITY verbose"#, #"\pset pager off"#, #"\timing"#,
    #"\echo 'it''s; done'"#, #"\qecho SELECT 2;"#, #"\encoding UTF8"#, #"\encoding 'utf-8'"#, #"\x"#,
    #"\set name 'a b'"#,
    #"\restrict aB3dE"#, #"\unrestrict aB3dE"#, #"\dt+ public.*"#, #"\echo a \\"#, #"\echo 'a\'b' \\"#,
    #"\timing \x"#, #"\echo 'a\\b'"#,
  ])
  func skipsCommandsThatOnlyShow(_ command: String) throws {
    #expect(try split("SELECT 1;\n\(command)\nSELECT 9;") == ["SELECT 1;", "SELECT 9;"])
    #expect(try split("SELECT 1; \(command)") == ["SELECT 1;"])
    #expect(try split("\(command)\r\nSELECT 9;") == ["SELECT 9;"])
  }

  @Test func readsSQLBehindTwoBackslashes() throws {
    #expect(try split(#"\echo a \\ SELECT 1;"#) == ["SELECT 1;"])
  }

  @Test(arguments: [
    #"\connect db"#, #"\c db"#, #"\copy t from 'x'"#, #"\i a.sql"#, #"\ir a.sql"#, #"\include a.sql"#, #"\! ls"#,
    #"\o x"#,
    #"\gexec"#, #"\if true"#, #"\gset"#, #"\q"#, #"\."#, #"\set ON_ERROR_STOP off"#, #"\unset ON_ERROR_STOP"#,
    #"\set AUTOCOMMIT off"#, #"\set ON_ERROR_ROLLBACK on"#, #"\encoding LATIN1"#, #"\;"#, #"\echo a \q"#,
    #"\lo_import x"#,
  ])
  func refusesCommandsThatDoSomething(_ command: String) throws {
    let error = try #require(failure("SELECT 1;\n  \(command)\nSELECT 9;"))
    #expect(error.line == 2)
    #expect(error.reason.contains("\\"))
    #expect(error.hint?.contains("psql") == true)
  }

  @Test func refusesCommandsInsideAStatement() throws {
    let error = try #require(failure("SELECT 1\n \\timing\n;"))
    #expect(error.line == 2 && error.column == 2)
    #expect(try split(#"SELECT '\connect', "\i", $$ \! $$ -- \q"#) == [#"SELECT '\connect', "\i", $$ \! $$"#])
  }

  @Test(arguments: [
    ("CREATE TABLE {{ .Schema }}.t ();", "{{ .Schema }}"), (#"CREATE TABLE "{{ .Schema }}".t ();"#, "{{ .Schema }}"),
    ("SET search_path = :schema;", ":schema"), ("SET a = :'x';", ":'x'"), (#"SET a = :"x";"#, #":"x""#),
    ("GRANT :PLACEHOLDER TO x;", ":PLACEHOLDER"), ("SELECT (:x);", ":x"), ("SELECT :{?x};", ":{?x}"),
    ("SELECT a FROM t WHERE b = :1;", ":1"), ("CREATE SCHEMA ${schema};", "${schema}"), ("{% if x %}", "{% if x %}"),
    ("SELECT ARRAY[1] || :x;", ":x"),
  ])
  func refusesTemplates(_ sql: String, _ placeholder: String) throws {
    let error = try #require(failure("SELECT 1;\n\(sql)"))
    #expect(error.line == 2)
    #expect(error.reason.contains(placeholder) && error.reason.contains("template"))
    #expect(error.hint?.contains("runner: command") == true)
  }

  @Test(arguments: [
    "SELECT a::text, b:: int, c ::\"T\", '1'::int", "SELECT a[1:2], a[:n], a[n:], a[b.x:c.y], a[1:f(2)], a[lo:hi][:2]",
    "SELECT f(a:=1, b := 2, c:='x')", "SELECT '{{1,2},{3,4}}'::int[]", "SELECT $${{ .x }} :y ${z}$$",
    "SELECT 'a:b :c :''d'",
    "SELECT j @? '$.a[*] ? (@.b == :c)'", "SELECT '12:30:00'::time, ':x'", "SELECT JSON_OBJECT('a':1, 'b' :x, c:'d')",
    "SELECT json_objectagg(k:v)", "SELECT a[1:2] -- :x {{ y }}\n", "SELECT /* :x {{ }} */ 1", "SELECT \"a:b\", \"{1}\"",
    "SELECT a <% b, a %> b, @ -5, x ?| y", "SELECT 1 : 2", "SELECT a[1:\"n\"], a['x':'y']",
    "CREATE FUNCTION f() AS $f$ BEGIN x := :y; END $f$ LANGUAGE plpgsql",
  ])
  func takesNothingElseForATemplate(_ sql: String) throws {
    let trimmed = sql.hasSuffix("\n") ? String(sql.prefix { $0 != "-" }.dropLast()) : sql
    #expect(try split(sql) == [trimmed])
  }

  @Test func keepsTheDataOfCopy() throws {
    let sql = "COPY public.t (a, b) FROM stdin;\n1\tit's; \\N\n\\\\.\n2\t{{x}}\n\\.\n\n\nSELECT 1;"
    let statements = try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8))
    #expect(statements.map(\.text) == ["COPY public.t (a, b) FROM stdin;", "SELECT 1;"])
    #expect(statements[0].copyData == Array("1\tit's; \\N\n\\\\.\n2\t{{x}}\n".utf8))
    #expect(statements[1].copyData == nil)
    #expect(statements[1].place.line == 8)
  }

  @Test(arguments: ["COPY t FROM stdin WITH (FORMAT csv);\r\na,b\r\n\\.\r\n", "copy \"t\" from STDIN ; \r\na,b\r\n\\."])
  func keepsCRLFInTheDataOfCopy(_ sql: String) throws {
    let statement = try #require(try SQLScript.statements(file: "a.sql", bytes: Array(sql.utf8)).first)
    #expect(statement.copyData == Array("a,b\r\n".utf8))
  }

  @Test func copyOfNoRowsHasEmptyData() throws {
    let statements = try SQLScript.statements(file: "a.sql", bytes: Array("COPY t FROM stdin;\n\\.\n".utf8))
    #expect(statements.map(\.copyData) == [[]])
  }

  @Test func otherCopiesHaveNoData() throws {
    for sql in ["COPY t FROM '/x';", "COPY t TO stdout;", "COPY (SELECT a FROM stdin) TO '/x';"] {
      let statements = try SQLScript.statements(file: "a.sql", bytes: Array((sql + "\nSELECT 1;").utf8))
      #expect(statements.map(\.copyData) == [nil, nil])
    }
  }

  @Test(arguments: [
    ("SELECT 1;\nCOPY t FROM stdin;\n1\n", 2), ("COPY t FROM stdin", 1), ("COPY t FROM stdin;", 1),
    ("COPY t FROM stdin; SELECT 1;\n1\n\\.\n", 1),
  ])
  func dataOfCopyMustEnd(_ sql: String, _ line: Int) throws {
    #expect(failure(sql)?.line == line)
  }
}
