import Schema

extension CatalogQuery<Trigger> {
  /// The triggers that users made, on tables and views; those that enforce foreign keys are internal. Of the copies that
  /// partitions have of the triggers of their partitioned table only those that differ from them in whether they fire, or
  /// have a comment.
  ///
  /// pg_get_triggerdef qualifies the table's name always, unless it prints prettily.
  static func triggers(_ context: QueryContext) -> Self {
    let definition = context.relativeTo == nil ? "pg_get_triggerdef(t.oid)" : "pg_get_triggerdef(t.oid, true)"
    let differs =
      "t.tgenabled <> (SELECT w.tgenabled FROM pg_trigger AS w WHERE w.oid = t.tgparentid) OR d.description IS NOT NULL"
    let condition =
      switch context.major {
      case 15...: "NOT t.tgisinternal AND (t.tgparentid = 0 OR \(differs))"
      case 13...: "(NOT t.tgisinternal OR t.tgparentid <> 0 AND (\(differs)))"
      default:
        """
        (NOT t.tgisinternal OR EXISTS (SELECT FROM pg_depend AS e JOIN pg_trigger AS w ON w.oid = e.refobjid
          WHERE e.classid = 'pg_trigger'::regclass AND e.objid = t.oid AND e.refclassid = 'pg_trigger'::regclass
            AND e.deptype = 'P' AND (t.tgenabled <> w.tgenabled OR d.description IS NOT NULL)))
        """
      }
    return Self(
      """
      SELECT t.oid, t.tgrelid AS parent, t.tgname AS key, \(definition) AS definition,
        \(firingState("t.tgenabled")) AS enabled, d.description AS comment
        \(dependsOnExtensions(context, "pg_trigger", "t.oid"))
      FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid \(commentJoin("pg_trigger", "t.oid"))
      WHERE \(condition) AND \(context.watches("c.relnamespace", relation: "t.tgrelid"))
        AND \(notOfExtension("pg_trigger", "t.oid"))
      """)
  }
}
