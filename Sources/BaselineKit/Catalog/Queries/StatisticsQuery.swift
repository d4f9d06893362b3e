import Schema

extension CatalogQuery<StatisticsObject> {
  /// Extended statistics of tables, materialised views and foreign tables. They may lie in another schema than what they
  /// are of.
  static func statistics(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT s.oid, s.stxrelid AS parent,
        CASE WHEN s.stxnamespace <> c.relnamespace THEN quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
          WHEN strpos(s.stxname, '.') > 0 THEN quote_ident(s.stxname) ELSE s.stxname END AS key,
        (SELECT json_agg(CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies' ELSE 'mcv' END ORDER BY k)
          FROM unnest(s.stxkind) AS k WHERE k <> 'e') AS kinds,
        (SELECT json_agg(a.attname ORDER BY a.attname COLLATE "C") FROM pg_attribute AS a
          WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) AS columns,
        \(context.since(14, "to_json(pg_get_statisticsobjdef_expressions(s.oid))")) AS expressions,
        \(context.since(13, "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END")) AS target,
        d.description AS comment\(context.owner("s.stxowner"))
      FROM pg_statistic_ext AS s JOIN pg_class AS c ON c.oid = s.stxrelid JOIN pg_namespace AS n ON n.oid = s.stxnamespace
        \(commentJoin("pg_statistic_ext", "s.oid"))
      WHERE \(context.watches("c.relnamespace", relation: "s.stxrelid")) AND \(notOfExtension("pg_statistic_ext", "s.oid"))
      """)
  }
}
