import Schema

extension CatalogQuery<SequenceGenerator> {
  static func sequences(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.relnamespace AS parent, c.relname AS key, format_type(s.seqtypid, NULL) AS type,
        s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS minimum, s.seqmax AS maximum, s.seqcache AS cache,
        s.seqcycle AS cycle, c.relpersistence = 'u' AS unlogged,
        CASE WHEN o.objid IS NOT NULL THEN o.refobjid::regclass::text || '.' || quote_ident(a.attname) END AS owned_by,
        o.deptype = 'i' AS identity, d.description AS comment
        \(context.owner("c.relowner"))\(context.privileges("c.relacl", type: "s", owner: "c.relowner"))
      FROM pg_class AS c
        JOIN pg_sequence AS s ON s.seqrelid = c.oid
        LEFT JOIN pg_depend AS o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
          AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
        LEFT JOIN pg_attribute AS a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
        \(commentJoin("pg_class", "c.oid"))
      WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND \(context.watches("c.relnamespace", relation: "c.oid"))
        AND \(notOfExtension("pg_class", "c.oid"))
      """)
  }
}
