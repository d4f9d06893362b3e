import Schema

extension CatalogQuery<Trigger> {
  /// The triggers that users made, on tables and views; those that enforce foreign keys are internal.
  static func triggers(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, t.tgrelid AS parent, t.tgname AS key, pg_get_triggerdef(t.oid) AS definition,
        CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END AS enabled,
        d.description AS comment
      FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid \(commentJoin("pg_trigger", "t.oid"))
      WHERE NOT t.tgisinternal AND c.relnamespace = \(context.schemaList)
        AND \(notOfExtension("pg_trigger", "t.oid"))
      """)
  }
}
