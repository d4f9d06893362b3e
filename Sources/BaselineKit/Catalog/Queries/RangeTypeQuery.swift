import Schema

extension CatalogQuery<RangeType> {
  static func rangeTypes(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, t.typnamespace AS parent, t.typname AS key, format_type(r.rngsubtype, NULL) AS subtype,
        CASE WHEN NOT o.opcdefault THEN
          (SELECT CASE WHEN n.nspname IN ('pg_catalog', current_schema()) THEN '' ELSE quote_ident(n.nspname) || '.' END
             || quote_ident(o.opcname) FROM pg_namespace AS n WHERE n.oid = o.opcnamespace) END AS operator_class,
        \(collationName("r.rngcollation", unless: "s.typcollation")) AS collation,
        CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END AS canonical,
        CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END AS difference,
        \(context.since(14, "r.rngmultitypid::regtype::text")) AS multirange, d.description AS comment,
        \(context.since(14, "md.description")) AS multirange_comment
        \(context.owner("t.typowner"))\(context.privileges("t.typacl", type: "T", owner: "t.typowner"))
      FROM pg_range AS r
        JOIN pg_type AS t ON t.oid = r.rngtypid
        JOIN pg_type AS s ON s.oid = r.rngsubtype
        JOIN pg_opclass AS o ON o.oid = r.rngsubopc
        \(commentJoin("pg_type", "t.oid"))
        \(context.since(14, "LEFT JOIN pg_description AS md ON md.classoid = 'pg_type'::regclass AND md.objoid = r.rngmultitypid", else: ""))
      WHERE \(context.watches("t.typnamespace", type: "t.oid")) AND \(notOfExtension("pg_type", "t.oid"))
      """)
  }
}
