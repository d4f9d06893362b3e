import Schema

extension CatalogQuery<Language> {
  static func languages(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT l.oid, l.lanname AS key, l.lanpltrusted AS trusted, \(functionName("l.lanplcallfoid")) AS handler,
        \(functionName("l.laninline")) AS inline, \(functionName("l.lanvalidator")) AS validator, d.description AS comment
        \(context.owner("l.lanowner"))\(context.privileges("l.lanacl", type: "l", owner: "l.lanowner"))
      FROM pg_language AS l \(commentJoin("pg_language", "l.oid"))
      WHERE l.oid >= 16384 AND \(notOfExtension("pg_language", "l.oid"))
      """)
  }
}

extension CatalogQuery<Transform> {
  static func transforms(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname) AS key,
        \(functionName("t.trffromsql")) AS from_sql, \(functionName("t.trftosql")) AS to_sql, d.description AS comment
      FROM pg_transform AS t JOIN pg_language AS l ON l.oid = t.trflang \(commentJoin("pg_transform", "t.oid"))
      WHERE t.oid >= 16384 AND \(notOfExtension("pg_transform", "t.oid"))
      """)
  }
}
