import Schema

extension CatalogQuery<AccessMethod> {
  static func accessMethods(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT m.oid, m.amname AS key, CASE m.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
        \(functionName("m.amhandler")) AS handler, d.description AS comment
      FROM pg_am AS m \(commentJoin("pg_am", "m.oid"))
      WHERE m.oid >= 16384 AND \(notOfExtension("pg_am", "m.oid"))
      """)
  }
}
