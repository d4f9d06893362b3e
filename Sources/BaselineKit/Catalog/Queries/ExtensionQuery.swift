import Schema

extension CatalogQuery<Extension> {
  static func extensions(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT e.oid, e.extname AS key, n.nspname AS schema, e.extversion AS version, d.description AS comment
        \(context.owner("e.extowner"))
      FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace \(commentJoin("pg_extension", "e.oid"))
      """)
  }
}
