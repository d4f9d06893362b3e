import Schema

/// The types of the schemas that are neither enums nor domains. Few databases have many of these.
struct TypeReading {
  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {}

  func complete(_ schema: inout Namespace, _ oid: Text) {}
}
