import Postgres

/// How the catalog is read: what is said to the server around the queries.
enum CatalogSession {
  /// Opens the one transaction of a reading. Everything that shapes what the server prints is set, so that the same schema
  /// reads the same from every session; with an empty search_path every name that is not pg_catalog's comes qualified.
  /// `SET LOCAL` dies with the transaction, which is what a connection pool in transaction mode needs.
  /// - Parameter searchPath: a quoted name; empty: none.
  static func begin(lockMilliseconds: Int, statementMilliseconds: Int, searchPath: String = "''") -> [String] {
    [
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "SET LOCAL lock_timeout = \(lockMilliseconds)",
      "SET LOCAL statement_timeout = \(statementMilliseconds)",
      "SET LOCAL search_path = \(searchPath)",
    ] + settings.map { "SET LOCAL \($0.0) = '\($0.1)'" }
  }

  static let end = "ROLLBACK"

  /// All that shapes what the server prints, besides the search_path, and how fast: all rows of a cursor are fetched.
  static let settings = [
    ("jit", "off"),
    ("cursor_tuple_fraction", "1"),
    ("DateStyle", "ISO, MDY"),
    ("IntervalStyle", "postgres"),
    ("TimeZone", "UTC"),
    ("bytea_output", "hex"),
    ("extra_float_digits", "1"),
    ("lc_monetary", "C"),
    ("lc_numeric", "C"),
    ("lc_time", "C"),
    ("quote_all_identifiers", "off"),
    ("standard_conforming_strings", "on"),
    ("xmlbinary", "base64"),
  ]
}

/// The state of the catalogs that a snapshot is made of, as counts and hashes of their rows' xmin.
///
/// Functions that deparse (pg_get_expr, pg_get_viewdef, regclass's output) look at the newest committed catalog, not at the
/// transaction's snapshot. The fingerprint is read in the transaction of a reading, where it tells the transaction's own
/// state, and again after it: equal means that nothing was committed in between, so that both looked at one state.
/// Temporary tables come and go all the time and are left out.
///
/// To hash all rows takes a third as long as to read the schema. Where no transaction of the whole server was under way when the
/// reading began, and none has begun since, nothing can have been committed, and `CatalogState.next` says so at once.
enum CatalogFingerprint {
  static func query(_ major: Int) -> String {
    steady
      + (parts.filter { $0.since <= major }.map(\.select) + abilities.map { "SELECT '\($0.label)', \($0.value), 0" })
      .joined(separator: "\nUNION ALL\n")
  }

  /// The schemas that are no session's own.
  private static let steady =
    "WITH steady AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(toast|temp_|toast_temp_)')\n"

  /// Which catalogs have rows that somebody made, as 1 and 0 in one row; it goes with the first queries, so that no query is put
  /// for which there can be no rows. What is never empty, or goes with another catalog, is not asked: to plan it takes time, too.
  static func presence(_ major: Int) -> String {
    let asked = parts.filter { $0.since <= major && $0.label == $0.catalog && !unasked.contains($0.catalog) }
    let columns = kindsOfTypes + asked.map { (label: $0.label, value: $0.presence) } + abilities
    return steady + "SELECT " + columns.map { "\($0.value) AS \"\($0.label)\"" }.joined(separator: ",\n  ")
      + "\nFROM pg_type AS x WHERE x.oid >= 16384 AND x.typinput <> 'array_in'::regproc"
  }

  private static let unasked: Set<String> = [
    "pg_namespace", "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_type", "pg_amop",
    "pg_amproc",
    "pg_ts_config_map", "pg_enum", "pg_description", "pg_extension", "pg_partitioned_table",
    "pg_tablespace",
    "pg_init_privs", "pg_database", "pg_shdescription", "pg_roles", "pg_inherits", "pg_publication_rel",
    "pg_publication_namespace",
  ]

  /// Each table has a type of rows and one of arrays: of the others there may be none.
  private static let kindsOfTypes = [("enum", "'e'"), ("domain", "'d'"), ("base", "'b', 'p'")].map { name, kinds in
    (label: "pg_type: \(name)", value: "count(*) FILTER (WHERE x.typtype IN (\(kinds)))")
  }

  /// Columns that not everybody may read, counted as one where the user may: what is asked for depends on it.
  private static let abilities = [("pg_subscription", "subconninfo"), ("pg_user_mapping", "umoptions")].map {
    (label: "\($0).\($1)", value: "has_column_privilege('\($0)', '\($1)', 'SELECT')::integer")
  }

  /// Rows of the system that initdb made never change their names; `16384` is the first oid of everybody else's.
  private static let parts = [
    Part("pg_namespace", "x.oid IN (SELECT oid FROM steady)"),
    Part("pg_class", "x.relnamespace IN (SELECT oid FROM steady)"),
    Part("pg_attribute", oid: "attrelid", "x.attrelid >= 16384 AND x.attnum > 0 AND \(ofSteadyRelation("x.attrelid"))"),
    Part("pg_attrdef", ofSteadyRelation("x.adrelid")),
    Part("pg_constraint", "x.connamespace IN (SELECT oid FROM steady)"),
    Part("pg_index", oid: "indexrelid", "x.indexrelid >= 16384 AND \(ofSteadyRelation("x.indexrelid"))"),
    Part("pg_type", "x.oid >= 16384 AND x.typnamespace IN (SELECT oid FROM steady)"),
    Part("pg_proc", "x.oid >= 16384"),
    Part("pg_trigger", "NOT x.tgisinternal"),
    Part("pg_rewrite", "x.oid >= 16384"),
    Part("pg_operator", "x.oid >= 16384"),
    Part("pg_collation", "x.oid >= 16384"),
    Part("pg_opclass", "x.oid >= 16384"),
    Part("pg_ts_config", "x.oid >= 16384"),
    Part("pg_opfamily", "x.oid >= 16384"),
    Part("pg_amop", "x.oid >= 16384"),
    Part("pg_amproc", "x.oid >= 16384"),
    Part("pg_ts_config_map", oid: "mapcfg", "x.mapcfg >= 16384"),
    Part("pg_ts_dict", "x.oid >= 16384"),
    Part("pg_ts_parser", "x.oid >= 16384"),
    Part("pg_ts_template", "x.oid >= 16384"),
    Part("pg_conversion", "x.oid >= 16384"),
    Part("pg_aggregate", oid: "aggfnoid", "x.aggfnoid >= 16384"),
    Part("pg_policy", ofSteadyRelation("x.polrelid")),
    Part("pg_statistic_ext", ofSteadyRelation("x.stxrelid")),
    Part("pg_language", "x.oid >= 16384"),
    Part("pg_am", "x.oid >= 16384"),
    Part("pg_cast", "x.oid >= 16384"),
    Part("pg_transform", "true"),
    Part("pg_event_trigger", "true"),
    Part("pg_inherits", oid: "inhrelid", ofSteadyRelation("x.inhrelid")),
    Part("pg_depend", oid: "objid", "x.refclassid = 'pg_extension'::regclass AND x.deptype = 'x'"),
    Part("pg_enum", "true"),
    // What no deparsing function looks at, and a snapshot holds.
    Part("pg_description", oid: "objoid", "true"),
    Part("pg_sequence", oid: "seqrelid", ofSteadyRelation("x.seqrelid")),
    Part("pg_extension", "true"),
    Part("pg_partitioned_table", oid: "partrelid", ofSteadyRelation("x.partrelid")),
    Part("pg_tablespace", "true"),
    Part("pg_trigger", label: "pg_trigger: internal", "x.tgisinternal AND \(ofSteadyRelation("x.tgrelid"))"),
    Part("pg_depend", label: "pg_depend: extensions", oid: "objid", "x.deptype = 'e'"),
    Part(
      "pg_depend", label: "pg_depend: sequences", oid: "objid",
      "x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.refobjsubid > 0 AND x.deptype IN ('a', 'i') AND EXISTS (SELECT FROM pg_sequence AS s WHERE s.seqrelid = x.objid) AND \(ofSteadyRelation("x.objid"))"
    ),
    Part("pg_range", oid: "rngtypid", "x.rngtypid >= 16384"),
    Part("pg_foreign_data_wrapper", "x.oid >= 16384"),
    Part("pg_foreign_server", "x.oid >= 16384"),
    Part("pg_foreign_table", oid: "ftrelid", "true"),
    Part("pg_publication", "true"),
    Part("pg_publication_rel", "true"),
    Part("pg_publication_namespace", "true", since: 15),
    Part("pg_default_acl", "true"),
    Part("pg_init_privs", oid: "objoid", "true"),
    Part("pg_database", "x.datname = current_database()"),
    Part("pg_db_role_setting", oid: "setrole", "x.setdatabase = \(thisDatabase)"),
    Part("pg_shdescription", oid: "objoid", "x.classoid = 'pg_database'::regclass AND x.objoid = \(thisDatabase)"),
    // Not everybody may see the rows themselves, nor their xmin.
    Part(
      "pg_user_mappings", oid: "umid",
      version: "hashtextextended(concat_ws(' ', x.umuser, x.srvid, x.umoptions::text), 0)", "true"),
    Part(
      "pg_subscription", oid: "subdbid",
      version: "hashtextextended(concat_ws(' ', x.subname, x.subenabled, x.subslotname, x.subpublications::text), 0)",
      "x.subdbid = \(thisDatabase)"),
    // A view over a shared catalog: it has no xmin, and only the names matter.
    Part("pg_roles", version: "hashtext(x.rolname::text)", "true"),
  ]

  private static func ofSteadyRelation(_ relation: String) -> String {
    "EXISTS (SELECT FROM pg_class AS c WHERE c.oid = \(relation) AND c.relnamespace IN (SELECT oid FROM steady))"
  }

  /// One row: the catalog, how many rows it has, and a sum of hashes in which any new version of a row shows.
  private struct Part {
    let catalog: String
    /// What the row is called; a catalog may have several.
    let label: String
    let oid: String
    let version: String
    let condition: String
    /// The major version that brought the catalog.
    let since: Int

    init(
      _ catalog: String, label: String? = nil, oid: String = "oid", version: String = "x.xmin::text::bigint",
      _ condition: String, since: Int = 0
    ) {
      self.label = label ?? catalog
      self.since = since
      self.catalog = catalog
      self.oid = oid
      self.version = version
      self.condition = condition
    }

    var select: String {
      """
      SELECT '\(label)', count(*), sum(hashint8((x.\(oid)::bigint << 32) # \(version))::bigint)
      FROM \(catalog) AS x WHERE \(condition)
      """
    }

    var presence: String { "EXISTS (SELECT FROM \(catalog) AS x WHERE \(condition))::integer" }
  }

  /// How many rows that somebody made the catalogs have, by their names; of what `presence` found, 1 for any.
  static func counts(of result: QueryResult) throws(PostgresError) -> [String: Int] {
    var counts: [String: Int] = [:]
    let catalogs = result.columns
    if catalogs.contains("pg_proc") {
      for (column, catalog) in catalogs.enumerated() { counts[catalog] = try result.int(0, column) }
      return counts
    }
    for row in 0..<result.rowCount {
      if let catalog = try result.string(row, 0) { counts[catalog] = try result.string(row, 1).flatMap { Int($0) } }
    }
    return counts
  }

  /// The result as a value to compare.
  static func value(of result: QueryResult) throws(PostgresError) -> [String] {
    var rows: [String] = []
    for row in 0..<result.rowCount {
      rows.append(
        "\(try result.string(row, 0) ?? "") \(try result.string(row, 1) ?? "") \(try result.string(row, 2) ?? "")")
    }
    return rows
  }
}
