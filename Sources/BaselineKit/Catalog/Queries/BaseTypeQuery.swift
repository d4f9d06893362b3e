import Schema

extension CatalogQuery<BaseType> {
  /// Base types, without the array types that PostgreSQL makes by itself, and types that only have a name.
  static func baseTypes(_ context: QueryContext) -> Self {
    let functions = [
      ("input", "typinput"), ("output", "typoutput"), ("receive", "typreceive"), ("send", "typsend"),
      ("modifier_input", "typmodin"), ("modifier_output", "typmodout"), ("analyze", "typanalyze"),
    ].map { "CASE WHEN t.\($1) <> 0 AND t.typisdefined THEN t.\($1)::oid::regproc::text END AS \($0)" }
    return Self(
      """
      SELECT t.oid, t.typnamespace AS parent, t.typname AS key, NOT t.typisdefined AS shell,
        \(functions.joined(separator: ", ")),
        \(context.since(14, "CASE WHEN t.typsubscript <> 0 THEN t.typsubscript::oid::regproc::text END")) AS subscripting,
        CASE WHEN t.typisdefined THEN t.typlen ELSE -1 END AS length, t.typisdefined AND t.typbyval AS passed_by_value,
        CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' ELSE 'int4' END AS alignment,
        CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' ELSE 'plain' END AS storage,
        CASE WHEN t.typisdefined THEN t.typcategory ELSE 'U' END AS category, t.typispreferred AS preferred,
        t.typdefault AS "default", CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element,
        t.typdelim AS delimiter, t.typcollation <> 0 AS collatable, d.description AS comment
        \(context.owner("t.typowner"))\(context.privileges("t.typacl", type: "T", owner: "t.typowner"))
      FROM pg_type AS t \(commentJoin("pg_type", "t.oid"))
      WHERE t.typtype IN ('b', 'p') AND t.typinput <> 'array_in'::regproc
        AND \(context.watches("t.typnamespace", type: "t.oid")) AND \(notOfExtension("pg_type", "t.oid"))
      """)
  }
}
