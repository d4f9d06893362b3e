import Postgres
import Schema

/// Reads a database's schema from pg_catalog: one read-only transaction, a fixed number of queries, two round trips.
package struct Catalog {
  package let connection: Connection
  /// How long a reading waits for a lock that somebody holds on a table, and how long one query may take.
  package var lockMilliseconds = 10_000
  package var statementMilliseconds = 300_000

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// How often a reading that the schema changed under is tried again.
  static let tries = 5

  /// - Throws: CatalogError for a server that is too old to be read.
  static func refuse(major: Int, version: String) throws(CatalogError) {
    if major < 12 { throw .tooOld(version: version) }
  }

  /// The schema as it was at one moment.
  /// - Throws: PostgresError when something could not be read, CatalogError when the server is too old or its schema never
  ///   stood still. Whoever compares takes either for "unknown", never for "same".
  package func snapshot(_ scope: CatalogScope) throws -> Snapshot {
    try snapshot(scope) { _ in }.snapshot
  }

  /// The schema as it was at one moment, and what else is read of the same moment.
  /// - Parameter also: an extra reading, put first in the transaction: what it sees of tables is what the schema was read
  ///   with. It must not write, and must leave the transaction sound when it returns.
  package func snapshot<Extra>(
    _ scope: CatalogScope, also: (Connection) throws -> Extra
  ) throws -> (snapshot: Snapshot, extra: Extra) {
    let (snapshot, extra, _) = try snapshot(scope, readsFingerprint: false, also: also)
    return (snapshot, extra)
  }

  /// The same, and the state that the catalogs were in.
  /// - Parameter readsFingerprint: whether the fingerprint is read though nothing can have moved.
  func snapshot<Extra>(
    _ scope: CatalogScope, readsFingerprint: Bool, also: (Connection) throws -> Extra
  ) throws -> (snapshot: Snapshot, extra: Extra, state: CatalogState) {
    for attempt in 0..<Self.tries {
      let (reading, state, extra) = try read(
        scope, fingerprintFirst: attempt > 0, readsFingerprint: readsFingerprint, also)
      if let state, try state.next != nil || state.fingerprint.map(isStill) == true {
        return (try reading.get(), extra, state)
      }
    }
    throw CatalogError.neverStill(tries: Self.tries)
  }

  /// - Parameters:
  ///   - fingerprintFirst: the fingerprint is read in any case, and before all else; otherwise after the rest, where it tells
  ///     the same, and only where something may have moved.
  ///   - readsFingerprint: it is read in any case.
  /// - Returns: the snapshot, or an error that a schema that moved explains, the state of the catalogs (nil: a failed
  ///   transaction could not tell any more), and the extra reading.
  func read<Extra>(
    _ scope: CatalogScope, fingerprintFirst: Bool, readsFingerprint: Bool = false, _ also: (Connection) throws -> Extra
  ) throws -> (Result<Snapshot, any Error>, CatalogState?, Extra) {
    try inTransaction {
      let extra = try also(connection)
      let major = connection.majorVersion
      var context = QueryContext(major: major, schemas: [], track: scope.track)
      let namespaces = CatalogQuery<Namespace>.schemas(context)
      let extensions = CatalogQuery<Extension>.extensions(context)
      let first = try connection.queryAll(
        [CatalogPresence.query, namespaces.sql, extensions.sql]
          + (fingerprintFirst ? [CatalogFingerprint.query(major)] : []), as: operation(connection))
      let schemas = try namespaces.rows(of: first[1]).filter { scope.includesSchema($0.object.key) }
      context = QueryContext(
        scope, major: major, schemas: schemas.map(\.oid), counts: try CatalogPresence.counts(of: first[0]))
      var questions = Questions()
      let beside = DatabaseReading(context, asking: &questions)
      var database = Database()
      database.extensions = Keyed(sorting: try extensions.rows(of: first[2]).map(\.object))
      var state = CatalogState(
        started: "", user: "", fingerprint: fingerprintFirst ? try CatalogFingerprint(of: first[3]) : nil)
      do {
        database.schemas = Keyed(sorting: try SchemaReading(context, connection).read(schemas, before: questions))
        beside.complete(&database)
        if !fingerprintFirst {
          state = try .now(connection)
          if state.next == nil || readsFingerprint { try state.readFingerprint(connection) }
        }
        return (.success(Snapshot(postgres: major, database: database)), state, extra)
      } catch {
        guard mayComeOfMoving(error) else { throw error }
        return (.failure(error), fingerprintFirst ? state : nil, extra)
      }
    }
  }

  /// Whether a deparsing function may have met an object that was dropped meanwhile: `could not open relation with OID …`,
  /// `cache lookup failed for …` (internal errors), or nothing at all where a text was expected.
  private func mayComeOfMoving(_ error: any Error) -> Bool {
    switch error {
    case let error as PostgresError: error.sqlstate == "XX000" && connection.isAlive
    case CatalogError.undecodable: true
    default: false
    }
  }

  /// Whether the catalogs have the fingerprint now.
  func isStill(_ fingerprint: CatalogFingerprint) throws -> Bool {
    try inTransaction {
      let query = CatalogFingerprint.query(connection.majorVersion, since: fingerprint.since)
      return try CatalogFingerprint(of: connection.query(query, as: operation(connection))) == fingerprint
    }
  }

  func beginning(searchPath: String = "''") -> [String] {
    CatalogSession.begin(
      lockMilliseconds: lockMilliseconds, statementMilliseconds: statementMilliseconds, searchPath: searchPath)
  }

  func inTransaction<Value>(_ body: () throws -> Value) throws -> Value {
    try inTransaction(asking: []) { _ in try body() }
  }

  /// - Parameter sql: queries that are put together with what begins the transaction.
  func inTransaction<Value>(asking sql: [String], _ body: ([QueryResult]) throws -> Value) throws -> Value {
    let major = connection.majorVersion
    try Self.refuse(major: major, version: connection.parameter("server_version") ?? "\(major)")
    let beginning = beginning()
    do {
      let results = try connection.queryAll(beginning + sql, as: operation(connection))
      let value = try body(Array(results[beginning.count...]))
      try connection.execute(CatalogSession.end)
      return value
    } catch {
      // The first error is the one to tell; a connection that is lost cannot roll back either.
      if connection.isAlive { try? connection.execute(CatalogSession.end) }
      throw (error as? PostgresError)?.withRemedyOfDenial() ?? error
    }
  }
}
