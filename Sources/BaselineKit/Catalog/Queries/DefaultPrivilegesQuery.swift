import Schema

extension CatalogQuery<DefaultPrivileges> {
  /// ALTER DEFAULT PRIVILEGES. What it says of one schema is added to what is granted by default; what it says of all
  /// replaces that.
  static func defaultPrivileges(_ context: QueryContext) -> Self {
    let words = PrivilegeWords(major: context.major, type: "r", owner: "a.defaclrole")
    let before = """
      CASE WHEN a.defaclnamespace = 0 THEN
        acldefault(CASE WHEN a.defaclobjtype = 'S' THEN 's' ELSE a.defaclobjtype END, a.defaclrole) END
      """
    let privileges =
      context.track.contains(.privileges) ? ", \(words.difference("a.defaclacl", from: before)) AS privileges" : ""
    return Self(
      """
      SELECT a.oid, quote_ident(pg_get_userbyid(a.defaclrole))
          || CASE WHEN a.defaclnamespace = 0 THEN '' ELSE ' in ' || a.defaclnamespace::regnamespace::text END
          || CASE a.defaclobjtype WHEN 'r' THEN ': tables' WHEN 'S' THEN ': sequences' WHEN 'f' THEN ': functions'
            WHEN 'T' THEN ': types' WHEN 'n' THEN ': schemas' WHEN 'L' THEN ': large objects' END AS key\(privileges)
      FROM pg_default_acl AS a
      """)
  }
}
