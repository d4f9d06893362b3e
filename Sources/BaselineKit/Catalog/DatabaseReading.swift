import Schema

/// What lies beside the schemas: languages, casts, event triggers, publications, servers, settings and so on.
struct DatabaseReading {
  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {}

  func complete(_ database: inout Database) {}
}
