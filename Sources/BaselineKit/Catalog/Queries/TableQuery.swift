import Schema

extension CatalogQuery<Table> {
  static func tables(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.relnamespace AS parent, c.relname AS key,
        CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
        CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
        CASE WHEN c.relispartition THEN
          (SELECT i.inhparent::regclass::text FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END AS partition_of,
        CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
        CASE WHEN NOT c.relispartition THEN
          (SELECT json_agg(i.inhparent::regclass::text ORDER BY i.inhseqno)
           FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END AS inherits,
        CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END AS of_type,
        CASE WHEN m.amname <> 'heap' THEN m.amname END AS access_method,
        s.spcname AS tablespace,
        CASE WHEN c.reloptions IS NOT NULL OR toast.reloptions IS NOT NULL THEN
          (SELECT json_agg(o ORDER BY o COLLATE "C") FROM (
            SELECT unnest(c.reloptions) AS o UNION ALL SELECT 'toast.' || unnest(toast.reloptions)) AS options
          ) END AS storage_parameters,
        c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
        CASE c.relreplident WHEN 'd' THEN 'default' WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN
          'index ' || coalesce((SELECT quote_ident(x.relname) FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
            WHERE i.indrelid = c.oid AND i.indisreplident), '(none)') END AS replica_identity,
        \(context.since(14, """
          CASE WHEN c.relispartition THEN (SELECT i.inhdetachpending FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END
          """)) AS detach_pending,
        d.description AS comment
        \(context.owner("c.relowner"))\(context.privileges("c.relacl", type: "r", owner: "c.relowner"))
      FROM pg_class AS c
        LEFT JOIN pg_am AS m ON m.oid = c.relam
        LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
        LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
        \(commentJoin("pg_class", "c.oid"))
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND \(context.watches("c.relnamespace", relation: "c.oid"))
        AND \(notOfExtension("pg_class", "c.oid"))
      """)
  }
}
