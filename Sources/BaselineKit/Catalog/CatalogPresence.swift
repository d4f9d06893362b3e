import Postgres

/// Of which kinds the database has any objects. It goes with the first queries, so that no query is put for which there can be no
/// rows: to plan one takes the server as long as to answer it.
enum CatalogPresence {
  /// Gives one row, with a number for each catalog, or kind of rows of it. What is never empty, or goes with another catalog, is not
  /// asked.
  static func query(_ major: Int) -> String {
    let asked = CatalogFingerprint.parts.filter {
      $0.since <= major && $0.label == $0.catalog && !unasked.contains($0.catalog)
    }
    let columns =
      [numberOfAttributes] + asked.map { (label: $0.label, value: $0.presence) } + CatalogFingerprint.abilities
    return CatalogFingerprint.schemas + "SELECT "
      + (columns.map { "\($0.value) AS \"\($0.label)\"" } + scans.map { "\($0.catalog).*" }).joined(separator: ",\n  ")
      + "\nFROM " + scans.map(\.select).joined(separator: ",\n  ")
  }

  /// The numbers by the labels. Of most it is 1 for any.
  static func counts(of result: QueryResult) throws(PostgresError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for (column, label) in result.columns.enumerated() { counts[label] = try result.int(0, column) }
    return counts
  }

  private static let unasked: Set<String> = [
    "pg_namespace", "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_type", "pg_amop",
    "pg_amproc", "pg_ts_config_map", "pg_enum", "pg_description", "pg_extension", "pg_partitioned_table",
    "pg_tablespace", "pg_init_privs", "pg_database", "pg_shdescription", "pg_roles", "pg_inherits",
    "pg_publication_rel", "pg_publication_namespace",
    // One scan tells of several.
    "pg_proc", "pg_aggregate", "pg_rewrite", "pg_sequence", "pg_foreign_table",
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
