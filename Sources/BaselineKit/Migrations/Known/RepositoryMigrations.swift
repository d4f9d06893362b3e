import Schema

/// One migration that a state of the repository has, as far as its name (and for Alembic its first lines) tells.
struct RepositoryMigration: Equatable, Sendable {
  /// As the tool's bookkeeping means it: `7` for `000007_phone.up.sql`, `1.10`, `R__names`, `shop.0002_phone`, a revision.
  let key: String
  /// For people: the file's name, or that of its folder.
  let name: String
  let path: String
  /// Keys of migrations that were applied when this one is (Alembic).
  var parents: [String] = []
  /// Keys of migrations that this one stands for (Django's squashed ones).
  var replaces: [String] = []
  /// It stands for all versions up to its own (Flyway's `B` files).
  var coversOlder = false
}

/// The migrations of one state of the repository, in an order in which they can be run, seen as one tool's.
struct RepositoryMigrations: Equatable, Sendable {
  let tool: MigrationTool
  let all: [RepositoryMigration]
  /// What the names of the `sql` runner's files follow; nil: several, or another runner. Earlier states follow it too, and need
  /// not be searched for it.
  private(set) var convention: MigrationConvention?

  /// - Returns: nil when the tool's bookkeeping has nothing to do with these migrations: a table that another program brought.
  /// - Throws: MigrationError for a state whose migrations cannot be told from their names.
  init?(
    of source: FileSource, _ migrations: Config.Migrations, _ tool: MigrationTool,
    _ cache: RevisionCache = RevisionCache()
  ) throws {
    self.tool = tool
    switch migrations.runner {
    case .sql:
      var all: [RepositoryMigration] = []
      let layouts = try SQLRunner(migrations, source).layouts()
      if Set(layouts.map(\.convention)).count == 1 { convention = layouts[0].convention }
      for layout in layouts {
        guard tool.reads(layout.convention) else { return nil }
        all += layout.scripts.map { Self.migration($0, layout.convention) }
      }
      self.all = all
    case .alembic:
      guard tool == .alembic else { return nil }
      all = try AlembicRevisions.migrations(of: source, migrations.paths, cache)
    case .command:
      var files: [FileSource.Entry] = []
      for path in migrations.paths { files += try source.entries(under: path) }
      let found: [RepositoryMigration] =
        switch tool {
        case .alembic: try AlembicRevisions.migrations(of: source, migrations.paths, cache)
        case .django: try DjangoMigrations.migrations(files, of: source)
        default: Self.named(files.map(\.path), tool)
        }
      // Another program's table beside: a project without any migration of its tool.
      if found.isEmpty { return nil }
      all = found
    }
  }

  /// The key that the tools of a convention write down.
  static func migration(_ script: MigrationScript, _ convention: MigrationConvention) -> RepositoryMigration {
    let isFolder = convention.hasFolders
    var migration = RepositoryMigration(
      key: convention == .flyway && script.version.isEmpty
        ? "R__\(script.name)" : isFolder ? script.version : script.order?.description ?? script.version,
      name: name(of: script.path, convention), path: script.path)
    migration.coversOlder = convention == .flyway && script.path.fileName.hasPrefix("B")
    return migration
  }

  /// How people call a migration: by its file, or its folder where all files are called alike.
  static func name(of path: String, _ convention: MigrationConvention) -> String {
    convention.hasFolders ? path.folderName.fileName : path.fileName
  }

  /// Files of a tool that a command runs: by their names alone, whatever language they are written in.
  private static func named(_ files: [String], _ tool: MigrationTool) -> [RepositoryMigration] {
    var found: [String: RepositoryMigration] = [:]
    for path in files.sorted(by: precedesByBytes) {
      let file = path.fileName
      let folder = path.folderName.fileName
      var migration: RepositoryMigration?
      switch tool {
      case .prisma where file == "migration.sql":
        migration = RepositoryMigration(key: folder, name: folder, path: path)
      case .diesel where file == "up.sql":
        migration = RepositoryMigration(
          key: folder.prefix { $0 != "_" }.filter { $0 != "-" }, name: folder, path: path)
      case .flyway:
        let stem = file.split(separator: ".").dropLast().joined(separator: ".")
        guard file.isSQL || file.isCode, let name = Flyway.Name(stem + ".sql"), name.prefix != "U" else { continue }
        migration = RepositoryMigration(
          key: name.numbers.isEmpty ? "R__\(name.name)" : MigrationVersion(name.numbers).description, name: file,
          path: path)
      case .golangMigrate, .rails, .goose, .sqlx:
        guard file.isSQL || file.isCode, !file.contains(".down.") else { continue }
        let digits = file.prefix { $0.utf8.count == 1 && $0.utf8.first?.isDigit == true }
        guard !digits.isEmpty, digits.endIndex < file.endIndex, file[digits.endIndex] == "_" else { continue }
        migration = RepositoryMigration(key: numberKey(digits), name: file, path: path)
      case .alembic, .django, .prisma, .diesel: continue
      }
      if let migration { found[migration.key] = migration }
    }
    return found.values.sorted { precedes($0.key, $1.key) }
  }
}

extension MigrationConvention {
  fileprivate var hasFolders: Bool { self == .prisma || self == .diesel }
}

extension MigrationTool {
  /// Whether files of a convention can be what the tool has written down.
  fileprivate func reads(_ convention: MigrationConvention) -> Bool {
    switch convention {
    case .flyway: self == .flyway
    case .diesel: self == .diesel
    case .prisma: self == .prisma
    case .golangMigrate, .goose, .dbmate, .sqlx, .popx, .postgresMigrations, .plain: isNumbered
    case .sqitch, .structure: false
    }
  }
}
