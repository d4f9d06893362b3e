import Schema

extension CatalogQuery<Function> {
  /// Functions, procedures and window functions; aggregates are a kind of their own.
  static func functions(_ context: QueryContext) -> Self {
    let body = context.since(
      14, "CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_function_sqlbody(p.oid) END", else: "p.prosrc")
    return Self(
      """
      SELECT p.oid, p.pronamespace AS parent,
        quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')' AS key,
        CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window' ELSE 'function' END AS type,
        pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS returns,
        l.lanname AS language, \(body) AS body, p.probin AS library,
        CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END AS volatility,
        p.proisstrict AS strict, p.prosecdef AS security_definer, p.proleakproof AS leakproof,
        CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS parallel,
        p.procost AS cost, p.prorows AS rows,
        CASE WHEN p.prosupport <> 0 THEN p.prosupport::regproc::text END AS support,
        \(sortedList("p.proconfig")) AS configuration,
        (SELECT json_agg(format_type(o, NULL) ORDER BY n)
         FROM unnest(p.protrftypes) WITH ORDINALITY AS k (o, n)) AS transforms,
        d.description AS comment
        \(context.owner("p.proowner"))\(context.privileges("p.proacl", type: "f", owner: "p.proowner"))
      FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang \(commentJoin("pg_proc", "p.oid"))
      WHERE p.prokind IN ('f', 'p', 'w') AND p.pronamespace = \(context.schemaList)
        AND \(notOfExtension("pg_proc", "p.oid"))
      """)
  }
}
