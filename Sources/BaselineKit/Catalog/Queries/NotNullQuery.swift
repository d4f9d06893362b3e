import Schema

extension CatalogQuery<Constraint> {
  /// The NOT NULL constraints of tables, which PostgreSQL 18 keeps as constraints, where one has more to it than the column's
  /// `nullable` says: a name that somebody gave it, NO INHERIT, NOT VALID, or a comment.
  ///
  /// Every NOT NULL has a row and a name there. A name that the server generates, `TABLE_COLUMN_not_null`, cut where it is too
  /// long and numbered where it is taken, says nothing: the same migrations make none
  /// on an older server, and it stays behind when the table or the column is renamed.
  static func notNulls(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT con.oid, con.conrelid AS parent, con.conname AS key, 'not null' AS type,
        json_build_array(a.attname) AS columns, con.connoinherit AS no_inherit, NOT con.conislocal AS inherited,
        NOT con.convalidated AS not_valid, d.description AS comment
      FROM pg_constraint AS con JOIN pg_attribute AS a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
        \(commentJoin("pg_constraint", "con.oid"))
      WHERE con.contype = 'n' AND con.conrelid <> 0 AND \(context.watches("con.connamespace", relation: "con.conrelid"))
        AND (con.conname !~ '_not_null[0-9]*$' OR d.description IS NOT NULL OR con.connoinherit OR NOT con.convalidated)
      """)
  }
}
