import Schema

/// The migration tool that keeps a table of this name for itself; nil for any other name. Such tables are not part of a
/// baseline unless the configuration says `bookkeeping: track`.
package func bookkeepingTool(_ table: Text) -> String? {
  bookkeepingTables[table]
}

private let bookkeepingTables: [Text: String] = [
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
  "mikro_orm_migrations": "MikroORM",
  "pgmigrations": "node-pg-migrate",
  "refinery_schema_history": "refinery",
  "schema_migration": "popx",
  "schema_migrations": "Rails, golang-migrate or dbmate",
  "schema_version": "Flyway",
  "SequelizeMeta": "Sequelize",
  "typeorm_migrations": "TypeORM",
  "yoyo_migration": "yoyo",
]
