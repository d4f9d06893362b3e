import Postgres

/// The `sql` runner: plain SQL files in the order of their tool's convention, over libpq. It only ever meets databases that
/// we made.
struct SQLRunner {
  private let migrations: Config.Migrations
  private let source: FileSource

  init(_ migrations: Config.Migrations, _ source: FileSource) {
    self.migrations = migrations
    self.source = source
  }

  /// The migrations of the source, in order.
  /// - Parameter contents: what some of the files are to hold instead of what the source has, by path.
  func plan(replacing contents: [String: [UInt8]] = [:]) throws -> MigrationPlan {
    let (sources, bytes) = try files(replacing: contents)
    return try MigrationPlan(sources: sources, convention: convention, bytes: bytes)
  }

  /// The migrations of the source with their ways back, in order; without those that have no version (repeatable ones, and
  /// files with a whole schema) and so are never taken back.
  func thereAndBack() throws -> [(migration: Migration, back: Result<Migration?, MigrationError>)] {
    let (sources, bytes) = try files()
    return try MigrationPlan.layouts(of: sources, convention: convention, bytes: bytes).flatMap { layout in
      try layout.scripts.filter { !$0.version.isEmpty }.map { script in
        let back = Result { () throws(MigrationError) in try script.readBack(layout.convention, bytes: bytes) }
        return (try script.read(layout.convention, bytes: bytes), back)
      }
    }
  }

  /// Which files are migrations, by their names as far as names tell.
  func layouts() throws -> [MigrationLayout] {
    let (sources, bytes) = try files()
    return try MigrationPlan.layouts(of: sources, convention: convention, bytes: bytes)
  }

  private var convention: MigrationConvention? {
    migrations.convention.flatMap { MigrationConvention(rawValue: $0.rawValue) }
  }

  private func files(replacing contents: [String: [UInt8]] = [:]) throws -> ([MigrationSource], MigrationLayout.Bytes) {
    var entries: [String: FileSource.Entry] = [:]
    var sources: [MigrationSource] = []
    for path in migrations.paths {
      let found = try source.entries(under: path)
      if found.isEmpty {
        throw Failure(
          "reading the migrations of \(source.name)", "there is nothing at \(path)",
          hint: "correct `paths` under migrations: in the configuration, or stage the files")
      }
      for entry in found {
        guard entry.mode == .regular || entry.mode == .executable else {
          throw Failure(
            "reading the migrations of \(source.name)", "\(entry.path) is a \(entry.mode.word)",
            hint: "put the files themselves there: what a link leads to is not in the commit")
        }
        entries[entry.path] = entry
      }
      sources.append(MigrationSource(path: path, files: found.map(\.path)))
    }
    let known = entries
    let source = self.source
    return (
      sources,
      { path throws(MigrationError) in
        if let bytes = contents[path] { return bytes }
        guard let entry = known[path] else { throw MigrationError(file: path, reason: "it is not there") }
        do {
          return try source.read(entry)
        } catch {
          let explanation = Explanation(error)
          throw MigrationError(file: path, reason: explanation.message, hint: explanation.hint)
        }
      }
    )
  }

  func run(_ migrations: [Migration], on connection: Connection, progress: (String) -> Void) throws {
    for (number, migration) in migrations.enumerated() {
      progress("migration \(number + 1) of \(migrations.count): \(migration.path)")
      if !migration.convention.keepsSession {
        // RESET ALL leaves out who one is.
        try connection.execute("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL")
      }
      try run(migration, on: connection)
      if connection.isInTransaction {
        throw MigrationError(
          file: migration.path, reason: "it begins a transaction and does not end it", hint: "add COMMIT to it")
      }
    }
  }

  /// PostgreSQL is the judge of what cannot run in a transaction: a file that it refuses there is run again, statement by
  /// statement, after the transaction took back what it did.
  private func run(_ migration: Migration, on connection: Connection) throws {
    guard migration.transaction == .file else { return try runEach(migration, on: connection) }
    try connection.execute("BEGIN")
    do {
      try runEach(migration, on: connection)
      try connection.execute("COMMIT")
    } catch let error as StatementError where error.wantsNoTransaction {
      try connection.execute("ROLLBACK")
      try runEach(migration, on: connection)
    }
  }

  private func runEach(_ migration: Migration, on connection: Connection) throws {
    for statement in migration.statements {
      do throws(PostgresError) {
        if let data = statement.copyData {
          try connection.copy(statement.text, data: data)
        } else {
          try connection.execute(statement.text)
        }
      } catch {
        throw StatementError(error, statement, of: migration)
      }
    }
  }
}

/// A statement that PostgreSQL refused, with the place in the file.
package struct StatementError: Error {
  package let file: String
  package let place: SQLPlace
  package let cause: PostgresError

  init(_ cause: PostgresError, _ statement: SQLStatement, of migration: Migration) {
    file = migration.path
    self.cause = cause
    place = cause.position.map { statement.place(ofCharacter: $0) } ?? statement.place
  }

  /// `active_sql_transaction`: cannot run inside a transaction block; `unsafe_new_enum_value_usage`: a label added in the
  /// same transaction.
  var wantsNoTransaction: Bool { cause.sqlstate == "25001" || cause.sqlstate == "55P04" }

  package var explanation: Explanation {
    var details: [String] = []
    if let detail = cause.detail { details.append("detail: \(detail)") }
    if let context = cause.context { details.append("context: \(context)") }
    return Explanation(
      "running the migration \(file):\(place.line):\(place.column): \(cause.reason)", details: details, hint: hint)
  }

  /// An extension that is not installed is the one failure that is not the migration's own.
  private var hint: String? {
    if cause.sqlstate == "0A000" || cause.sqlstate == "58P01", cause.reason.contains("extension") {
      return "install the extension on this machine (for example: apt-get install postgresql-contrib, or the "
        + "extension's own package for this PostgreSQL version), or name a server that has it: `shadow:`"
    }
    return cause.hint
  }
}
