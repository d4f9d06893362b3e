/// The schema of a database as a value, in canonical order.
package struct Snapshot: Equatable, Sendable {
  /// The version of the document it came from or will be written as.
  package var version: FormatVersion
  /// The major version of the server that rendered its text; nil in the older documents, which did not say.
  package var postgres: Int?
  package var database: Database

  package init(postgres: Int?, database: Database = Database(), version: FormatVersion = .current) {
    self.version = version
    self.postgres = postgres
    self.database = database
  }

  /// All objects, containers before what lies in them.
  package var objects: [ObjectID] {
    var found: [ObjectID] = []
    for list in Database.members { list.visit(database, .database) { found.append($0) } }
    return found
  }

  package var tableCount: Int {
    database.schemas.reduce(0) { $0 + $1.tables.count }
  }

  /// A table by schema and name.
  package func table(_ id: ObjectID) -> Table? {
    guard id.path.count >= 2 else { return nil }
    return database.schemas[key: id.path[0]]?.tables[key: id.path[1]]
  }
}
