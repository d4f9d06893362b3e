import Schema

/// The text of a fresh configuration, with a comment on each key.
package struct ConfigTemplate: Sendable {
  package var baseline: String
  package var postgres: Int?
  /// Names or globs.
  package var schemas: [String]
  package var criticalTables: [TableName]
  /// nil: the key stands there as a comment.
  package var migrations: Config.Migrations?
  package var track: Set<Tracked>

  package init(
    baseline: String = "ci/schema_baseline.json", postgres: Int? = nil, schemas: [String] = ["public"],
    criticalTables: [TableName] = [], migrations: Config.Migrations? = nil, track: Set<Tracked> = []
  ) {
    self.baseline = baseline
    self.postgres = postgres
    self.schemas = schemas
    self.criticalTables = criticalTables
    self.migrations = migrations
    self.track = track
  }

  /// The file's bytes, which have been read back. Throws what is wrong with the values, at its place in the text that would have been written.
  package func bytes(file: String = Config.defaultFile) throws(ConfigError) -> [UInt8] {
    let bytes = Array(text.utf8)
    _ = try Config.parse(bytes, file: file)
    return bytes
  }

  private var text: String {
    """
    # What baseline watches, and how. Every key has a default.

    # The committed document of the schema: one .json file, or a folder with one file per object.
    baseline: \(YAMLQuoting.word(baseline))

    # The major version of PostgreSQL that renders it, the same for everybody.
    \(postgres.map { "postgres: \($0)" } ?? "# postgres: 15")

    # Schemas to watch: names or globs ("tenant_*").
    schemas: \(YAMLQuoting.list(schemas, YAMLQuoting.word))

    # Tables to leave out: regular expressions, searched in the table's name.
    # `baseline ignore PATTERN --reason …` adds one.
    ignore_tables:
      # - "^staging_.*"   # filled and dropped every night

    # Tables in which every difference fails, whatever is ignored above: table or schema.table.
    critical_tables: \(YAMLQuoting.list(criticalTables.map(\.description), YAMLQuoting.word))

    # How an empty database becomes the schema of a commit.
    \(migrationsText)

    # Owners and privileges are compared only where they are named here: environments differ in them.
    track: [\(track.map(\.rawValue).sorted().joined(separator: ", "))]

    # The live databases. URLs come from the environment, never from this file; without this key it is DATABASE_URL.
    # databases:
    #   production: {url_env: DATABASE_URL}

    """
  }

  private var migrationsText: String {
    guard let migrations else {
      return """
        # migrations:
        #   runner: sql                   # sql, alembic or command
        #   paths: [migrations]           # all that decides the result
        """
    }
    var lines = [
      "migrations:",
      "  runner: \(migrations.runner.rawValue)   # sql, alembic or command",
      "  # All that decides the result: a change there starts the hooks.",
      "  paths: \(YAMLQuoting.list(migrations.paths, YAMLQuoting.word))",
    ]
    if let convention = migrations.convention { lines.append("  convention: \(convention.rawValue)") }
    if migrations.workdir != "." { lines.append("  workdir: \(YAMLQuoting.word(migrations.workdir))") }
    lines.append("  tree: \(migrations.tree.rawValue)   # how much of the repository they see: all, or only the paths")
    if let command = migrations.command {
      lines.append("  # No shell; {url} {host} {port} {user} {dbname} are filled in.")
      lines.append("  command: \(YAMLQuoting.list(command, YAMLQuoting.quoted))")
    }
    if !migrations.env.isEmpty {
      lines.append("  # DATABASE_URL and PG* name the private database in any case.")
      lines.append("  env:")
      lines += migrations.env.map { "    \(YAMLQuoting.word($0.name)): \(YAMLQuoting.quoted($0.value))" }
    }
    if let deploy = migrations.deploy {
      lines.append("  # What refresh --migrate runs on the live database.")
      lines.append("  deploy: \(YAMLQuoting.list(deploy, YAMLQuoting.quoted))")
    }
    return lines.joined(separator: "\n")
  }
}
