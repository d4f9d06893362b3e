import Postgres
import Schema

/// Schemas, each read as one that has it as its search_path sees it: what lies in the schema is named without it, everything
/// else with its schema. Two schemas that are copies of one another read the same, and a name that leads from one into the
/// other shows. The server does it: no text is ever replaced.
extension Catalog {
  /// The names of all schemas that are not PostgreSQL's own.
  package func schemaNames() throws -> [Text] {
    try inTransaction {
      let query = CatalogQuery<Namespace>.schemas(QueryContext(major: connection.majorVersion, schemas: [], track: []))
      return try query.rows(of: connection.query(query.sql, as: operation(connection))).map(\.object.key)
    }
  }

  /// Reads schemas one by one and hands each over, so that only one is held at a time.
  ///
  /// What the schemas are is looked up once, and that nothing moved meanwhile is made sure of once, for all of them: either
  /// reads whole catalogs. Each schema has a transaction of its own, so that the locks of views on what they read are few.
  /// - Parameters:
  ///   - names: one that is not there any more is passed over.
  ///   - model: what the schema is called in what is handed over. Its comment is left out: that is said of each for itself.
  ///   - take: called again for a schema when something moved.
  /// - Returns: what came of each schema, in their order. One that could not be read does not keep the others from it.
  /// - Throws: what keeps all of them from being read, as a connection that is lost.
  package func eachRelative<Value>(
    _ names: [Text], as model: Text, track: Set<Tracked>, _ take: (Snapshot) throws -> Value
  ) throws -> [(name: Text, result: Result<Value, any Error>)] {
    for _ in 0..<Self.tries {
      let (before, counts) = try inTransaction {
        let results = try connection.queryAll(
          [CatalogFingerprint.query(connection.majorVersion), CatalogPresence.query], as: operation(connection))
        return (try CatalogFingerprint(of: results[0]), try CatalogPresence.counts(of: results[1]))
      }
      let (schemas, members) = try outline(Set(names), track)
      var results: [(name: Text, result: Result<Value, any Error>)] = []
      for schema in schemas {
        let result = Result {
          try take(relative(schema, members[schema.oid] ?? SchemaMembers(), as: model, track, counts))
        }
        guard connection.isAlive else { _ = try result.get(); break }
        results.append((schema.object.key, result))
      }
      if try isStill(before) { return results }
    }
    throw CatalogError.neverStill(tries: Self.tries)
  }

  /// One schema in both ways at one moment: as a document has it, and relative to itself.
  /// - Returns: nil when there is no such schema.
  package func bothWays(
    _ name: Text, track: Set<Tracked>
  ) throws -> (plain: Snapshot, relative: Snapshot)? {
    for _ in 0..<Self.tries {
      let (plain, before, _) = try read(CatalogScope(track: track) { $0 == name }, fingerprintFirst: true) { _ in }
      let (schemas, members) = try outline([name], track)
      let relative = schemas.first.map { schema in
        Result { try self.relative(schema, members[schema.oid] ?? SchemaMembers(), as: name, track) }
      }
      if !connection.isAlive { _ = try relative?.get() }
      if let fingerprint = before?.fingerprint, try isStill(fingerprint) {
        return try relative.map { (try plain.get(), try $0.get()) }
      }
    }
    throw CatalogError.neverStill(tries: Self.tries)
  }

  private func outline(
    _ names: Set<Text>, _ track: Set<Tracked>
  ) throws -> (schemas: [CatalogRow<Namespace>], members: [Text: SchemaMembers]) {
    try inTransaction {
      let namespaces = CatalogQuery<Namespace>.schemas(
        QueryContext(major: connection.majorVersion, schemas: [], track: track))
      let schemas = try namespaces.rows(of: connection.query(namespaces.sql, as: operation(connection)))
        .filter { names.contains($0.object.key) }.sorted { $0.object.key < $1.object.key }
      return (schemas, try SchemaMembers.read(schemas.map(\.oid), connection))
    }
  }

  private func relative(
    _ schema: CatalogRow<Namespace>, _ members: SchemaMembers, as model: Text, _ track: Set<Tracked>,
    _ counts: [String: Int]? = nil
  ) throws -> Snapshot {
    let name = schema.object.key
    var context = QueryContext(major: connection.majorVersion, schemas: [schema.oid], track: track)
    context.members = members
    context.relativeTo = name
    context.counts = counts
    var before = Questions()
    for statement in beginning(searchPath: quotedIdentifier(name)) { before.say(statement) }
    before.say("SELECT current_schema()") { result in
      // Without USAGE the server passes the schema over, and every name would come qualified.
      guard try result.string(0, 0).map({ Text($0) }) == name else {
        throw Failure(
          "reading the schema \(quotedIdentifier(name)) of \(connection.displayName)", "it cannot be the search_path",
          hint: "GRANT USAGE ON SCHEMA \(quotedIdentifier(name)) to the user who reads")
      }
    }
    var named = Namespace(key: model)
    named.owner = schema.object.owner
    named.privileges = schema.object.privileges
    do {
      let read = try SchemaReading(context, connection).read(
        [CatalogRow(oid: schema.oid, parent: schema.parent, object: named)], opening: before,
        closing: [CatalogSession.end])
      var database = Database()
      database.schemas = Keyed(sorting: read)
      return Snapshot(postgres: context.major, database: database)
    } catch {
      // The first error is the one to tell; a connection that is lost cannot roll back either.
      if connection.isAlive { try? connection.execute(CatalogSession.end) }
      throw error
    }
  }
}
