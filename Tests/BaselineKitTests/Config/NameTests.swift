import Testing

@testable import BaselineKit

struct SchemaGlobTests {
  @Test(arguments: [
    ("public", ["public"], ["Public", "public2", ""]),
    ("tenant_*", ["tenant_", "tenant_1", "tenant_a_b"], ["tenant", "xtenant_1"]),
    ("*_a?c*", ["_abc", "x_a_abcd", "가_a나c"], ["_ac", "abc"]),
    ("*", ["public", "가", "a\nb"], ["pg_catalog", "pg_toast", "pg_temp_3", "information_schema"]),
    ("p*", ["public", "pg"], ["pg_catalog"]),
    ("?", ["a", "가", "\u{e9}"], ["ab", "", "e\u{301}"]),
    // Named exactly, so it was meant.
    ("pg_catalog", ["pg_catalog"], ["pg_toast"]),
    ("\u{e9}", ["\u{e9}"], ["e\u{301}"]),
    ("a.c", ["a.c"], ["abc"]),
  ])
  func matches(text: String, yes: [String], no: [String]) {
    for name in yes { #expect(SchemaGlob(text).matches(name), "\(text) on \(name)") }
    for name in no { #expect(!SchemaGlob(text).matches(name), "\(text) on \(name)") }
  }

  @Test func manyStarsEnd() {
    let glob = SchemaGlob(String(repeating: "*a", count: 200) + "b")
    #expect(!glob.matches(String(repeating: "a", count: 2_000)))
  }
}

struct TableNameTests {
  @Test(arguments: [
    ("customers", nil, "customers"),
    ("billing.invoices", "billing", "invoices"),
    ("Users", nil, "Users"),
    ("\"Odd.Name\"", nil, "Odd.Name"),
    ("billing.\"a\"\"b\"", "billing", "a\"b"),
    ("\"a.b\".\"c.d\"", "a.b", "c.d"),
    ("고객 정보", nil, "고객 정보"),
  ])
  func reads(text: String, schema: String?, name: String) throws {
    let table = try #require(TableName(parsing: text))
    #expect(table == TableName(schema: schema, name: name))
    #expect(TableName(parsing: table.description) == table)
  }

  @Test(arguments: ["", ".", "a.", ".a", "a.b.c", "\"a", "\"\"", "a\"b\"", "\"a\"b", "a.\"\""])
  func refuses(text: String) {
    #expect(TableName(parsing: text) == nil)
  }

  @Test func anUnqualifiedNameMeansAnySchema() {
    #expect(TableName(name: "a").matches(schema: "x", name: "a"))
    #expect(!TableName(schema: "y", name: "a").matches(schema: "x", name: "a"))
    #expect(TableName(schema: "x", name: "a").matches(schema: "x", name: "a"))
    #expect(!TableName(name: "\u{e9}").matches(schema: "x", name: "e\u{301}"))
  }

  @Test func equalityIsByBytesAndNotByMeaning() {
    #expect(TableName(name: "\u{e9}") != TableName(name: "e\u{301}"))
    #expect(TableName(schema: "x", name: "a") != TableName(name: "a"))
    #expect(TableName(name: "a") != TableName(schema: "x", name: "a"))
    #expect(Set([TableName(name: "a"), TableName(name: "a"), TableName(schema: "", name: "a")]).count == 2)
  }
}

struct RepositoryPathTests {
  @Test(arguments: [
    "a", "ci/schema.json", "ci/스키마.json", "a b/c", ".github/x", ".gitignore", "a/.gitattributes", "x..y", "...a",
  ])
  func good(path: String) {
    #expect(RepositoryPath.mistake(in: path) == nil)
  }

  @Test(arguments: [
    ("", "an empty path"),
    ("/etc/x", "an absolute path"),
    ("../../etc/x", "'..' in a path"),
    ("a/../b", "'..' in a path"),
    ("./a", "'.' in a path"),
    ("a//b", "an empty part in a path"),
    ("a/", "an empty part in a path"),
    ("a\\b", "a backslash in a path"),
    ("a\nb", "a control character in a path"),
    ("a\u{202e}b", "a control character in a path"),
    (".g\u{200c}it/x", "a control character in a path"),
    (".git/hooks/pre-commit", "git's own folder in a path"),
    ("a/.GIT/x", "git's own folder in a path"),
    ("GIT~1/x", "git's own folder in a path"),
    (".git::$INDEX_ALLOCATION/x", "git's own folder in a path"),
    (".git./x", "a part that begins or ends with a space, or ends with a dot, in a path"),
    (".git /x", "a part that begins or ends with a space, or ends with a dot, in a path"),
    (" a", "a part that begins or ends with a space, or ends with a dot, in a path"),
    ("~/x", "'~' at the beginning of a part of a path"),
    (String(repeating: "a", count: 256), "a part of more than 255 bytes in a path"),
    (String(repeating: "a/", count: 600) + "a", "a path of more than 1024 bytes"),
  ])
  func refused(path: String, reason: String) {
    #expect(RepositoryPath.mistake(in: path) == reason)
  }

  @Test func insideIsByParts() {
    #expect(RepositoryPath.isInside("ci/a", "ci"))
    #expect(RepositoryPath.isInside("ci", "ci"))
    #expect(!RepositoryPath.isInside("cipher/a", "ci"))
  }
}

struct SuggestionTests {
  @Test(arguments: [
    ("ignore_table", "ignore_tables"), ("Baseline", "baseline"), ("polcy", "policy"), ("hoosk", "hooks"),
  ])
  func nearWords(word: String, expected: String) {
    #expect(nearest(to: word, among: ["baseline", "hooks", "ignore", "ignore_tables", "policy"]) == expected)
  }

  @Test func farWordsAreNoSuggestion() {
    #expect(nearest(to: "colour", among: ["baseline", "hooks"]) == nil)
    #expect(nearest(to: "x", among: []) == nil)
  }

  @Test(arguments: [("", "", 0), ("abc", "", 3), ("abc", "acb", 1), ("kitten", "sitting", 3)])
  func distance(one: String, other: String, expected: Int) {
    #expect(editDistance(one, other) == expected)
    #expect(editDistance(other, one) == expected)
  }
}
