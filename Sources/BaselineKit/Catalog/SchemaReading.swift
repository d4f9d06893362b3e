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
    fileprivate(set) var rows: [CatalogRow<Object>] = [] {
      didSet { byParent = nil }
    }
    /// Decodes the rows again, where it was asked for.
    fileprivate var again: (() throws -> Void)?

    /// Decodes the rows once more, with what is known now and was not then.
    func decodeAgain() throws {
      try again?()
      again = nil
    }

    /// The objects of one parent, in the rows' order.
    func objects(of parent: Text) -> [Object] {
      if rows.isEmpty { return [] }
      if byParent == nil { byParent = grouped(rows) }
      return byParent?[parent] ?? []
    }
    private var byParent: [Text: [Object]]?
  }

  /// - Parameter isUseful: whether there can be rows at all: to plan a query takes the server as long as to answer it.
  /// - Parameter names: what decoding may find missing in it: then the rows can be decoded again.
  mutating func ask<Object>(
    _ query: CatalogQuery<Object>, if isUseful: Bool = true, completing names: CatalogNumbers? = nil
  ) -> Answer<Object> {
    let answer = Answer<Object>()
    if !isUseful { return answer }
    say(query.sql, about: Object.kind) { result in
      answer.rows = try query.rows(of: result)
      if names?.isIncomplete == true { answer.again = { answer.rows = try query.rows(of: result) } }
    }
    return answer
  }

  static func + (first: Questions, second: Questions) -> Questions {
    var questions = first
    questions.sql += second.sql
    questions.takers += second.takers
    questions.kinds += second.kinds
    return questions
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
  ///   - opening: this too, first, and again if there is a second one.
  ///   - closing: the same, last.
  func read(
    _ schemas: [CatalogRow<Namespace>], before: Questions = Questions(), opening: Questions = Questions(),
    closing: [String] = []
  ) throws -> [Namespace] {
    let names = CatalogNumbers()
    let defaults = ColumnDefaults()
    var questions = opening + before
    let kinds = context.members?.relationKinds ?? "rpvmSf"
    let typeKinds = context.members?.typeKinds ?? "ed"
    let hasRelations = !kinds.isEmpty
    let tables = questions.ask(.tables(context), if: hasRelations)
    let views = questions.ask(.views(context), if: kinds.contains("v") && context.hasRows("pg_rewrite"))
    let materializedViews = questions.ask(
      .materializedViews(context), if: kinds.contains("m") && context.hasRows("pg_rewrite"))
    let foreignTables = questions.ask(
      .foreignTables(context), if: kinds.contains("f") && context.hasRows("pg_foreign_table"))
    if hasRelations && context.hasRows("pg_attrdef") { defaults.ask(context, &questions) }
    let columns = questions.ask(.columns(context, names, defaults), if: hasRelations)
    let checks = questions.ask(.checks(context), if: hasRelations && context.hasRows("pg_constraint"))
    let keys = questions.ask(
      .keys(context, names), if: hasRelations && context.hasRows("pg_constraint"), completing: names)
    let notNulls = questions.ask(.notNulls(context), if: hasRelations && context.major >= 18)
    if hasRelations && context.hasRows("pg_index") { names.ask(&questions) }
    let indexes = questions.ask(
      .indexes(context, names), if: hasRelations && context.hasRows("pg_index"), completing: names)
    let triggers = questions.ask(.triggers(context), if: hasRelations && context.hasRows("pg_trigger"))
    let sequences = questions.ask(.sequences(context), if: kinds.contains("S"))
    let enums = questions.ask(.enums(context), if: typeKinds.contains("e") && context.hasRows("pg_type"))
    let domains = questions.ask(.domains(context), if: typeKinds.contains("d") && context.hasRows("pg_type"))
    let domainConstraints = questions.ask(
      .domainConstraints(context), if: typeKinds.contains("d") && context.hasRows("pg_type"))
    let functions = questions.ask(
      .functions(context), if: context.members?.functions != "{}" && context.hasRows("pg_proc"))
    let code = CodeReading(context, asking: &questions)
    let types = TypeReading(context, asking: &questions)
    for statement in closing { questions.say(statement) }
    try questions.put(to: connection)
    if names.isIncomplete {
      var missing = opening
      names.askForMissing(&missing)
      for statement in closing { missing.say(statement) }
      try missing.put(to: connection)
      try keys.decodeAgain()
      try indexes.decodeAgain()
    }

    var columnsOf = grouped(columns.rows)
    for relation in columnsOf.keys {
      guard let order = names.order(of: relation), let columns = columnsOf[relation] else { continue }
      columnsOf[relation] = order.map { columns[$0] }
    }
    let constraintsOf = grouped(checks.rows + keys.rows + notNulls.rows)
    let indexesOf = grouped(indexes.rows)
    let triggersOf = grouped(triggers.rows)
    let domainConstraintsOf = grouped(domainConstraints.rows)

    let tablesOf = grouped(tables.rows) {
      $0.columns = Keyed(inOrder: columnsOf[$1] ?? [])
      $0.constraints = Keyed(sorting: constraintsOf[$1] ?? [])
      $0.indexes = Keyed(sorting: indexesOf[$1] ?? [])
      $0.triggers = Keyed(sorting: triggersOf[$1] ?? [])
      code.complete(&$0, $1)
    }
    let viewsOf = grouped(views.rows) {
      $0.columns = Keyed(inOrder: columnsOf[$1] ?? [])
      $0.triggers = Keyed(sorting: triggersOf[$1] ?? [])
      code.complete(&$0, $1)
    }
    let materializedViewsOf = grouped(materializedViews.rows) {
      $0.columns = Keyed(inOrder: columnsOf[$1] ?? [])
      $0.indexes = Keyed(sorting: indexesOf[$1] ?? [])
      code.complete(&$0, $1)
    }
    let foreignTablesOf = grouped(foreignTables.rows) {
      $0.columns = Keyed(inOrder: columnsOf[$1] ?? [])
      $0.constraints = Keyed(sorting: constraintsOf[$1] ?? [])
      $0.triggers = Keyed(sorting: triggersOf[$1] ?? [])
      code.complete(&$0, $1)
    }
    let sequencesOf = grouped(sequences.rows)
    let enumsOf = grouped(enums.rows)
    let domainsOf = grouped(domains.rows) { $0.constraints = Keyed(sorting: domainConstraintsOf[$1] ?? []) }
    let functionsOf = grouped(functions.rows)
    let compositeTypesOf = grouped(types.compositeTypes.rows) {
      $0.attributes = Keyed(inOrder: (columnsOf[$1] ?? []).map { Attribute($0) })
    }

    return schemas.map { row in
      var schema = row.object
      schema.tables = Keyed(sorting: tablesOf[row.oid] ?? [])
      schema.views = Keyed(sorting: viewsOf[row.oid] ?? [])
      schema.materializedViews = Keyed(sorting: materializedViewsOf[row.oid] ?? [])
      schema.foreignTables = Keyed(sorting: foreignTablesOf[row.oid] ?? [])
      schema.sequences = Keyed(sorting: sequencesOf[row.oid] ?? [])
      schema.enums = Keyed(sorting: enumsOf[row.oid] ?? [])
      schema.domains = Keyed(sorting: domainsOf[row.oid] ?? [])
      schema.functions = Keyed(sorting: functionsOf[row.oid] ?? [])
      schema.compositeTypes = Keyed(sorting: compositeTypesOf[row.oid] ?? [])
      code.complete(&schema, row.oid)
      types.complete(&schema, row.oid)
      return schema
    }
  }
}

/// Objects by the oid of what they lie in, in the rows' order.
/// - Parameter complete: adds what the object's own oid tells.
func grouped<Object>(
  _ rows: [CatalogRow<Object>], _ complete: ((inout Object, _ oid: Text) -> Void)? = nil
) -> [Text: [Object]] {
  var groups: [Text: [Object]] = [:]
  // Most come one after another.
  var start = 0
  while start < rows.count {
    let parent = rows[start].parent
    let end = rows[start...].firstIndex { $0.parent != parent } ?? rows.count
    var objects = rows[start..<end].map(\.object)
    if let complete {
      for index in objects.indices { complete(&objects[index], rows[start + index].oid) }
    }
    groups[parent, default: []] += objects
    start = end
  }
  return groups
}
