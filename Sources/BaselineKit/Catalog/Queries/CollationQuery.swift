import Schema

extension CatalogQuery<Collation> {
  /// Collations that the database's encoding can use. Before 15, an icu collation's locale was kept as both LC_COLLATE and
  /// LC_CTYPE.
  static func collations(_ context: QueryContext) -> Self {
    let locale =
      context.major >= 17 ? "l.colllocale" : context.since(15, "l.colliculocale", else: "l.collcollate")
    return Self(
      """
      SELECT l.oid, l.collnamespace AS parent, l.collname AS key,
        CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' ELSE 'libc' END AS provider,
        CASE WHEN l.collprovider IN ('i', 'b') THEN \(locale) END AS locale,
        CASE WHEN l.collprovider NOT IN ('i', 'b') THEN l.collcollate END AS collate,
        CASE WHEN l.collprovider NOT IN ('i', 'b') THEN l.collctype END AS ctype,
        l.collisdeterministic AS deterministic, \(context.since(16, "l.collicurules")) AS rules, d.description AS comment
        \(context.owner("l.collowner"))
      FROM pg_collation AS l \(commentJoin("pg_collation", "l.oid"))
      WHERE \(context.watches(schema: "l.collnamespace")) AND \(notOfExtension("pg_collation", "l.oid"))
        AND l.collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding()))
      """)
  }
}

extension CatalogQuery<Conversion> {
  static func conversions(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.connamespace AS parent, c.conname AS key, pg_encoding_to_char(c.conforencoding) AS "from",
        pg_encoding_to_char(c.contoencoding) AS "to", \(functionName("c.conproc")) AS function, c.condefault AS "default",
        d.description AS comment\(context.owner("c.conowner"))
      FROM pg_conversion AS c \(commentJoin("pg_conversion", "c.oid"))
      WHERE \(context.watches(schema: "c.connamespace")) AND \(notOfExtension("pg_conversion", "c.oid"))
      """)
  }
}
