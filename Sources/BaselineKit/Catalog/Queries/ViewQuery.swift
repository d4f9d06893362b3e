import Schema

extension CatalogQuery<View> {
  static func views(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.relnamespace AS parent, c.relname AS key, pg_get_viewdef(c.oid) AS definition,
        \(sortedList("c.reloptions")) AS options, d.description AS comment
        \(context.owner("c.relowner"))\(context.privileges("c.relacl", type: "r", owner: "c.relowner"))
      FROM pg_class AS c \(commentJoin("pg_class", "c.oid"))
      WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND \(context.watches("c.relnamespace", relation: "c.oid"))
        AND \(notOfExtension("pg_class", "c.oid"))
      """)
  }
}

extension CatalogQuery<MaterializedView> {
  static func materializedViews(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.relnamespace AS parent, c.relname AS key, pg_get_viewdef(c.oid) AS definition,
        CASE WHEN m.amname <> 'heap' THEN m.amname END AS access_method, s.spcname AS tablespace,
        \(sortedList("c.reloptions")) AS storage_parameters, d.description AS comment
        \(dependsOnExtensions(context, "pg_class", "c.oid"))
        \(context.owner("c.relowner"))\(context.privileges("c.relacl", type: "r", owner: "c.relowner"))
      FROM pg_class AS c
        LEFT JOIN pg_am AS m ON m.oid = c.relam
        LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
        \(commentJoin("pg_class", "c.oid"))
      WHERE c.relkind = 'm' AND \(context.watches("c.relnamespace", relation: "c.oid")) AND \(notOfExtension("pg_class", "c.oid"))
      """)
  }
}
