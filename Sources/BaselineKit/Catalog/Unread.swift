import Postgres
import Schema

/// How much of a database is never read: asked only to say so.
package struct Unread: Sendable {
  /// The objects that belong to each extension.
  let extensions: [(name: Text, count: Int)]
  /// The relations of each schema, PostgreSQL's own left out.
  let schemas: [(name: Text, count: Int)]

  /// Put in a reading's transaction.
  init(_ connection: Connection) throws {
    let results = try connection.queryAll(
      [
        """
        SELECT e.extname, count(*) FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
        WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' GROUP BY 1 ORDER BY 1
        """,
        """
        SELECT n.nspname, count(c.oid) FROM pg_namespace AS n
          LEFT JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' GROUP BY 1 ORDER BY 1
        """,
      ], as: operation(connection))
    extensions = try Self.counts(results[0])
    schemas = try Self.counts(results[1])
  }

  private static func counts(_ result: QueryResult) throws -> [(name: Text, count: Int)] {
    try (0..<result.rowCount).map { row in
      (Text(try result.string(row, 0) ?? ""), try result.string(row, 1).flatMap { Int($0) } ?? 0)
    }
  }

  /// As rules that keep something out.
  /// - Parameter isRead: whether a schema is looked at in some way.
  func silencings(_ isRead: (Text) -> Bool) -> [Silencing] {
    extensions.map {
      Silencing(reason: .extension, rule: "extension \(quotedIdentifier($0.name))", count: $0.count, objects: [])
    }
      + schemas.filter { !isRead($0.name) }.map {
        Silencing(
          reason: .schemas, rule: "\(Watch.schemasRule)\(quotedIdentifier($0.name)) is not watched", count: $0.count,
          objects: [])
      }
  }
}
