import Schema
import Testing

struct NameTests {
  @Test(arguments: [
    ("customers", "customers"), ("_a1", "_a1"), ("Customers", "\"Customers\""), ("1a", "\"1a\""), ("a b", "\"a b\""),
    ("", "\"\""), ("a\"b", "\"a\"\"b\""), ("é", "\"é\""), ("a.b", "\"a.b\""), ("a$", "\"a$\""), ("a\nb", "\"a\nb\""),
    // Reserved, or usable only as a column's, a function's or a type's name.
    ("select", "\"select\""), ("user", "\"user\""), ("int", "\"int\""), ("left", "\"left\""), ("values", "\"values\""),
    // Unreserved keywords need no quotes, and neither do words that only look like keywords.
    ("name", "name"), ("type", "type"), ("key", "key"), ("orders", "orders"), ("Select", "\"Select\""),
  ])
  func quoting(name: String, quoted: String) {
    #expect(Text(quotedIdentifier(Text(name))) == Text(quoted))
  }

  @Test(
    arguments: [
      ("a", ["a"]), ("a.b.c", ["a", "b", "c"]), ("\"a.b\".c", ["a.b", "c"]), ("\"a\"\"b\"", ["a\"b"]),
      ("\"A\".\"\u{e9}\"", ["A", "\u{e9}"]), ("\"\"\"\"", ["\""]), ("\"a\nb\".c", ["a\nb", "c"]),
      ("\"e\u{301}\".\"\u{301}x\"", ["e\u{301}", "\u{301}x"]),
      ("", nil), (".", nil), ("a.", nil), (".a", nil), ("a..b", nil), ("\"a", nil), ("\"a\"b", nil), ("\"\"", nil),
      ("\"\".a", nil),
    ] as [(String, [String]?)])
  func splitting(name: String, parts: [String]?) {
    #expect(splitQualifiedName(Text(name)) == parts?.map { Text($0) })
  }

  @Test func quotedNamesSplitIntoThemselves() {
    for name in ["a", "A", "a.b", "\"", "\"\"", "a\"b.c", "select", "\u{301}", "a\u{301}\"\u{301}", " "] as [Text] {
      #expect(splitQualifiedName(Text(quotedIdentifier(name) + "." + quotedIdentifier(name))) == [name, name])
    }
  }

  @Test func theTableOfAColumn() {
    #expect(tableOfColumn(address: "public.\"a.b\".id", in: "x") == ObjectID(.table, ["public", "a.b"]))
    #expect(tableOfColumn(address: "\"a.b\".id", in: "x") == ObjectID(.table, ["x", "a.b"]))
    #expect(tableOfColumn(address: "id", in: "x") == nil)
    #expect(tableID("public.\"a.b\"", in: "x") == ObjectID(.table, ["public", "a.b"]))
    #expect(tableID("\"a.b\"", in: "x") == ObjectID(.table, ["x", "a.b"]))
    #expect(tableID("a.b.c", in: "x") == nil)
  }

  @Test(arguments: [
    (ObjectID(.table, ["public", "customers"]), "public.customers"),
    (ObjectID(.column, ["public", "Order", "to"]), "public.\"Order\".\"to\""),
    (ObjectID(.constraint, ["public", "t", "t_pkey"]), "constraint:public.t.t_pkey"),
    (ObjectID(.materializedView, ["public", "m"]), "public.m"),
    (ObjectID(.function, ["app", "f(integer, app.\"T\")"]), "function:app.f(integer, app.\"T\")"),
    (ObjectID(.extension, ["uuid-ossp"]), "extension:\"uuid-ossp\""), (ObjectID(.schema, ["app"]), "schema:app"),
    (.database, "database:database"),
  ])
  func addresses(id: ObjectID, address: String) {
    #expect(id.description == address)
  }

  @Test func objectsOfOneTableStandTogether() {
    let sorted: [ObjectID] = [
      .database, ObjectID(.schema, ["public"]), ObjectID(.table, ["public", "a"]),
      ObjectID(.column, ["public", "a", "x"]),
      ObjectID(.constraint, ["public", "a", "x"]), ObjectID(.index, ["public", "a", "y"]),
      ObjectID(.table, ["public", "b"]),
      ObjectID(.function, ["public", "b"]),
    ]
    #expect(sorted.reversed().sorted() == sorted)
    #expect(ObjectID(.index, ["public", "a", "i"]).container == ObjectID(.table, ["public", "a"]))
    #expect(ObjectID(.table, ["public", "a"]).container == ObjectID(.table, ["public", "a"]))
    #expect(ObjectID(.extension, ["e"]).schema == nil)
    #expect(ObjectID(.index, ["public", "a", "i"]).schema == "public")
  }

  @Test func kindsSortInTheOrderOfTheirDeclaration() {
    #expect(Kind.allCases.sorted() == Kind.allCases)
    #expect([FieldWeight.comment, .definition, .order, .state].sorted() == [.definition, .state, .order, .comment])
  }

  @Test(
    arguments: [
      ("3.0", FormatVersion(3, 0)), ("2.0", .legacy), ("12.34", FormatVersion(12, 34)), ("3", nil), ("3.", nil),
      (".0", nil),
      ("3.0.0", nil), ("03.0", nil), ("3.00", nil), ("+3.0", nil), ("-3.0", FormatVersion(-3, 0)), ("3.x", nil),
      ("", nil),
      (" 3.0", nil), ("٣.٠", nil), ("99999999999999999999.0", nil),
    ] as [(String, FormatVersion?)])
  func versions(text: String, version: FormatVersion?) {
    #expect(FormatVersion(Text(text)) == version)
  }

  @Test func versionsCompareAsNumbers() {
    #expect(FormatVersion(3, 10) > FormatVersion(3, 9))
    #expect(FormatVersion(10, 0) > FormatVersion(9, 9))
    #expect(FormatVersion.legacy < .first)
  }
}
