import Schema

extension CatalogQuery<Column> {
  /// The columns of tables, foreign tables, views and materialised views, and the attributes of composite types, in PostgreSQL's order; dropped ones leave no hole.
  ///
  /// A default names no column, so that pg_get_expr need not open the table for it, which is a third of the query's cost.
  ///
  /// Options that begin with `pg_` are the server's own book-keeping: from 15.20 on it keeps `pg_attver=…`, another number
  /// in every database, in attoptions (pg_dump leaves it out, too).
  static func columns(_ context: QueryContext) -> Self {
    let hasForeign = context.hasRows("pg_foreign_table")
    var query = Self(
      """
      SELECT a.attrelid AS parent, a.attname AS key, format_type(a.atttypid, a.atttypmod) AS type,
        NOT a.attnotnull AS nullable,
        CASE WHEN a.attgenerated = '' THEN pg_get_expr(e.adbin, 0) END AS "default",
        CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
        CASE WHEN a.attgenerated <> '' THEN pg_get_expr(e.adbin, e.adrelid) END AS generated,
        CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated_kind,
        \(collationName("a.attcollation", unless: "t.typcollation")) AS collation,
        CASE WHEN a.attstorage <> t.typstorage THEN
          CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END
        END AS storage,
        \(context.since(14, "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END")) AS compression,
        CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
        CASE WHEN a.attoptions[1] NOT LIKE 'pg\\_%' OR a.attoptions[2] IS NOT NULL THEN
          (SELECT json_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) AS o WHERE o NOT LIKE 'pg\\_%') END AS options,
        NOT a.attislocal AS inherited,
        \(hasForeign ? sortedList("a.attfdwoptions") : "NULL") AS foreign_options, d.description AS comment
        \(context.privileges("a.attacl", type: "c", owner: "c.relowner"))
      FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
        \(commentJoin("pg_class", "a.attrelid", column: "a.attnum"))
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't'
        AND \(context.watches("c.relnamespace", relation: "a.attrelid"))
      ORDER BY a.attrelid, a.attnum
      """)
    if hasForeign {
      query.finish = { column, _ in
        if !column.foreignOptions.isEmpty { column.foreignOptions = column.foreignOptions.map(withoutSecret) }
      }
    }
    return query
  }
}
