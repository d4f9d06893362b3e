import Schema

extension CatalogQuery<Trigger> {
  /// The triggers that users made, on tables and views; those that enforce foreign keys are internal.
  ///
  /// pg_get_triggerdef qualifies the table's name always, unless it prints prettily.
  static func triggers(_ context: QueryContext) -> Self {
    let definition = context.relativeTo == nil ? "pg_get_triggerdef(t.oid)" : "pg_get_triggerdef(t.oid, true)"
    return Self(
      """
      SELECT t.oid, t.tgrelid AS parent, t.tgname AS key, \(definition) AS definition,
        CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END AS enabled,
        d.description AS comment
      FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid \(commentJoin("pg_trigger", "t.oid"))
      WHERE NOT t.tgisinternal AND \(context.watches("c.relnamespace", relation: "t.tgrelid"))
        AND \(notOfExtension("pg_trigger", "t.oid"))
      """)
  }
}
