import Schema

/// What of the schemas is about computing: aggregates, operators and what indexes do with them, collations, conversions, text
/// search; and the policies, rules and statistics of relations. Few databases have many of these.
struct CodeReading {
  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {}

  func complete(_ schema: inout Namespace, _ oid: Text) {}

  func complete(_ table: inout Table, _ oid: Text) {}

  func complete(_ table: inout ForeignTable, _ oid: Text) {}

  func complete(_ view: inout View, _ oid: Text) {}

  func complete(_ view: inout MaterializedView, _ oid: Text) {}
}
