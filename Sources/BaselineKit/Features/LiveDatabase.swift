import Postgres
import Schema

/// A database that people use: read, never changed by us.
package struct LiveDatabase: Sendable {
  /// Its name under `databases:`; nil for the one that DATABASE_URL or libpq's PG* variables mean.
  package let name: String?
  package let target: ConnectionTarget
  private let schemas: [SchemaGlob]?
  /// Whether anything says which database is meant; else libpq's defaults do.
  private var isNamed = true
  package let policy: Config.Policy
  /// Schemas of it that are all to be like one of the baseline.
  package private(set) var tenants: Config.Tenants?

  /// For messages: the name and where it is, never a password.
  package var description: String {
    name.map { "\($0) (\(target.displayName))" } ?? target.displayName
  }

  /// The live database that a configuration and an environment mean.
  /// - Parameters:
  ///   - name: one of `databases:`; nil: the first of them, or without any DATABASE_URL, then libpq's own variables.
  ///   - url: given on the command line, wins over all.
  package init(_ config: Config, named name: String?, url: String?, environment: [String: String]) throws {
    if let url {
      self.init(name: nil, target: try ConnectionTarget(url: url), schemas: nil, policy: config.policy)
      return
    }
    if let name {
      try self.init(try config.database(named: name), environment)
    } else if let first = config.databases.first {
      try self.init(first, environment)
    } else {
      let url = environment["DATABASE_URL"] ?? ""
      self.init(name: nil, target: try ConnectionTarget(url: url), schemas: nil, policy: config.policy)
      isNamed = !url.isEmpty || ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"].contains { environment[$0] != nil }
    }
  }

  /// Databases by their names, in the configuration's order; one whose variable is not set is its error.
  /// - Parameter names: nil: all that the configuration names.
  /// - Throws: Failure for a name that it does not have, and where it has none.
  package static func several(
    _ config: Config, named names: [String]?, environment: [String: String]
  ) throws -> [(name: String, database: Result<LiveDatabase, any Error>)] {
    let wanted = try names?.map { try config.database(named: $0).name }
    if wanted == nil && config.databases.isEmpty {
      throw Failure(
        "looking for the databases", "\(config.file) names none",
        hint: "add them under `databases:`; without --all, DATABASE_URL and PG* say which one is meant")
    }
    return config.databases.filter { wanted?.contains($0.name) ?? true }.map { database in
      (database.name, Result { try LiveDatabase(database, environment) })
    }
  }

  private init(_ database: Config.Database, _ environment: [String: String]) throws {
    guard let url = environment[database.urlEnv], !url.isEmpty else {
      throw Failure(
        "connecting to the database \(database.name)", "the environment has no \(database.urlEnv)",
        hint: "export \(database.urlEnv)=postgresql://…")
    }
    self.init(
      name: database.name, target: try ConnectionTarget(url: url), schemas: database.schemas, policy: database.policy)
    tenants = database.tenants
  }

  private init(name: String?, target: ConnectionTarget, schemas: [SchemaGlob]?, policy: Config.Policy) {
    self.name = name
    self.target = target
    self.schemas = schemas
    self.policy = policy
  }

  /// What of it is watched.
  package func watch(_ config: Config) -> Watch { Watch(config, schemas: schemas, besides: tenants) }

  /// Connects.
  /// - Throws: PostgresError; where nothing names a database, with the hint to name one.
  package func connect() throws(PostgresError) -> Connection {
    do throws(PostgresError) {
      return try Connection(target)
    } catch {
      var error = error
      if !isNamed {
        error.hint = "nothing names a database: export DATABASE_URL=postgresql://…, or set PGHOST and PGDATABASE"
      }
      throw error
    }
  }

  /// Says that one will soon be connected to.
  package static func getReady() { beginLoadingLibrary() }

  /// Its schema, not filtered yet.
  package func snapshot(_ config: Config, _ timeouts: CatalogTimeouts) throws -> Snapshot {
    try catalog(timeouts).snapshot(watch(config).scope)
  }

  func catalog(_ timeouts: CatalogTimeouts) throws -> Catalog {
    var catalog = Catalog(try connect())
    catalog.lockMilliseconds = timeouts.lockMilliseconds
    catalog.statementMilliseconds = timeouts.statementMilliseconds
    return catalog
  }
}

extension LiveDatabase {
  /// One look at it: its schema, not filtered yet, and what else tells about it.
  /// - Parameters:
  ///   - explains: whether to ask how much is never read.
  ///   - store: where the last reading of each database is kept; nil: nothing is.
  package func read(
    _ config: Config, _ timeouts: CatalogTimeouts, explains: Bool = false, keptIn store: ReadingStore? = nil
  ) throws -> LiveReading {
    let catalog = try catalog(timeouts)
    // A thousand tenants may each have a bookkeeping table: theirs are not the database's.
    var reading = try catalog.reading(
      watch(config).scope, bookkeepingIn: tenants.map { Text($0.model) }, explains: explains,
      keptIn: store?.with(scope: scopeInWords(config)))
    if let tenants { reading.tenants = try TenantOutline(tenants, catalog, config) }
    return reading
  }
}

extension LiveDatabase {
  /// All of a configuration that decides about what is read.
  private func scopeInWords(_ config: Config) -> String {
    let lists = [
      (schemas ?? config.schemas).map(\.text), tenants?.match.map(\.text) ?? [], config.track.map(\.rawValue).sorted(),
      config.ignore.map(\.description), config.criticalTables.map(\.description),
    ]
    return lists.map { $0.joined(separator: " ") }.joined(separator: "\n")
  }
}

extension Config {
  /// One of `databases:`.
  /// - Throws: Failure that lists what there is.
  package func database(named name: String) throws -> Database {
    if let database = databases.first(where: { $0.name == name }) { return database }
    let known = databases.map(\.name).joined(separator: ", ")
    throw Failure(
      "looking for the database \(name)", "\(file) names no such database",
      hint: known.isEmpty ? "add it under `databases:`" : "it names: \(known)")
  }
}

/// How long a reading of the catalog may wait and work.
package struct CatalogTimeouts: Sendable {
  /// For a lock that somebody holds on a table.
  package var lockMilliseconds = 10_000
  /// For one query.
  package var statementMilliseconds = 300_000

  /// The defaults.
  package init() {}
}
