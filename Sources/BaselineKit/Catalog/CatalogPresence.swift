import Postgres

/// Of which kinds the database has any objects. It goes with the first queries, so that no query is put for which there can be no
/// rows: to plan one takes the server as long as to answer it.
enum CatalogPresence {
  /// Gives one row, with a number for each catalog, or kind of rows of it. What is never empty, or goes with another catalog, is not
  /// asked.
  static var query: String {
    let columns = [numberOfAttributes] + catalogs.map(\.column) + CatalogFingerprint.abilities
    return """
      WITH watchable AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
      SELECT \((columns.map { "\($0.value) AS \"\($0.label)\"" } + scans.map { "\($0.catalog).*" }).joined(separator: ",\n  "))
      FROM \(scans.map(\.select).joined(separator: ",\n  "))
      """
  }

  /// The numbers by the labels. Of most it is 1 for any.
  static func counts(of result: QueryResult) throws(PostgresError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for (column, label) in result.columns.enumerated() { counts[label] = try result.int(0, column) }
    return counts
  }

  /// A catalog that few databases have rows in.
  private struct Rare {
    let catalog: String
    let condition: String

    init(_ catalog: String, _ condition: String = "true") {
      self.catalog = catalog
      self.condition = condition
    }

    /// Of a catalog whose objects lie in schemas: `16384` is the first oid that initdb does not give, but in single-user mode, in which
    /// some images of databases are made, objects get what it has left over.
    init(_ catalog: String, schema: String) {
      self.init(catalog, "x.oid >= 16384 OR x.\(schema) IN (SELECT oid FROM watchable)")
    }

    /// One of whose objects nothing but the oid says who made them, to pg_dump neither.
    init(unplaced catalog: String) { self.init(catalog, "x.oid >= 16384") }

    /// Whether there is such a row, as 1 or 0.
    var column: (label: String, value: String) {
      (catalog, "EXISTS (SELECT FROM \(catalog) AS x WHERE \(condition))::integer")
    }
  }

  private static let catalogs = [
    Rare("pg_trigger", "NOT x.tgisinternal"),
    Rare("pg_policy"),
    Rare("pg_statistic_ext"),
    Rare("pg_operator", schema: "oprnamespace"),
    Rare("pg_opclass", schema: "opcnamespace"),
    Rare("pg_opfamily", schema: "opfnamespace"),
    Rare("pg_collation", schema: "collnamespace"),
    Rare("pg_conversion", schema: "connamespace"),
    Rare("pg_ts_config", schema: "cfgnamespace"),
    Rare("pg_ts_dict", schema: "dictnamespace"),
    Rare("pg_ts_parser", schema: "prsnamespace"),
    Rare("pg_ts_template", schema: "tmplnamespace"),
    Rare(
      "pg_range",
      """
      x.rngtypid >= 16384 OR EXISTS (
        SELECT FROM pg_type AS t WHERE t.oid = x.rngtypid AND t.typnamespace IN (SELECT oid FROM watchable))
      """),
    Rare(unplaced: "pg_language"),
    Rare(unplaced: "pg_am"),
    Rare(unplaced: "pg_cast"),
    Rare(unplaced: "pg_foreign_data_wrapper"),
    Rare(unplaced: "pg_foreign_server"),
    Rare("pg_transform"),
    Rare("pg_event_trigger"),
    Rare("pg_publication"),
    Rare("pg_default_acl"),
    Rare("pg_user_mappings"),
    Rare("pg_depend", "x.refclassid = 'pg_extension'::regclass AND x.deptype = 'x'"),
    Rare("pg_db_role_setting", "x.setdatabase = \(thisDatabase)"),
    Rare("pg_subscription", "x.subdbid = \(thisDatabase)"),
  ]

  /// No row of pg_attribute is smaller than a hundred bytes: there are at most so many.
  private static let numberOfAttributes = (
    label: "pg_attribute", value: "pg_relation_size('pg_attribute'::regclass) / 100"
  )

  /// One look at a catalog for all that is to be known of it.
  private struct Scan {
    let catalog: String
    /// The column that tells in which schema a row lies.
    let schema: String
    /// What all of the rows that are counted have, so that few are looked at closely.
    let condition: String
    let counts: [(label: String, condition: String)]

    var select: String {
      let columns = counts.map { "count(*) FILTER (WHERE \($0.condition)) AS \"\($0.label)\"" }
      return """
        (SELECT \(columns.joined(separator: ", "))
          FROM \(catalog) AS x WHERE \(condition) AND x.\(schema) IN (SELECT oid FROM watchable)) AS \(catalog)
        """
    }
  }

  private static let scans = [
    // Each table has a type of rows and one of arrays.
    Scan(
      catalog: "pg_type", schema: "typnamespace", condition: "x.typtype <> 'c' AND x.typinput <> 'array_in'::regproc",
      counts: [
        ("pg_type: enum", "x.typtype = 'e'"), ("pg_type: domain", "x.typtype = 'd'"),
        ("pg_type: base", "x.typtype IN ('b', 'p')"),
      ]),
    Scan(
      catalog: "pg_class", schema: "relnamespace", condition: "(x.relhasrules OR x.relkind IN ('c', 'f', 'S'))",
      counts: [
        ("pg_rewrite", "x.relhasrules"), ("pg_foreign_table", "x.relkind = 'f'"), ("pg_sequence", "x.relkind = 'S'"),
        ("pg_class: composite", "x.relkind = 'c'"),
      ]),
    Scan(
      catalog: "pg_proc", schema: "pronamespace", condition: "true",
      counts: [("pg_proc", "true"), ("pg_aggregate", "x.prokind = 'a'")]),
  ]
}
