import Schema

/// The migration tool that keeps a table of this name and shape for itself; nil for any other. Such tables, with their indexes and
/// sequences, are not part of a baseline unless the configuration says `bookkeeping: track`.
///
/// A name that no tool but its own would choose is enough. One that a team may have chosen for a table of theirs is only believed
/// together with the tool's columns: a table that somebody made for himself is never hidden.
package func bookkeepingTool(_ table: Table) -> String? {
  if let tool = ownNames[table.key] { return tool }
  guard let shapes = commonNames[table.key] else { return nil }
  let columns = Set(table.columns.map(\.key))
  return shapes.first { $0.isOneOf(columns) }?.tool
}

private let ownNames: [Text: String] = [
  "alembic_version": "Alembic",
  "ar_internal_metadata": "Rails",
  "atlas_schema_revisions": "Atlas",
  "__diesel_schema_migrations": "diesel",
  "__drizzle_migrations": "Drizzle",
  "__EFMigrationsHistory": "Entity Framework",
  "_prisma_migrations": "Prisma",
  "_sqlx_migrations": "sqlx",
  "databasechangelog": "Liquibase",
  "databasechangeloglock": "Liquibase",
  "django_migrations": "Django",
  "flyway_schema_history": "Flyway",
  "gorp_migrations": "sql-migrate",
  "goose_db_version": "goose",
  "knex_migrations": "Knex",
  "knex_migrations_lock": "Knex",
  "kysely_migration": "Kysely",
  "kysely_migration_lock": "Kysely",
  "mikro_orm_migrations": "MikroORM",
  "phinxlog": "Phinx",
  "refinery_schema_history": "refinery",
  "SequelizeMeta": "Sequelize",
  "typeorm_migrations": "TypeORM",
  "_yoyo_log": "yoyo",
  "_yoyo_migration": "yoyo",
  "_yoyo_version": "yoyo",
  "yoyo_lock": "yoyo",
  "yoyo_migration": "yoyo",
]

/// The columns of a tool's table.
private struct Shape {
  let tool: String
  let columns: Set<Text>
  /// Those that some versions of the tool have besides.
  var more: Set<Text> = []

  func isOneOf(_ found: Set<Text>) -> Bool { columns.isSubset(of: found) && found.isSubset(of: columns.union(more)) }
}

private let commonNames: [Text: [Shape]] = [
  "migrations": [
    Shape(tool: "Laravel", columns: ["id", "migration", "batch"]),
    Shape(tool: "TypeORM", columns: ["id", "timestamp", "name"]),
    Shape(tool: "postgres-migrations", columns: ["id", "name", "hash", "executed_at"]),
  ],
  "pgmigrations": [Shape(tool: "node-pg-migrate", columns: ["id", "name", "run_on"])],
  "schema_migration": [Shape(tool: "popx", columns: ["version"], more: ["version_self"])],
  "schema_migrations": [
    Shape(tool: "Rails or dbmate", columns: ["version"]),
    Shape(tool: "golang-migrate", columns: ["version", "dirty"]),
    Shape(tool: "Ecto", columns: ["version", "inserted_at"]),
    Shape(tool: "Sequel", columns: ["filename"]),
    Shape(tool: "Migratus", columns: ["id", "applied", "description"]),
    Shape(
      tool: "Supabase", columns: ["version", "statements"], more: ["name", "created_by", "idempotency_key", "rollback"]),
  ],
  "schema_version": [
    Shape(
      tool: "Flyway",
      columns: [
        "installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on",
        "execution_time", "success",
      ], more: ["version_rank"]),
    Shape(tool: "tern", columns: ["version"]),
  ],
]
