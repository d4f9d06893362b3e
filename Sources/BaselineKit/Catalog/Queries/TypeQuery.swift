import Schema

extension CatalogQuery<EnumType> {
  static func enums(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, t.typnamespace AS parent, t.typname AS key,
        (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid) AS labels,
        d.description AS comment
        \(context.owner("t.typowner"))\(context.privileges("t.typacl", type: "T", owner: "t.typowner"))
      FROM pg_type AS t \(commentJoin("pg_type", "t.oid"))
      WHERE t.typtype = 'e' AND \(context.watches("t.typnamespace", type: "t.oid")) AND \(notOfExtension("pg_type", "t.oid"))
      """)
  }
}

extension CatalogQuery<Domain> {
  static func domains(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, t.typnamespace AS parent, t.typname AS key, format_type(t.typbasetype, t.typtypmod) AS type,
        NOT t.typnotnull AS nullable, coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default",
        \(collationName("t.typcollation", unless: "b.typcollation")) AS collation, d.description AS comment
        \(context.owner("t.typowner"))\(context.privileges("t.typacl", type: "T", owner: "t.typowner"))
      FROM pg_type AS t JOIN pg_type AS b ON b.oid = t.typbasetype \(commentJoin("pg_type", "t.oid"))
      WHERE t.typtype = 'd' AND \(context.watches("t.typnamespace", type: "t.oid")) AND \(notOfExtension("pg_type", "t.oid"))
      """)
  }
}
