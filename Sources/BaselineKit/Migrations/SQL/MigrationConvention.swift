/// How a project's SQL migrations are named and ordered, by the tool that runs them. The raw values are those of the
/// configuration's `migrations: {convention: …}`.
package enum MigrationConvention: String, CaseIterable, Sendable {
  case golangMigrate = "golang-migrate"
  case flyway
  case diesel
  case prisma
  case goose
  case dbmate
  case sqlx
  case popx
  case sqitch
  case postgresMigrations = "postgres-migrations"
  /// Numbered or dated files that no tool's rules explain.
  case plain
  /// One file with the whole schema, as Rails and pg_dump write it.
  case structure

  /// Whether the tool runs all files in one session whose settings, such as `search_path`, last from file to file.
  /// Flyway restores them after each file; sqitch and psql start a new session for each.
  package var keepsSession: Bool {
    switch self {
    case .flyway, .sqitch, .plain, .structure: false
    default: true
    }
  }
}
