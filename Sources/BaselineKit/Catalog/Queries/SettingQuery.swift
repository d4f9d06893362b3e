import Schema

/// An expression for the oid of the database that is read.
let thisDatabase = "(SELECT oid FROM pg_database WHERE datname = current_database())"

extension CatalogQuery<Setting> {
  /// ALTER DATABASE … SET, and ALTER ROLE … IN DATABASE … SET, which is about roles as an owner is.
  static func settings(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT CASE WHEN s.setrole = 0 THEN '' ELSE quote_ident(pg_get_userbyid(s.setrole)) || ': ' END
          || split_part(o, '=', 1) AS key,
        substr(o, strpos(o, '=') + 1) AS value
      FROM pg_db_role_setting AS s, unnest(s.setconfig) AS o
      WHERE s.setdatabase = \(thisDatabase)\(context.track.contains(.owners) ? "" : " AND s.setrole = 0")
      """)
    query.finish = { setting, _ in
      setting.value = Text(withoutSecret(value: setting.value.string, of: setting.key.string))
    }
    return query
  }
}

extension CatalogQuery<DatabaseProperties> {
  /// What the database itself has, save its name. initdb's own three comments are about their databases' place in the server.
  static func properties(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT 'database' AS key, b.datconnlimit AS connection_limit, CASE WHEN d.description NOT IN (
          'default administrative connection database', 'default template for new databases', 'unmodifiable empty database'
        ) THEN d.description END AS comment
        \(context.owner("b.datdba"))\(context.privileges("b.datacl", type: "d", owner: "b.datdba"))
      FROM pg_database AS b
        LEFT JOIN pg_shdescription AS d ON d.classoid = 'pg_database'::regclass AND d.objoid = b.oid
      WHERE b.datname = current_database()
      """)
  }
}
