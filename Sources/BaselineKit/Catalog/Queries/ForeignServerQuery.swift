import Schema

extension CatalogQuery<ForeignDataWrapper> {
  static func foreignDataWrappers(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT w.oid, w.fdwname AS key,
        CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::regproc::text END AS handler,
        CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::regproc::text END AS validator,
        \(sortedList("w.fdwoptions")) AS options, d.description AS comment
        \(context.owner("w.fdwowner"))\(context.privileges("w.fdwacl", type: "F", owner: "w.fdwowner"))
      FROM pg_foreign_data_wrapper AS w \(commentJoin("pg_foreign_data_wrapper", "w.oid"))
      WHERE \(notOfExtension("pg_foreign_data_wrapper", "w.oid"))
      """)
    query.finish = { wrapper, _ in wrapper.options = wrapper.options.map(withoutSecret) }
    return query
  }
}

extension CatalogQuery<ForeignServer> {
  static func servers(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT s.oid, s.srvname AS key, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
        \(sortedList("s.srvoptions")) AS options, d.description AS comment
        \(context.owner("s.srvowner"))\(context.privileges("s.srvacl", type: "S", owner: "s.srvowner"))
      FROM pg_foreign_server AS s
        JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
        \(commentJoin("pg_foreign_server", "s.oid"))
      WHERE \(notOfExtension("pg_foreign_server", "s.oid"))
      """)
    query.finish = { server, _ in server.options = server.options.map(withoutSecret) }
    return query
  }
}

extension CatalogQuery<UserMapping> {
  /// Who may not read pg_user_mapping itself is shown a view of it, in which the options of others are NULL, as if there
  /// were none: that is told apart here, and never taken for none.
  static func userMappings(_ context: QueryContext) -> Self {
    let isReadable = context.mayRead("pg_user_mapping.umoptions")
    let mayBeHidden = """
      m.umoptions IS NULL AND NOT (
        (SELECT r.rolsuper FROM pg_roles AS r WHERE r.rolname = current_user)
        OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
        OR m.umuser <> 0 AND pg_get_userbyid(m.umuser) = current_user
          AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')))
      """
    var query = Self(
      """
      SELECT s.oid AS parent, CASE WHEN m.umuser = 0 THEN 'public' ELSE pg_get_userbyid(m.umuser) END AS key,
        \(sortedList("m.umoptions")) AS options, s.srvname AS _server, \(isReadable ? "false" : mayBeHidden) AS _hidden
      FROM \(isReadable ? "(SELECT umuser, umserver AS srvid, umoptions FROM pg_user_mapping)" : "pg_user_mappings") AS m
        JOIN pg_foreign_server AS s ON s.oid = m.srvid
      """)
    query.finish = { mapping, cell in
      mapping.options = mapping.options.map(withoutSecret)
      guard try cell("_hidden") == "t" else { return }
      try context.demand(
        "options", of: ObjectID(.userMapping, [try cell("_server") ?? "", mapping.key]),
        why: "only its user, the server's owner and superusers may see them",
        grant: "GRANT SELECT ON pg_catalog.pg_user_mapping, which shows passwords too")
    }
    return query
  }
}
