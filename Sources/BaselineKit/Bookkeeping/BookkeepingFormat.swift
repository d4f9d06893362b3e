/// How one tool keeps its books: how its table is recognised, what is asked of it, and what the rows mean.
struct BookkeepingFormat: Sendable {
  let tool: MigrationTool
  let tables: Set<String>
  /// Columns that must be there, with the types they may have. The name of a table alone proves nothing: three tools call
  /// theirs `schema_migrations`.
  let columns: [String: Set<String>]
  /// Columns that another tool's table of this name has.
  var otherColumns: Set<String> = []
  /// What is selected, each as text of at most `longestText` characters.
  let selected: [String]
  let order: String
  let read: @Sendable ([[String?]]) -> Rows

  /// What rows come to: what was applied, or why that cannot be known.
  enum Rows {
    case applied(AppliedMigrations)
    case problem(String, AppliedMigrations?)
  }

  /// A table with more rows was not written by a migration tool.
  static let mostRows = 20_000
  static let longestText = 512

  private static let texts: Set<String> = ["text", "character varying", "character", "name"]
  private static let numbers: Set<String> = ["bigint", "integer", "numeric"]
  private static let flags: Set<String> = ["boolean"]
  private static let times: Set<String> = ["timestamp with time zone", "timestamp without time zone"]

  static let all: [BookkeepingFormat] = [
    BookkeepingFormat(
      tool: .alembic, tables: ["alembic_version"], columns: ["version_num": texts], selected: ["version_num"],
      order: "version_num"
    ) { rows in .applied(AppliedMigrations(rows.compactMap { $0[0] }, extent: .withAncestors)) },
    BookkeepingFormat(
      tool: .flyway, tables: ["flyway_schema_history", "schema_version"],
      columns: [
        "installed_rank": numbers, "version": texts, "description": texts, "type": texts, "checksum": numbers,
        "success": flags,
      ], selected: ["version", "description", "type", "checksum", "success"], order: "installed_rank", read: flyway),
    BookkeepingFormat(
      tool: .golangMigrate, tables: ["schema_migrations"], columns: ["version": numbers, "dirty": flags],
      selected: ["version", "dirty"], order: "version"
    ) { rows in
      let applied = AppliedMigrations(rows.compactMap { $0[0] }.map { numberKey($0) }, extent: .upTo)
      guard let dirty = rows.first(where: { $0[1] == "true" }) else { return .applied(applied) }
      return .problem("migration \(dirty[0] ?? "") failed half way: the table calls it dirty", nil)
    },
    BookkeepingFormat(
      tool: .django, tables: ["django_migrations"], columns: ["app": texts, "name": texts], selected: ["app", "name"],
      order: "app, name"
    ) { rows in
      .applied(AppliedMigrations(rows.compactMap { row in row[0].flatMap { app in row[1].map { "\(app).\($0)" } } }))
    },
    BookkeepingFormat(
      tool: .prisma, tables: ["_prisma_migrations"],
      columns: ["migration_name": texts, "checksum": texts, "finished_at": times, "rolled_back_at": times],
      selected: ["migration_name", "checksum", "finished_at IS NOT NULL", "rolled_back_at IS NOT NULL"],
      order: "started_at", read: prisma),
    BookkeepingFormat(
      tool: .rails, tables: ["schema_migrations"], columns: ["version": texts], otherColumns: ["dirty"],
      selected: ["version"], order: "version"
    ) { rows in .applied(AppliedMigrations(rows.compactMap { $0[0] }.map { numberKey($0) })) },
    BookkeepingFormat(
      tool: .goose, tables: ["goose_db_version"], columns: ["id": numbers, "version_id": numbers, "is_applied": flags],
      selected: ["version_id", "is_applied"], order: "id"
    ) { rows in
      // The newest row of a version decides; 0 is the table's own first row.
      var newest: [String: Bool] = [:]
      for row in rows { newest[numberKey(row[0] ?? "")] = row[1] == "true" }
      return .applied(AppliedMigrations(newest.filter { $0.value && $0.key != "0" }.map(\.key)))
    },
    BookkeepingFormat(
      tool: .sqlx, tables: ["_sqlx_migrations"], columns: ["version": numbers, "success": flags],
      selected: ["version", "success"], order: "version"
    ) { rows in
      if let failed = rows.first(where: { $0[1] != "true" }) {
        return .problem("migration \(failed[0] ?? "") failed half way", nil)
      }
      return .applied(AppliedMigrations(rows.compactMap { $0[0] }.map { numberKey($0) }))
    },
    BookkeepingFormat(
      tool: .diesel, tables: ["__diesel_schema_migrations"], columns: ["version": texts], selected: ["version"],
      order: "version"
    ) { rows in .applied(AppliedMigrations(rows.compactMap { $0[0] })) },
  ]

  /// Whether a table of one of our names has the columns that this tool's has.
  func fits(_ types: [String: String]) -> Bool {
    columns.allSatisfy { name, allowed in types[name].map(allowed.contains) ?? false }
      && otherColumns.allSatisfy { types[$0] == nil }
  }

  private static func flyway(_ rows: [[String?]]) -> Rows {
    var applied = AppliedMigrations()
    for row in rows {
      let type = row[2] ?? ""
      guard row[4] == "true" else {
        return .problem("migration \(row[0] ?? row[1] ?? "") failed; `flyway repair` is still to be run", nil)
      }
      // Written when Flyway creates the schema itself.
      if type == "SCHEMA" { continue }
      let key = row[0].map(flywayKey) ?? "R__\((row[1] ?? "").replacing(" ", with: "_"))"
      if type.hasPrefix("UNDO") || type == "DELETE" {
        applied.checksums[key] = nil
      } else if type == "BASELINE" || type.hasSuffix("_BASELINE") {
        if applied.floor.map({ precedes($0, key) }) ?? true { applied.floor = key }
        if type != "BASELINE" { applied.checksums[key] = .some(row[3]) }
      } else {
        applied.checksums[key] = .some(row[3])
      }
    }
    return .applied(applied)
  }

  /// `001.2` and `1_2` are `1.2`.
  private static func flywayKey(_ version: String) -> String {
    let numbers = version.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "_" }
    guard numbers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }) else { return version }
    return MigrationVersion(numbers).description
  }

  private static func prisma(_ rows: [[String?]]) -> Rows {
    var applied = AppliedMigrations()
    for row in rows where row[3] != "true" {
      guard let name = row[0] else { continue }
      guard row[2] == "true" else {
        return .problem("migration \(name) was begun and is not finished: it is under way, or it failed", nil)
      }
      applied.checksums[name] = .some(row[1])
    }
    return .applied(applied)
  }
}
