import Schema

extension CatalogQuery<ChangedPrivileges> {
  /// What GRANT and REVOKE did to objects that are no part of the snapshot: PostgreSQL's own, those of extensions, and the row
  /// types of tables. What they were made with is in pg_init_privs, or is the default of their kind. Sessions' schemas and what is in them
  /// are nobody else's.
  static func changedPrivileges(_ context: QueryContext) -> Self {
    Self(places.map { $0.select(context) }.joined(separator: "\nUNION ALL\n"))
  }

  /// A catalog whose rows have access lists.
  private struct Place {
    /// Under which catalog pg_init_privs and pg_depend know its rows.
    let catalog: String
    /// The catalog itself as `x`, and what is joined to it.
    let from: String
    var oid = "x.oid"
    var column = "0"
    let list: String
    /// acldefault's letter.
    let letter: String
    let owner: String
    let identity: String
    /// The name of the schema that it is or is in; nil: it is in none.
    var schema: String? = "n.nspname"
    /// Which rows of information_schema initdb grants something of, too late for pg_init_privs: to PUBLIC, this privilege.
    var standard: (rows: String, privilege: String)?
    /// Which rows are meant besides those of extensions.
    var condition: String?

    func select(_ context: QueryContext) -> String {
      let byDefault = "acldefault(\(letter), \(owner))"
      let granted = standard.map {
        "CASE WHEN \($0.rows) THEN array_append(\(byDefault), makeaclitem(0, \(owner), '\($0.privilege)', false)) END"
      }
      let words = PrivilegeWords(major: context.major, type: "r", owner: owner).difference(
        "coalesce(\(list), \(byDefault))", from: "coalesce(i.initprivs, \(granted.map { "\($0), " } ?? "")\(byDefault))"
      )
      return """
        SELECT \(identity) AS key\(context.track.contains(.privileges) ? ", \(words) AS privileges" : "")
        FROM \(from) LEFT JOIN pg_init_privs AS i
          ON i.classoid = '\(catalog)'::regclass AND i.objoid = \(oid) AND i.objsubid = \(column)
        WHERE \(list)::text IS DISTINCT FROM i.initprivs::text AND (\(condition ?? "\(oid) < 16384") OR EXISTS (
          SELECT FROM pg_depend AS e WHERE e.classid = '\(catalog)'::regclass AND e.objid = \(oid) AND e.deptype = 'e'))
          \(schema.map { "AND \($0) !~ '\(CatalogFingerprint.ofSession)'" } ?? "")
        """
    }
  }

  private static var places: [Place] {
    [
      Place(
        catalog: "pg_proc", from: "pg_proc AS x JOIN pg_namespace AS n ON n.oid = x.pronamespace", list: "x.proacl",
        letter: "'f'", owner: "x.proowner",
        identity:
          "'function ' || quote_ident(n.nspname) || '.' || quote_ident(x.proname) || '(' || oidvectortypes(x.proargtypes) || ')'"
      ),
      Place(
        catalog: "pg_class", from: "pg_class AS x JOIN pg_namespace AS n ON n.oid = x.relnamespace", list: "x.relacl",
        letter: "CASE WHEN x.relkind = 'S' THEN 's'::\"char\" ELSE 'r' END", owner: "x.relowner",
        identity: """
          CASE x.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
            WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || quote_ident(n.nspname) || '.' || quote_ident(x.relname)
          """,
        standard: (
          "n.nspname = 'information_schema' AND x.relname !~ '^_pg_|^(sql_parts|transforms)$'", "SELECT"
        )),
      Place(
        catalog: "pg_class",
        from:
          "pg_attribute AS x JOIN pg_class AS c ON c.oid = x.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace",
        oid: "x.attrelid", column: "x.attnum", list: "x.attacl", letter: "'c'", owner: "c.relowner",
        identity:
          "'column ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(x.attname)"),
      Place(
        catalog: "pg_type", from: "pg_type AS x JOIN pg_namespace AS n ON n.oid = x.typnamespace", list: "x.typacl",
        letter: "'T'", owner: "x.typowner",
        identity: "'type ' || quote_ident(n.nspname) || '.' || quote_ident(x.typname)",
        condition: """
          x.oid < 16384
          OR x.typrelid <> 0 AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = x.typrelid) <> 'c'
          """),
      Place(
        catalog: "pg_namespace", from: "pg_namespace AS x", list: "x.nspacl", letter: "'n'", owner: "x.nspowner",
        identity: "'schema ' || quote_ident(x.nspname)", schema: "x.nspname",
        standard: ("x.nspname = 'information_schema'", "USAGE"),
        condition: "x.nspname ~ '^pg_' OR x.nspname = 'information_schema'"),
      Place(
        catalog: "pg_language", from: "pg_language AS x", list: "x.lanacl", letter: "'l'", owner: "x.lanowner",
        identity: "'language ' || quote_ident(x.lanname)", schema: nil),
      Place(
        catalog: "pg_foreign_data_wrapper", from: "pg_foreign_data_wrapper AS x", list: "x.fdwacl", letter: "'F'",
        owner: "x.fdwowner", identity: "'foreign data wrapper ' || quote_ident(x.fdwname)", schema: nil),
      Place(
        catalog: "pg_foreign_server", from: "pg_foreign_server AS x", list: "x.srvacl", letter: "'S'",
        owner: "x.srvowner", identity: "'server ' || quote_ident(x.srvname)", schema: nil),
    ]
  }
}
