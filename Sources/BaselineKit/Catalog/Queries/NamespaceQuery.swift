import Schema

extension CatalogQuery<Namespace> {
  /// All schemas that are not PostgreSQL's own or a session's temporary one; which of them are watched is decided by name.
  static func schemas(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT n.oid, n.nspname AS key, d.description AS comment
        \(context.owner("n.nspowner"))\(context.privileges("n.nspacl", type: "n", owner: "n.nspowner"))
      FROM pg_namespace AS n \(commentJoin("pg_namespace", "n.oid"))
      WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND \(notOfExtension("pg_namespace", "n.oid"))
      """)
  }
}
