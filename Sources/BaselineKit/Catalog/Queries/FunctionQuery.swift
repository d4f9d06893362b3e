import Schema

extension CatalogQuery<Function> {
  /// Functions, procedures and window functions; aggregates are a kind of their own. Those that PostgreSQL makes for a range
  /// type (deptype i) go with it.
  static func functions(_ context: QueryContext) -> Self {
    let body = context.since(
      14, "CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_function_sqlbody(p.oid) END", else: "p.prosrc")
    var query = Self(
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
        d.description AS comment\(dependsOnExtensions(context, "pg_proc", "p.oid"))
        \(context.owner("p.proowner"))\(context.privileges("p.proacl", type: "f", owner: "p.proowner"))
      FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang \(commentJoin("pg_proc", "p.oid"))
      WHERE p.prokind IN ('f', 'p', 'w') AND \(context.watches("p.pronamespace", function: "p.oid"))
        AND NOT EXISTS (SELECT FROM pg_depend AS e
          WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
      """)
    if let schema = context.relativeTo {
      query.finish = { function, _ in
        function.configuration = function.configuration.map { relativeSearchPath($0, to: schema) }
      }
    }
    return query
  }
}

/// A setting of a function, `search_path=tenant_1, pg_temp`, with `(this schema)`, which is nobody's name, in the place of the
/// schema. The server keeps a list of names there and does not print it, so that it is read as one here.
func relativeSearchPath(_ setting: Text, to schema: Text) -> Text {
  let key = "search_path="
  guard setting.string.utf8.starts(with: key.utf8) else { return setting }
  var names: [String] = [""]
  var isQuoted = false
  for scalar in setting.string.unicodeScalars.dropFirst(key.count) {
    if scalar == "\"" { isQuoted.toggle() }
    if scalar == "," && !isQuoted {
      names.append("")
    } else if scalar != " " || isQuoted || !names[names.count - 1].isEmpty {
      names[names.count - 1].unicodeScalars.append(scalar)
    }
  }
  let own = quotedIdentifier(schema)
  return Text(
    key
      + names.map { name in name.utf8.elementsEqual(own.utf8) ? "(this schema)" : name }
      .joined(separator: ", "))
}
