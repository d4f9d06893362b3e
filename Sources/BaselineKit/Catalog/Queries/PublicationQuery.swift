import Schema

extension CatalogQuery<Publication> {
  static func publications(_ context: QueryContext) -> Self {
    let columns = context.since(
      15,
      """
      coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) || ')'
        FROM unnest(r.prattrs) WITH ORDINALITY AS k (attnum, n)
        JOIN pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = k.attnum), '')
      || coalesce(' WHERE ' || pg_get_expr(r.prqual, r.prrelid), '')
      """, else: "''")
    let schemas = """
      (SELECT json_agg(n.nspname ORDER BY n.nspname COLLATE "C") FROM pg_publication_namespace AS s
       JOIN pg_namespace AS n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)
      """
    return Self(
      """
      SELECT p.oid, p.pubname AS key, p.puballtables AS all_tables,
        (SELECT json_agg(word ORDER BY word COLLATE "C") FROM (
           SELECT r.prrelid::regclass::text || \(columns) AS word FROM pg_publication_rel AS r WHERE r.prpubid = p.oid
         ) AS words) AS tables,
        \(context.since(15, schemas)) AS schemas,
        array_to_json(array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
          CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL)) AS publish,
        \(context.since(13, "p.pubviaroot")) AS via_partition_root,
        \(context.since(18, "CASE p.pubgencols WHEN 's' THEN 'stored' END")) AS generated_columns, d.description AS comment
        \(context.owner("p.pubowner"))
      FROM pg_publication AS p \(commentJoin("pg_publication", "p.oid"))
      """)
  }
}
