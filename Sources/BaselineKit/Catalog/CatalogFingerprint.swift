import Postgres

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
    schemas
      + (parts.filter { $0.since <= major }.map(\.select) + abilities.map { "SELECT '\($0.label)', \($0.value), 0" })
      .joined(separator: "\nUNION ALL\n")
  }

  /// The schemas that are no session's own, and those of them that can be watched.
  static let schemas = """
    WITH steady AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(toast|temp_|toast_temp_)'),
      watchable AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')

    """

  /// Columns that not everybody may read, counted as one where the user may: what is asked for depends on it.
  static let abilities = [("pg_subscription", "subconninfo"), ("pg_user_mapping", "umoptions")].map {
    (label: "\($0).\($1)", value: "has_column_privilege('\($0)', '\($1)', 'SELECT')::integer")
  }

  /// Rows of the system that initdb made never change their names; `16384` is the first oid of everybody else's, save what was made in
  /// single-user mode, as some images of databases are: that is known by its schema, or not at all, as pg_dump does it.
  static let parts = [
    Part("pg_namespace", "x.oid IN (SELECT oid FROM steady)"),
    Part("pg_class", "x.relnamespace IN (SELECT oid FROM steady)"),
    Part(
      "pg_attribute", oid: "attrelid",
      "x.attnum > 0 AND \(ofSteadyRelation("x.attrelid", and: made("c", "relnamespace")))"),
    Part("pg_attrdef", ofSteadyRelation("x.adrelid")),
    Part("pg_constraint", "x.connamespace IN (SELECT oid FROM steady)"),
    Part("pg_index", oid: "indexrelid", ofSteadyRelation("x.indexrelid", and: made("c", "relnamespace"))),
    Part("pg_type", "\(made("x", "typnamespace")) AND x.typnamespace IN (SELECT oid FROM steady)"),
    Part("pg_proc", made("x", "pronamespace")),
    Part("pg_trigger", "NOT x.tgisinternal"),
    Part("pg_rewrite", "x.oid >= 16384 OR \(ofWatchable("pg_class", "x.ev_class", in: "relnamespace"))"),
    Part("pg_operator", made("x", "oprnamespace")),
    Part("pg_collation", made("x", "collnamespace")),
    Part("pg_opclass", made("x", "opcnamespace")),
    Part("pg_ts_config", made("x", "cfgnamespace")),
    Part("pg_opfamily", made("x", "opfnamespace")),
    Part("pg_amop", "x.oid >= 16384"),
    Part("pg_amproc", "x.oid >= 16384"),
    Part(
      "pg_ts_config_map", oid: "mapcfg",
      "x.mapcfg >= 16384 OR \(ofWatchable("pg_ts_config", "x.mapcfg", in: "cfgnamespace"))"),
    Part("pg_ts_dict", made("x", "dictnamespace")),
    Part("pg_ts_parser", made("x", "prsnamespace")),
    Part("pg_ts_template", made("x", "tmplnamespace")),
    Part("pg_conversion", made("x", "connamespace")),
    Part(
      "pg_aggregate", oid: "aggfnoid",
      "x.aggfnoid >= 16384 OR \(ofWatchable("pg_proc", "x.aggfnoid", in: "pronamespace"))"),
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
    Part(
      "pg_range", oid: "rngtypid", "x.rngtypid >= 16384 OR \(ofWatchable("pg_type", "x.rngtypid", in: "typnamespace"))"),
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

  private static func ofSteadyRelation(_ relation: String, and condition: String = "true") -> String {
    "EXISTS (SELECT FROM pg_class AS c WHERE c.oid = \(relation) AND c.relnamespace IN (SELECT oid FROM steady) AND \(condition))"
  }

  /// That somebody else than initdb made a row.
  private static func made(_ row: String, _ schema: String) -> String {
    "(\(row).oid >= 16384 OR \(row).\(schema) IN (SELECT oid FROM watchable))"
  }

  /// That what a row belongs to lies in a schema that can be watched.
  private static func ofWatchable(_ catalog: String, _ oid: String, in schema: String) -> String {
    "EXISTS (SELECT FROM \(catalog) AS c WHERE c.oid = \(oid) AND c.\(schema) IN (SELECT oid FROM watchable))"
  }

  /// One row: the catalog, how many rows it has, and a sum of hashes in which any new version of a row shows.
  struct Part {
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
      SELECT '\(label)', count(*), sum(\(CatalogFingerprint.hash("x.\(oid)", version)))
      FROM \(catalog) AS x WHERE \(condition)
      """
    }

    /// Whether there is such a row, as 1 or 0.
    var presence: String { "EXISTS (SELECT FROM \(catalog) AS x WHERE \(condition))::integer" }
  }

  /// How many rows that somebody made the catalogs have, by their names.
  static func counts(of result: QueryResult) throws(PostgresError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in 0..<result.rowCount {
      if let catalog = try result.string(row, 0) { counts[catalog] = try result.string(row, 1).flatMap { Int($0) } }
    }
    return counts
  }

  /// A number for a version of a row. The oid is the seed: hashint8 of both in one number would hash their XOR, and a type and its
  /// array, whose oids follow one another, could change places in the sum.
  static func hash(_ oid: String, _ version: String) -> String { "hashint8extended(\(version), \(oid)::bigint)" }

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
