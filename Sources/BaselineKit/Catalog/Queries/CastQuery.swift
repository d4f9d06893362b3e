import Schema

extension CatalogQuery<Cast> {
  /// Casts that somebody made. One from a range type to its multirange type comes with them.
  static func casts(_ context: QueryContext) -> Self {
    let ofRange = """
      AND NOT EXISTS (SELECT FROM pg_range AS r WHERE r.rngtypid = c.castsource AND r.rngmultitypid = c.casttarget)
      """
    return Self(
      """
      SELECT c.oid, format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) AS key,
        CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END AS method,
        \(functionSignature("c.castfunc")) AS function,
        CASE c.castcontext WHEN 'e' THEN 'explicit' WHEN 'a' THEN 'assignment' ELSE 'implicit' END AS context,
        d.description AS comment
      FROM pg_cast AS c \(commentJoin("pg_cast", "c.oid"))
      WHERE c.oid >= 16384 AND \(notOfExtension("pg_cast", "c.oid")) \(context.since(14, ofRange, else: ""))
      """)
  }
}
