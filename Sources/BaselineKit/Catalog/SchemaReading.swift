import Postgres
import Schema

/// What errors of the queries call them.
func operation(_ connection: Connection) -> String { "reading the catalog of \(connection.displayName)" }

/// What to do where the user who reads may not read what PostgreSQL lets everybody read.
let remedyOfDenial =
  "it was revoked here from PUBLIC: GRANT SELECT ON the pg_catalog table, or GRANT EXECUTE ON the function, to the user who reads (docs/permissions.md)"

extension PostgresError {
  /// The user may not.
  fileprivate var isDenial: Bool { sqlstate == "42501" }

  /// The error with what can be done about it, where it says that the user may not.
  func withRemedyOfDenial() -> PostgresError {
    guard isDenial, hint == nil else { return self }
    var error = self
    error.hint = remedyOfDenial
    return error
  }
}

/// Queries that go to the server together. Each result is decoded while the server works on the next.
struct Questions {
  private var sql: [String] = []
  private var takers: [(QueryResult) throws -> Void] = []
  /// What each is about; nil: something else than objects.
  private var kinds: [Kind?] = []

  init() {}

  /// A statement that goes with the queries.
  mutating func say(
    _ statement: String, about kind: Kind? = nil, take: @escaping (QueryResult) throws -> Void = { _ in }
  ) {
    sql.append(statement)
    takers.append(take)
    kinds.append(kind)
  }

  /// The rows of one query, once it was put.
  final class Answer<Object: SchemaObject> {
    fileprivate(set) var rows: [CatalogRow<Object>] = []

    /// The objects of one parent, in the rows' order.
    func objects(of parent: Text) -> [Object] { byParent[parent] ?? [] }
    private lazy var byParent = Dictionary(grouping: rows, by: \.parent).mapValues { $0.map(\.object) }
  }

  /// - Parameter isUseful: whether there can be rows at all: to plan a query takes the server as long as to answer it.
  mutating func ask<Object>(_ query: CatalogQuery<Object>, if isUseful: Bool = true) -> Answer<Object> {
    let answer = Answer<Object>()
    if !isUseful { return answer }
    say(query.sql, about: Object.kind) { answer.rows = try query.rows(of: $0) }
    return answer
  }

  func put(to connection: Connection) throws {
    var answered = 0
    do {
      try connection.queryEach(sql, as: operation(connection)) { index, result in
        answered = index + 1
        try takers[index](result)
      }
    } catch {
      guard var denial = error as? PostgresError, denial.isDenial, let kind = kinds[min(answered, kinds.count - 1)]
      else { throw error }
      denial.operation = "reading \(kind.word) objects in the catalog of \(connection.displayName)"
      denial.hint = remedyOfDenial
      if kind.isOfDatabase {
        denial.hint?.append("; or do not compare them, in the configuration: ignore: [{kind: \(kind.rawValue)}]")
      }
      throw denial
    }
  }
}

/// The second round trip: everything that lies in the watched schemas, joined by oid.
struct SchemaReading {
  let context: QueryContext
  let connection: Connection

  init(_ context: QueryContext, _ connection: Connection) {
    self.context = context
    self.connection = connection
  }

  /// - Parameters:
  ///   - schemas: those that the context names.
  ///   - before: goes to the server in the same round trip.
  ///   - after: this too.
  func read(
    _ schemas: [CatalogRow<Namespace>], before: Questions = Questions(), after: [String] = []
  ) throws -> [Namespace] {
    var questions = before
    let kinds = context.members?.relationKinds ?? "rpvmSf"
    let typeKinds = context.members?.typeKinds ?? "ed"
    let tables = questions.ask(.tables(context))
    let views = questions.ask(.views(context), if: kinds.contains("v"))
    let materializedViews = questions.ask(.materializedViews(context), if: kinds.contains("m"))
    let foreignTables = questions.ask(
      .foreignTables(context), if: kinds.contains("f") && context.hasRows("pg_foreign_table"))
    let columns = questions.ask(.columns(context))
    let constraints = questions.ask(.constraints(context))
    let notNulls = questions.ask(.notNulls(context), if: context.major >= 18)
    let indexes = questions.ask(.indexes(context))
    let triggers = questions.ask(.triggers(context))
    let sequences = questions.ask(.sequences(context), if: kinds.contains("S"))
    let enums = questions.ask(.enums(context), if: typeKinds.contains("e"))
    let domains = questions.ask(.domains(context), if: typeKinds.contains("d"))
    let domainConstraints = questions.ask(.domainConstraints(context), if: typeKinds.contains("d"))
    let functions = questions.ask(.functions(context), if: context.members?.functions != "{}")
    let code = CodeReading(context, asking: &questions)
    let types = TypeReading(context, asking: &questions)
    for statement in after { questions.say(statement) }
    try questions.put(to: connection)

    let columnsOf = grouped(columns.rows)
    let constraintsOf = grouped(constraints.rows + notNulls.rows)
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
          code.complete(&$0, row.oid)
        }
      })
    let viewsOf = grouped(
      views.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.triggers = Keyed(sorting: triggersOf[row.oid] ?? [])
          code.complete(&$0, row.oid)
        }
      })
    let materializedViewsOf = grouped(
      materializedViews.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.indexes = Keyed(sorting: indexesOf[row.oid] ?? [])
          code.complete(&$0, row.oid)
        }
      })
    let foreignTablesOf = grouped(
      foreignTables.rows.map { row in
        row.with {
          $0.columns = Keyed(inOrder: columnsOf[row.oid] ?? [])
          $0.constraints = Keyed(sorting: constraintsOf[row.oid] ?? [])
          $0.triggers = Keyed(sorting: triggersOf[row.oid] ?? [])
          code.complete(&$0, row.oid)
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
        $0.foreignTables = Keyed(sorting: foreignTablesOf[row.oid] ?? [])
        $0.sequences = Keyed(sorting: sequencesOf[row.oid] ?? [])
        $0.enums = Keyed(sorting: enumsOf[row.oid] ?? [])
        $0.domains = Keyed(sorting: domainsOf[row.oid] ?? [])
        $0.functions = Keyed(sorting: functionsOf[row.oid] ?? [])
        code.complete(&$0, row.oid)
        types.complete(&$0, row.oid, columns: columnsOf)
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
