import Schema

extension CatalogQuery<ForeignTable> {
  static func foreignTables(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT c.oid, c.relnamespace AS parent, c.relname AS key, s.srvname AS server,
        \(sortedList("f.ftoptions")) AS options,
        CASE WHEN c.relispartition THEN
          (SELECT i.inhparent::regclass::text FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END AS partition_of,
        CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
        CASE WHEN NOT c.relispartition THEN
          (SELECT json_agg(i.inhparent::regclass::text ORDER BY i.inhseqno)
           FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END AS inherits,
        \(context.since(14, "(SELECT i.inhdetachpending FROM pg_inherits AS i WHERE i.inhrelid = c.oid AND i.inhdetachpending)"))
          AS detach_pending,
        d.description AS comment
        \(context.owner("c.relowner"))\(context.privileges("c.relacl", type: "r", owner: "c.relowner"))
      FROM pg_foreign_table AS f
        JOIN pg_class AS c ON c.oid = f.ftrelid
        JOIN pg_foreign_server AS s ON s.oid = f.ftserver
        \(commentJoin("pg_class", "c.oid"))
      WHERE \(context.watches("c.relnamespace", relation: "c.oid")) AND \(notOfExtension("pg_class", "c.oid"))
      """)
    query.finish = { table, _ in table.options = table.options.map(withoutSecret) }
    return query
  }
}
