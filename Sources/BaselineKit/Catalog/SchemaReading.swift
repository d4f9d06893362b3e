import Postgres
import Processes
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

  /// What one query found, once it was put.
  final class Answer<Object: SchemaObject> {
    /// By the oid of what they lie in.
    fileprivate(set) var groups: [Text: CatalogGroup<Object>] = [:]
    /// Decodes the rows again, where it was asked for.
    fileprivate var again: (() throws -> Void)?

    /// Decodes the rows once more, with what is known now and was not then.
    func decodeAgain() throws {
      try again?()
      again = nil
    }

    /// All objects.
    var objects: [Object] { groups.values.flatMap(\.objects) }

    /// The objects of one parent, in the rows' order. They are given away: nobody asks twice, and what is held twice is copied once it
    /// is changed.
    func take(of parent: Text) -> [Object] { groups.removeValue(forKey: parent)?.objects ?? [] }

    /// Adds to each object what its own oid tells.
    func complete(_ change: (inout Object, _ oid: Text) -> Void) {
      for parent in Array(groups.keys) {
        // Taken out, so that it is changed where it lies.
        guard var group = groups.removeValue(forKey: parent) else { continue }
        for place in group.objects.indices { change(&group.objects[place], group.oids[place]) }
        groups[parent] = group
      }
    }
  }

  /// - Parameter isUseful: whether there can be rows at all: to plan a query takes the server as long as to answer it.
  /// - Parameter names: what decoding may find missing in it: then the rows can be decoded again.
  mutating func ask<Object>(
    _ query: CatalogQuery<Object>, if isUseful: Bool = true, completing names: CatalogNumbers? = nil
  ) -> Answer<Object> {
    let answer = Answer<Object>()
    if !isUseful { return answer }
    say(query.sql, about: Object.kind) { result in
      answer.groups = try query.groups(of: result)
      if names?.isIncomplete == true { answer.again = { answer.groups = try query.groups(of: result) } }
    }
    return answer
  }

  /// The same for a query with many rows: they come in parts, and one is decoded while the server works on the next.
  ///
  /// The server gathers a part before it sends it: it is small enough for its memory. To fetch more than there is costs next to
  /// nothing.
  /// - Parameter count: how many rows there are at most; nil: nobody knows.
  mutating func ask<Object>(_ query: CatalogQuery<Object>, inPartsOf count: Int?) -> Answer<Object> {
    let answer = Answer<Object>()
    let cursor = "baseline_\(Object.kind.rawValue)"
    say("DECLARE \(cursor) NO SCROLL CURSOR FOR \(query.sql)", about: Object.kind)
    // The first are smaller: of a thousand tables' columns the last part is small, too.
    let parts = Array(repeating: 2_000, count: 4) + Array(repeating: 8_000, count: (count ?? 100_000) / 8_000)
    for part in parts.map(\.description) + ["ALL"] {
      say("FETCH \(part) FROM \(cursor)", about: Object.kind) { result in
        answer.groups.merge(try query.groups(of: result)) { group, more in
          var whole = group
          whole += more
          return whole
        }
      }
    }
    say("CLOSE \(cursor)")
    return answer
  }

  static func + (first: Questions, second: Questions) -> Questions {
    var questions = first
    questions.sql += second.sql
    questions.takers += second.takers
    questions.kinds += second.kinds
    return questions
  }

  /// - Parameter isLarge: whether much is to be expected.
  func put(to connection: Connection, isLarge: Bool = false) throws {
    var answered = 0
    do {
      try connection.queryEach(sql, as: operation(connection), isLarge: isLarge) { index, result in
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

  /// From how many relations on what was freed is given back, which takes some milliseconds.
  private static let large = 3_000

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
    let texts = ColumnTexts()
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
    if hasRelations && context.hasRows("pg_attrdef") { texts.askForExpressions(context, &questions) }
    if hasRelations && context.hasRows("pg_description") { texts.askForComments(context, &questions) }
    // A tenant's schema, of which there may be thousands, is small.
    let isLarge = context.members == nil
    let columnQuery = CatalogQuery<Column>.columns(context, names, texts)
    let columns =
      isLarge
      ? questions.ask(columnQuery, inPartsOf: context.counts?["pg_attribute"])
      : questions.ask(columnQuery, if: hasRelations)
    let hasConstraints = hasRelations && context.hasRows("pg_constraint")
    let hasIndexes = hasRelations && context.hasRows("pg_index")
    let keys = questions.ask(.keys(context, names), if: hasConstraints, completing: names)
    let notNulls = questions.ask(.notNulls(context), if: hasRelations && context.major >= 18)
    if hasIndexes { names.ask(&questions) }
    let indexes = questions.ask(.indexes(context, names), if: hasIndexes, completing: names)
    let triggers = questions.ask(.triggers(context), if: hasRelations && context.hasRows("pg_trigger"))
    let sequences = questions.ask(.sequences(context), if: kinds.contains("S") && context.hasRows("pg_sequence"))
    let enums = questions.ask(.enums(context), if: typeKinds.contains("e") && context.hasRows("pg_type: enum"))
    let hasDomains = typeKinds.contains("d") && context.hasRows("pg_type: domain")
    let domains = questions.ask(.domains(context), if: hasDomains)
    let domainConstraints = questions.ask(.domainConstraints(context), if: hasDomains)
    let functions = questions.ask(
      .functions(context), if: context.members?.functions != "{}" && context.hasRows("pg_proc"))
    let code = CodeReading(context, asking: &questions)
    let types = TypeReading(context, asking: &questions)
    // What takes the server longest for what little we have to do with it: nobody waits for our decoding of the rest.
    let checks = questions.ask(.checks(context), if: hasConstraints)
    for statement in closing { questions.say(statement) }
    try questions.put(to: connection, isLarge: isLarge)
    if names.isIncomplete {
      var missing = opening
      names.askForMissing(&missing)
      for statement in closing { missing.say(statement) }
      try missing.put(to: connection)
      try keys.decodeAgain()
      try indexes.decodeAgain()
    }

    // The rows of a large database take as much memory as its schema, and are gone now.
    if columns.groups.count > Self.large { giveBackFreedMemory() }
    columns.sort(by: names.order)
    func constraints(_ relation: Text) -> Keyed<Constraint> {
      Keyed(sorting: keys.take(of: relation) + checks.take(of: relation) + notNulls.take(of: relation))
    }
    tables.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.constraints = constraints($1)
      $0.indexes = Keyed(sorting: indexes.take(of: $1))
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    views.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    materializedViews.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.indexes = Keyed(sorting: indexes.take(of: $1))
      code.complete(&$0, $1)
    }
    foreignTables.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.constraints = constraints($1)
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    domains.complete { $0.constraints = Keyed(sorting: domainConstraints.take(of: $1)) }
    types.compositeTypes.complete { $0.attributes = Keyed(inOrder: columns.take(of: $1).map { Attribute($0) }) }

    return schemas.map { row in
      var schema = row.object
      schema.tables = Keyed(sorting: tables.take(of: row.oid))
      schema.views = Keyed(sorting: views.take(of: row.oid))
      schema.materializedViews = Keyed(sorting: materializedViews.take(of: row.oid))
      schema.foreignTables = Keyed(sorting: foreignTables.take(of: row.oid))
      schema.sequences = Keyed(sorting: sequences.take(of: row.oid))
      schema.enums = Keyed(sorting: enums.take(of: row.oid))
      schema.domains = Keyed(sorting: domains.take(of: row.oid))
      schema.functions = Keyed(sorting: functions.take(of: row.oid))
      code.complete(&schema, row.oid)
      types.complete(&schema, row.oid)
      return schema
    }
  }
}

extension Questions.Answer<Column> {
  /// Puts the columns of each relation in their order.
  /// - Parameter order: their places as they should be; nil: they came in order.
  fileprivate func sort(by order: (Text) -> [Int]?) {
    for relation in Array(groups.keys) {
      if let order = order(relation) { groups[relation]?.objects.arrange(order) }
    }
  }
}
