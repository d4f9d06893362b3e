import Postgres

/// How the catalog is read: what is said to the server around the queries.
enum CatalogSession {
  /// Opens the one transaction of a reading. Everything that shapes what the server prints is set, so that the same schema
  /// reads the same from every session; with an empty search_path every name that is not pg_catalog's comes qualified.
  /// `SET LOCAL` dies with the transaction, which is what a connection pool in transaction mode needs.
  static func begin(lockMilliseconds: Int, statementMilliseconds: Int) -> [String] {
    [
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "SET LOCAL lock_timeout = \(lockMilliseconds)",
      "SET LOCAL statement_timeout = \(statementMilliseconds)",
    ] + settings.map { "SET LOCAL \($0.0) = '\($0.1)'" }
  }

  static let end = "ROLLBACK"

  private static let settings = [
    ("search_path", ""),
    ("jit", "off"),
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
enum CatalogFingerprint {
  static let query = """
    WITH steady AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(toast|temp_|toast_temp_)')
    \(part("namespace", "pg_namespace AS x", "x.oid", "x.xmin", "x.oid IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("class", "pg_class AS x", "x.oid", "x.xmin", "x.relnamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("attribute", "pg_attribute AS x JOIN pg_class AS c ON c.oid = x.attrelid", "x.attrelid", "x.xmin",
      "x.attrelid >= 16384 AND c.relnamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("default", "pg_attrdef AS x JOIN pg_class AS c ON c.oid = x.adrelid", "x.oid", "x.xmin",
      "c.relnamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("constraint", "pg_constraint AS x", "x.oid", "x.xmin", "x.connamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("index", "pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid", "x.indexrelid", "x.xmin",
      "x.indexrelid >= 16384 AND c.relnamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("type", "pg_type AS x", "x.oid", "x.xmin", "x.oid >= 16384 AND x.typnamespace IN (SELECT oid FROM steady)"))
    UNION ALL
    \(part("function", "pg_proc AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("trigger", "pg_trigger AS x", "x.oid", "x.xmin", "NOT x.tgisinternal"))
    UNION ALL
    \(part("rule", "pg_rewrite AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("operator", "pg_operator AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("collation", "pg_collation AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("opclass", "pg_opclass AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("text search configuration", "pg_ts_config AS x", "x.oid", "x.xmin", "x.oid >= 16384"))
    UNION ALL
    \(part("enum", "pg_enum AS x", "x.oid", "x.xmin", "true"))
    UNION ALL
    \(part("role", "pg_roles AS x", "x.oid", "hashtext(x.rolname::text)", "true"))
    """

  /// One row's text: the catalog, how many rows, and a sum of hashes in which any new version of a row shows.
  private static func part(_ name: String, _ from: String, _ oid: String, _ xmin: String, _ condition: String) -> String
  {
    """
    SELECT '\(name)', count(*), sum(hashint8((\(oid)::bigint << 32) # \(xmin)::text::bigint)::bigint)
    FROM \(from) WHERE \(condition)
    """
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
