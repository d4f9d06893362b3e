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
  private static let tries = 5

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
    guard connection.majorVersion >= 12 else {
      throw CatalogError.tooOld(version: connection.parameter("server_version") ?? "\(connection.majorVersion)")
    }
    for _ in 0..<Self.tries {
      let (reading, before, extra) = try read(scope, also)
      let after = try inTransaction {
        try CatalogFingerprint.value(of: connection.query(CatalogFingerprint.query, as: operation(connection)))
      }
      if before == after { return (try reading.get(), extra) }
    }
    throw CatalogError.neverStill(tries: Self.tries)
  }

  /// - Returns: the snapshot, or an error that a schema that moved explains, the catalogs' fingerprint before it, and the
  ///   extra reading.
  private func read<Extra>(
    _ scope: CatalogScope, _ also: (Connection) throws -> Extra
  ) throws -> (Result<Snapshot, any Error>, fingerprint: [String], Extra) {
    try inTransaction {
      let extra = try also(connection)
      var context = QueryContext(major: connection.majorVersion, schemas: [], track: scope.track)
      let namespaces = CatalogQuery<Namespace>.schemas(context)
      let extensions = CatalogQuery<Extension>.extensions(context)
      let first = try connection.queryAll(
        [CatalogFingerprint.query, namespaces.sql, extensions.sql], as: operation(connection))
      let schemas = try namespaces.rows(of: first[1]).filter { scope.includesSchema($0.object.key) }
      context = QueryContext(major: context.major, schemas: schemas.map(\.oid), track: scope.track)
      var database = Database()
      database.extensions = Keyed(sorting: try extensions.rows(of: first[2]).map(\.object))
      let fingerprint = try CatalogFingerprint.value(of: first[0])
      do {
        database.schemas = Keyed(sorting: try SchemaReading(context, connection).read(schemas))
        return (.success(Snapshot(postgres: context.major, database: database)), fingerprint, extra)
      } catch {
        guard mayComeOfMoving(error) else { throw error }
        return (.failure(error), fingerprint, extra)
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

  private func inTransaction<Value>(_ body: () throws -> Value) throws -> Value {
    let begin = CatalogSession.begin(
      lockMilliseconds: lockMilliseconds, statementMilliseconds: statementMilliseconds)
    _ = try connection.queryAll(begin, as: operation(connection))
    do {
      let value = try body()
      try connection.execute(CatalogSession.end)
      return value
    } catch {
      // The first error is the one to tell; a connection that is lost cannot roll back either.
      if connection.isAlive { try? connection.execute(CatalogSession.end) }
      throw error
    }
  }
}

/// What errors of the queries call them.
private func operation(_ connection: Connection) -> String { "reading the catalog of \(connection.displayName)" }

/// Queries that go to the server together. Each result is decoded while the server works on the next.
private struct Questions {
  private var sql: [String] = []
  private var takers: [(QueryResult) throws -> Void] = []

  /// The rows of one query, once it was put.
  final class Answer<Object: SchemaObject> {
    fileprivate(set) var rows: [CatalogRow<Object>] = []
  }

  mutating func ask<Object>(_ query: CatalogQuery<Object>) -> Answer<Object> {
    let answer = Answer<Object>()
    sql.append(query.sql)
    takers.append { answer.rows = try query.rows(of: $0) }
    return answer
  }

  func put(to connection: Connection) throws {
    try connection.queryEach(sql, as: operation(connection)) { index, result in try takers[index](result) }
  }
}

/// The second round trip: everything that lies in the watched schemas, joined by oid.
private struct SchemaReading {
  let context: QueryContext
  let connection: Connection

  init(_ context: QueryContext, _ connection: Connection) {
    self.context = context
    self.connection = connection
  }

  func read(_ schemas: [CatalogRow<Namespace>]) throws -> [Namespace] {
    var questions = Questions()
    let tables = questions.ask(.tables(context))
    let views = questions.ask(.views(context))
    let materializedViews = questions.ask(.materializedViews(context))
    let columns = questions.ask(.columns(context))
    let constraints = questions.ask(.constraints(context))
    let indexes = questions.ask(.indexes(context))
    let triggers = questions.ask(.triggers(context))
    let sequences = questions.ask(.sequences(context))
    let enums = questions.ask(.enums(context))
    let domains = questions.ask(.domains(context))
    let domainConstraints = questions.ask(.domainConstraints(context))
    let functions = questions.ask(.functions(context))
    try questions.put(to: connection)

    let columnsOf = grouped(columns.rows)
    let constraintsOf = grouped(constraints.rows)
    let indexesOf = grouped(indexes.rows)
    let triggersOf = grouped(triggers.rows)
    let domainConstraintsOf = grouped(domainConstraints.rows)

    let tablesOf = grouped(
      tables.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.constraints = Keyed(sorting: constraintsOf[row.oid] ?? [])
          $0.indexes = Keyed(sorting: indexesOf[row.oid] ?? [])
          $0.triggers = Keyed(sorting: triggersOf[row.oid] ?? [])
        }
      })
    let viewsOf = grouped(
      views.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.triggers = Keyed(sorting: triggersOf[row.oid] ?? [])
        }
      })
    let materializedViewsOf = grouped(
      materializedViews.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.indexes = Keyed(sorting: indexesOf[row.oid] ?? [])
        }
      })
    let sequencesOf = grouped(sequences.rows)
    let enumsOf = grouped(enums.rows)
    let domainsOf = grouped(
      domains.rows.map { row in
        row.with { $0.constraints = Keyed(sorting: domainConstraintsOf[row.oid] ?? []) }
      })
    let functionsOf = grouped(functions.rows)

    return schemas.map { row in
      row.with {
        $0.tables = Keyed(sorting: tablesOf[row.oid] ?? [])
        $0.views = Keyed(sorting: viewsOf[row.oid] ?? [])
        $0.materializedViews = Keyed(sorting: materializedViewsOf[row.oid] ?? [])
        $0.sequences = Keyed(sorting: sequencesOf[row.oid] ?? [])
        $0.enums = Keyed(sorting: enumsOf[row.oid] ?? [])
        $0.domains = Keyed(sorting: domainsOf[row.oid] ?? [])
        $0.functions = Keyed(sorting: functionsOf[row.oid] ?? [])
      }.object
    }
  }

  /// Objects by the oid of what they lie in, in the rows' order.
  private func grouped<Object>(_ rows: [CatalogRow<Object>]) -> [Text: [Object]] {
    Dictionary(grouping: rows, by: \.parent).mapValues { $0.map(\.object) }
  }
}

extension CatalogRow {
  fileprivate func with(_ change: (inout Object) -> Void) -> CatalogRow {
    var object = self.object
    change(&object)
    return CatalogRow(oid: oid, parent: parent, object: object)
  }
}
