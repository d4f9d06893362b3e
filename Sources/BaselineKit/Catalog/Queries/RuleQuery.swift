import Schema

extension CatalogQuery<Rule> {
  /// Rules of tables and views. The one that makes a view is told as the view, save for a comment on it.
  ///
  /// pg_get_ruledef qualifies the table's name always, unless it prints prettily.
  static func rules(_ context: QueryContext) -> Self {
    let definition = context.relativeTo == nil ? "pg_get_ruledef(r.oid)" : "pg_get_ruledef(r.oid, true)"
    return Self(
      """
      SELECT r.oid, r.ev_class AS parent, r.rulename AS key, CASE WHEN r.ev_type <> '1' THEN \(definition) END AS definition,
        \(firingState("r.ev_enabled")) AS enabled, d.description AS comment
      FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class \(commentJoin("pg_rewrite", "r.oid"))
      WHERE (r.ev_type <> '1' OR d.description IS NOT NULL)
        AND \(context.watches("c.relnamespace", relation: "r.ev_class")) AND \(notOfExtension("pg_rewrite", "r.oid"))
      """)
  }
}
