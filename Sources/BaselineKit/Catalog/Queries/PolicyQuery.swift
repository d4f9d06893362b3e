import Schema

extension CatalogQuery<Policy> {
  static func policies(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT p.oid, p.polrelid AS parent, p.polname AS key,
        CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
          ELSE 'all' END AS command,
        NOT p.polpermissive AS restrictive,
        CASE WHEN 0 <> ALL (p.polroles) THEN
          (SELECT json_agg(pg_get_userbyid(o) ORDER BY pg_get_userbyid(o) COLLATE "C") FROM unnest(p.polroles) AS o)
          END AS roles,
        pg_get_expr(p.polqual, p.polrelid) AS "using", pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
        d.description AS comment
      FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid \(commentJoin("pg_policy", "p.oid"))
      WHERE \(context.watches("c.relnamespace", relation: "p.polrelid")) AND \(notOfExtension("pg_policy", "p.oid"))
      """)
  }
}
