import Schema

extension CatalogQuery<Aggregate> {
  /// Aggregates. What may be said of a final function counts only where there is one: nothing else keeps it.
  static func aggregates(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT p.oid, p.pronamespace AS parent, quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')' AS key,
        CASE a.aggkind WHEN 'n' THEN 'normal' WHEN 'o' THEN 'ordered-set' ELSE 'hypothetical-set' END AS type,
        pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS returns,
        \(functionSignature("a.aggtransfn")) AS state_function, format_type(a.aggtranstype, NULL) AS state_type,
        a.aggtransspace AS state_size,
        \(functionSignature("a.aggfinalfn")) AS final_function,
        a.aggfinalfn <> 0 AND a.aggfinalextra AS final_function_extra,
        CASE WHEN a.aggfinalfn <> 0 THEN \(Self.modify("a.aggfinalmodify")) END AS final_function_modify,
        \(functionSignature("a.aggcombinefn")) AS combine_function,
        \(functionSignature("a.aggserialfn")) AS serial_function,
        \(functionSignature("a.aggdeserialfn")) AS deserial_function, a.agginitval AS initial_value,
        \(functionSignature("a.aggmtransfn")) AS moving_state_function,
        \(functionSignature("a.aggminvtransfn")) AS moving_inverse_function,
        CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS moving_state_type,
        a.aggmtransspace AS moving_state_size,
        \(functionSignature("a.aggmfinalfn")) AS moving_final_function,
        a.aggmfinalfn <> 0 AND a.aggmfinalextra AS moving_final_function_extra,
        CASE WHEN a.aggmfinalfn <> 0 THEN \(Self.modify("a.aggmfinalmodify")) END AS moving_final_function_modify,
        a.aggminitval AS moving_initial_value, \(operatorName("a.aggsortop")) AS sort_operator,
        CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS parallel, d.description AS comment
        \(dependsOnExtensions(context, "pg_proc", "p.oid"))
        \(context.owner("p.proowner"))\(context.privileges("p.proacl", type: "f", owner: "p.proowner"))
      FROM pg_aggregate AS a JOIN pg_proc AS p ON p.oid = a.aggfnoid \(commentJoin("pg_proc", "p.oid"))
      WHERE \(context.watches("p.pronamespace", function: "p.oid")) AND \(notOfExtension("pg_proc", "p.oid"))
      """)
  }

  private static func modify(_ letter: String) -> String {
    "CASE \(letter) WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' ELSE 'read write' END"
  }
}
