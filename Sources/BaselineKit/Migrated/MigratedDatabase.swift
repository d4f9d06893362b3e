import Git
import Postgres
import Processes
import Schema

/// A database that was empty and on which the migrations of one state of the repository were run.
///
/// It lies in a private server that is gone with this value, or, with `shadow:`, on a server that the user names, where only
/// databases with our own name prefix are ever made and dropped.
package final class MigratedDatabase {
  package let source: FileSource
  package let config: Config
  private let migrations: Config.Migrations
  /// With the `sql` runner.
  private let plan: MigrationPlan?
  private let host: Host
  private let scratch: Scratch
  private let name: String
  private let progress: (String) -> Void

  private enum Host {
    case privateServer(PrivateServer)
    case shadow(ShadowServer)
  }

  /// Reads what is to be run, starts a server of the configured major version and makes an empty database on it.
  /// - Parameters:
  ///   - contents: what some files of the `sql` runner are to hold instead of what the source has, by path.
  ///   - anyVersion: takes whatever version of a private server there is, for want of the configured one.
  ///   - environment: where programs and the shadow's URL are looked up.
  ///   - progress: told what is going on, a few words at a time.
  /// - Throws: MigrationError for files that cannot be run as they are; ServerError when there is no such server, saying what
  ///   to install.
  package init(
    of source: FileSource, _ config: Config, replacing contents: [String: [UInt8]] = [:], anyVersion: Bool = false,
    environment: [String: String], progress: @escaping (String) -> Void
  ) throws {
    self.source = source
    self.config = config
    self.progress = progress
    guard let migrations = config.migrations else {
      throw Failure(
        "running the migrations of \(source.name)", "\(config.file) names no migrations",
        hint: "add `migrations:` to it, or write the baseline from a live database")
    }
    self.migrations = migrations
    plan = migrations.runner == .sql ? try SQLRunner(migrations, source).plan(replacing: contents) : nil
    scratch = try Scratch(in: environment["TMPDIR"])
    if let shadow = config.shadow {
      progress("connecting to the shadow server")
      let server = try ShadowServer(shadow, major: config.postgres, environment: environment)
      name = try server.createDatabase()
      host = .shadow(server)
    } else {
      progress("starting a private PostgreSQL server")
      let binaries = try ServerBinaries.find(major: anyVersion ? nil : config.postgres, environment: environment)
      let server = try PrivateServer(binaries: binaries, scratch: scratch, environment: environment)
      name = "migrated"
      try server.createDatabase(name)
      host = .privateServer(server)
    }
  }

  /// Which of the migrations are run.
  enum Portion {
    case all
    /// Those of the `sql` runner that lie at these paths, in their order.
    case files(Set<String>)
    /// With the `sql` runner: this one, wherever it lies.
    case script(Migration)
    /// With the `alembic` runner: up to these revisions, one after the other.
    case revisions([String])
    /// With the `alembic` runner: down to this revision.
    case downgrade(to: String)
  }

  /// Runs the migrations.
  /// - Parameter budget: seconds that a statement or the program may take; nil: any time.
  /// - Throws: MigrationError with file and line; Failure for a program that failed or left nothing behind.
  package func migrate(environment: [String: String], budget: Int? = nil) throws {
    try run(.all, environment: environment, budget: budget)
    try demandSomething()
  }

  /// Runs some of them; it may be called again for the rest.
  func run(_ portion: Portion, environment: [String: String], budget: Int? = nil) throws {
    if let plan {
      var chosen = plan.migrations
      if case .files(let paths) = portion { chosen = chosen.filter { paths.contains($0.path) } }
      if case .script(let migration) = portion { chosen = [migration] }
      let timeouts = Timeouts(statementMilliseconds: budget.map { $0 * 1000 })
      try SQLRunner(migrations, source).run(chosen, on: try Connection(target, timeouts: timeouts), progress: progress)
      return
    }
    var commands = [migrations.command ?? []]
    if case .revisions(let revisions) = portion { commands = try revisions.map(command(upTo:)) }
    if case .downgrade(let revision) = portion { commands = [try command(downTo: revision)] }
    for command in commands {
      let program = ProgramRunner(
        migrations, source, command: command, folder: "\(scratch.path)/tree", address: try address)
      try program.run(
        scratch: scratch, environment: config.withoutSecrets(environment), secrets: secrets,
        seconds: budget.map(Double.init),
        progress: progress)
    }
  }

  /// `alembic upgrade head` with a revision in the place of `head`.
  private func command(upTo revision: String) throws -> [String] {
    let command = migrations.command ?? []
    guard migrations.runner == .alembic, let place = command.lastIndex(where: { $0 == "head" || $0 == "heads" }) else {
      throw Failure(
        "running the migrations of \(source.name) up to \(revision)",
        "`command` under migrations: does not say where the version stands")
    }
    return Array(command[..<place]) + [revision] + Array(command[(place + 1)...])
  }

  /// `alembic downgrade` to a revision, as `command` says `alembic upgrade head`.
  private func command(downTo revision: String) throws -> [String] {
    var command = try command(upTo: revision)
    if let place = command.lastIndex(of: "upgrade") { command[place] = "downgrade" }
    return command
  }

  /// The paths of what is run, in order; none with other runners than `sql`.
  var files: [String] { plan?.migrations.map(\.path) ?? [] }

  /// The schema as the migrations made it, before any filtering.
  package func snapshot(_ scope: CatalogScope) throws -> Snapshot {
    progress("reading the migrated schema")
    return try Catalog(Connection(target)).snapshot(scope)
  }

  /// One schema as the migrations made it, as a document has it and relative to itself.
  package func bothWays(_ schema: Text) throws -> (plain: Snapshot, relative: Snapshot)? {
    try Catalog(Connection(target)).bothWays(schema, track: config.track)
  }

  /// Where texts can be rendered once more, in what the migrations made. Nothing else is to be done with the database then.
  /// - Returns: nil on a shadow server, which is not ours to make roles on.
  func rendering(relativeTo schema: Text? = nil) throws -> RenderingDatabase? {
    guard case .privateServer = host else { return nil }
    return try RenderingDatabase(target, relativeTo: schema, keeping: self)
  }

  private var target: ConnectionTarget {
    get throws {
      switch host {
      case .privateServer(let server): try server.target(database: name)
      case .shadow(let server): try server.target.with(database: name)
      }
    }
  }

  private var address: DatabaseAddress {
    get throws {
      switch host {
      case .privateServer(let server):
        DatabaseAddress(
          url: server.url(database: name), host: server.host, port: String(server.port), user: server.user, dbname: name
        )
      case .shadow(let server): try server.address(database: name)
      }
    }
  }

  /// Names of variables that hold the URL of a real database: no migration gets to see them.
  private var secrets: [String] {
    config.databases.map(\.urlEnv) + (config.shadow.map { [$0.urlEnv] } ?? [])
  }

  /// A command that succeeded and left the database as it was has most likely migrated another one.
  private func demandSomething() throws {
    let result = try Connection(target).query(
      """
      SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """)
    guard try result.string(0, 0) == "0" else { return }
    let functions = try Connection(target).query(
      "SELECT count(*) FROM pg_proc WHERE oid >= 16384 UNION ALL SELECT count(*) FROM pg_type WHERE oid >= 16384")
    if try functions.string(0, 0) != "0" || functions.string(1, 0) != "0" { return }
    throw Failure(
      "running the migrations of \(source.name)", "they succeeded and left the database empty",
      hint: migrations.runner == .sql
        ? "look at `paths` under migrations: in \(config.file)"
        : "the program must migrate the database that DATABASE_URL, PG* or {url} names")
  }

  /// Drops the database on a shadow server, or stops the private one.
  package func close() {
    switch host {
    case .privateServer(let server): server.stop()
    case .shadow(let server): server.dropDatabase(name)
    }
    scratch.remove()
  }

  deinit { close() }
}

/// How programs are told where a database is.
struct DatabaseAddress {
  let url: String
  let host: String
  let port: String
  let user: String
  let dbname: String
  var password: String? = nil

  /// The text with {url}, {host}, {port}, {user} and {dbname} filled in.
  func filled(into text: String) -> String {
    [("{url}", url), ("{host}", host), ("{port}", port), ("{user}", user), ("{dbname}", dbname)]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
