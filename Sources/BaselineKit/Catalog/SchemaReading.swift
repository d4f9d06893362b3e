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

    /// Puts the objects of each parent into their order.
    /// - Parameter order: their places as they should be; nil: they came in order.
    func sort(by order: (_ parent: Text) -> [Int]?) {
      for parent in Array(groups.keys) {
        if let order = order(parent) { groups[parent]?.objects.arrange(order) }
      }
    }

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

  /// Does something once all that was asked so far is decoded, while the server works on what is asked from now on.
  mutating func meanwhile(_ work: @escaping () -> Void) {
    guard let take = takers.popLast() else { return }
    takers.append { result in
      try take(result)
      work()
    }
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

  /// - Parameters:
  ///   - schemas: those that the context names.
  ///   - before: goes to the server in the same round trip.
  ///   - opening: this too, first, and again if there is a second one.
  ///   - closing: the same, last.
  func read(
    _ schemas: [CatalogRow<Namespace>], before: Questions = Questions(), opening: Questions = Questions(),
    closing: [String] = []
  ) throws -> [Namespace] {
    var questions = opening + before
    let relations = RelationReading(context, asking: &questions)
    let sequences = questions.ask(
      .sequences(context), if: relations.kinds.contains("S") && context.hasRows("pg_sequence"))
    let typeKinds = context.members?.typeKinds ?? "ed"
    let enums = questions.ask(.enums(context), if: typeKinds.contains("e") && context.hasRows("pg_type: enum"))
    let hasDomains = typeKinds.contains("d") && context.hasRows("pg_type: domain")
    let domains = questions.ask(.domains(context), if: hasDomains)
    let domainConstraints = questions.ask(.domainConstraints(context), if: hasDomains)
    let functions = questions.ask(
      .functions(context), if: context.members?.functions != "{}" && context.hasRows("pg_proc"))
    let code = CodeReading(context, asking: &questions)
    let types = TypeReading(context, asking: &questions)
    // Checks take the server longest for what little there is to decode: everything else is put together meanwhile.
    questions.meanwhile { if !relations.names.isIncomplete { relations.assemble(code, types) } }
    relations.askForChecks(&questions)
    for statement in closing { questions.say(statement) }
    // A tenant's schema, of which there may be thousands, is small.
    try questions.put(to: connection, isLarge: context.members == nil)
    if relations.names.isIncomplete {
      var missing = opening
      relations.names.askForMissing(&missing)
      for statement in closing { missing.say(statement) }
      try missing.put(to: connection)
      try relations.decodeAgain()
    }
    relations.assemble(code, types)
    relations.addChecks()
    domains.complete { $0.constraints = Keyed(sorting: domainConstraints.take(of: $1)) }

    return schemas.map { row in
      var schema = row.object
      relations.complete(&schema, row.oid)
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
