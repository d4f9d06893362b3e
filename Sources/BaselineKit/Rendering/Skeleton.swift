import Postgres
import Processes
import Schema

/// What of a schema is needed for its texts to be parsed: relations with their columns, types, the signatures of functions.
///
/// For projects without migrations, whose schema no private server holds. Each statement stands for itself: what one of them
/// could not make, a text that needs it will miss, and say so.
struct Skeleton {
  /// Of extensions and schemas, which need a superuser.
  private(set) var rooms: [String] = []
  /// Of all that lies in schemas.
  private(set) var objects: [String] = []

  /// - Parameter snapshots: of an object that several have, the first one's counts.
  init(of snapshots: [Snapshot]) {
    var seen: Set<ObjectID> = []
    for snapshot in snapshots {
      for schema in snapshot.database.schemas where seen.insert(ObjectID(.schema, [schema.key])).inserted {
        rooms.append("CREATE SCHEMA IF NOT EXISTS \(quotedIdentifier(schema.key))")
        rooms.append("ALTER SCHEMA \(quotedIdentifier(schema.key)) OWNER TO \(RenderingDatabase.name)")
      }
    }
    for snapshot in snapshots {
      for item in snapshot.database.extensions where seen.insert(ObjectID(.extension, [item.key])).inserted {
        rooms.append("CREATE SCHEMA IF NOT EXISTS \(quotedIdentifier(item.schema))")
        rooms.append(
          "CREATE EXTENSION IF NOT EXISTS \(quotedIdentifier(item.key)) SCHEMA \(quotedIdentifier(item.schema)) CASCADE"
        )
      }
      for schema in snapshot.database.schemas { add(schema, &seen) }
      for cast in snapshot.database.casts where seen.insert(ObjectID(.cast, [cast.key])).inserted {
        objects.append("CREATE CAST (\(cast.key)) \(cast.words)")
      }
    }
  }

  private mutating func add(_ schema: Namespace, _ seen: inout Set<ObjectID>) {
    func add<Object: SchemaObject>(_ list: Keyed<Object>, _ make: (Object, String) -> String) {
      for object in list where seen.insert(ObjectID(Object.kind, [schema.key, object.key])).inserted {
        let isSignature = Object.kind.hasRenderedKey
        let name = isSignature ? String(object.key.string.prefix { $0 != "(" }) : quotedIdentifier(object.key)
        objects.append(make(object, "\(quotedIdentifier(schema.key)).\(name)"))
      }
    }
    add(schema.collations) { "CREATE COLLATION \($1) (\($0.words))" }
    add(schema.enums) { "CREATE TYPE \($1) AS ENUM (\($0.labels.map(sqlLiteral).joined(separator: ", ")))" }
    add(schema.domains) { "CREATE DOMAIN \($1) AS \($0.type)\(collate($0.collation))" }
    add(schema.compositeTypes) { type, name in
      "CREATE TYPE \(name) AS (\(type.attributes.map { "\(quotedIdentifier($0.key)) \($0.type)\(collate($0.collation))" }.joined(separator: ", ")))"
    }
    add(schema.rangeTypes) { "CREATE TYPE \($1) AS RANGE (\($0.words))" }
    add(schema.sequences) { "CREATE SEQUENCE \($1)" }
    add(schema.tables) { "CREATE TABLE \($1) (\(columns($0.columns, key: $0.constraints)))" }
    add(schema.foreignTables) { "CREATE TABLE \($1) (\(columns($0.columns)))" }
    add(schema.materializedViews) { "CREATE TABLE \($1) (\(columns($0.columns)))" }
    add(schema.views) { view, name in
      let columns = view.columns.map { "NULL::\($0.type)\(collate($0.collation)) AS \(quotedIdentifier($0.key))" }
      return "CREATE VIEW \(name) AS SELECT \(columns.joined(separator: ", "))"
    }
    add(schema.functions) { function, name in
      let isProcedure = function.type == "procedure"
      return "CREATE \(isProcedure ? "PROCEDURE" : "FUNCTION") \(name)(\(function.arguments))"
        + (function.returns.map { isProcedure ? "" : " RETURNS \($0)" } ?? "")
        + " LANGUAGE plpgsql\(function.volatility.map { " \($0.string.uppercased())" } ?? "") AS ''"
    }
    add(schema.aggregates) { aggregate, name in
      "CREATE AGGREGATE \(name)(\(aggregate.arguments)) (SFUNC = \(aggregate.stateFunction), STYPE = \(aggregate.stateType))"
    }
    add(schema.operators) { "CREATE OPERATOR \($1) (FUNCTION = \($0.function)\($0.operands))" }
    add(schema.textSearchConfigurations) { "CREATE TEXT SEARCH CONFIGURATION \($1) (PARSER = \($0.parser))" }
  }

  /// As columns of a table; a primary key is what lets a query name columns beside those that it groups by.
  private func columns(_ columns: Keyed<Column>, key constraints: Keyed<Constraint> = []) -> String {
    let keys = constraints.filter { $0.type == "primary key" }.map { "PRIMARY KEY (\(sqlNames($0.columns)))" }
    return (columns.map { "\(quotedIdentifier($0.key)) \($0.type)\(collate($0.collation))" } + keys).joined(
      separator: ", ")
  }
}

private func collate(_ collation: Text?) -> String { collation.map { " COLLATE \($0)" } ?? "" }

extension Collation {
  fileprivate var words: String {
    var options = ["PROVIDER = \(provider)"]
    if let locale { options.append("LOCALE = \(sqlLiteral(locale))") }
    if let collate { options.append("LC_COLLATE = \(sqlLiteral(collate))") }
    if let ctype { options.append("LC_CTYPE = \(sqlLiteral(ctype))") }
    if !deterministic { options.append("DETERMINISTIC = false") }
    return options.joined(separator: ", ")
  }
}

extension RangeType {
  fileprivate var words: String {
    var options = ["SUBTYPE = \(subtype)"]
    if let operatorClass { options.append("SUBTYPE_OPCLASS = \(operatorClass)") }
    if let collation { options.append("COLLATION = \(collation)") }
    if let multirange { options.append("MULTIRANGE_TYPE_NAME = \(quotedIdentifier(multirange))") }
    return options.joined(separator: ", ")
  }
}

extension Cast {
  fileprivate var words: String {
    let way = function.map { "WITH FUNCTION \($0)" } ?? (method == "inout" ? "WITH INOUT" : "WITHOUT FUNCTION")
    return way + (context == "explicit" ? "" : " AS \(context.string.uppercased())")
  }
}

extension Operator {
  /// Its operands, which its key names.
  fileprivate var operands: String {
    guard let open = key.string.firstIndex(of: "("), key.string.hasSuffix(")") else { return "" }
    let types = key.string[open...].dropFirst().dropLast().split(separator: ",", maxSplits: 1)
      .map { $0.drop { $0 == " " } }
    return zip(["LEFTARG", "RIGHTARG"], types).map { $1 == "NONE" ? "" : ", \($0) = \($1)" }.joined()
  }
}

/// A private server that holds a skeleton.
final class SkeletonServer {
  private let scratch: Scratch
  private let server: PrivateServer
  private let missing: ServerError?

  /// - Parameter major: the version to render with; where its programs are not there, those of another one are taken.
  init(_ skeleton: Skeleton, major: Int?, environment: [String: String]) throws {
    let binaries: ServerBinaries
    do throws(ServerError) {
      binaries = try ServerBinaries.find(major: major, environment: environment)
      missing = nil
    } catch {
      guard let other = try? ServerBinaries.find(major: nil, environment: environment) else { throw error }
      binaries = other
      missing = error
    }
    scratch = try Scratch(in: environment["TMPDIR"])
    server = try PrivateServer(binaries: binaries, scratch: scratch, environment: environment)
    try server.createDatabase(Self.database)
    try build(skeleton)
  }

  deinit {
    server.stop()
    scratch.remove()
  }

  private static let database = "skeleton"

  /// A skeleton of snapshots on a server of the configured version, else of the one that printed the first of them.
  static func rendering(
    _ snapshots: [Snapshot], relativeTo schema: Text? = nil, _ config: Config, _ environment: [String: String],
    _ progress: (String) -> Void
  ) throws -> RenderingDatabase {
    progress("rendering texts on a private PostgreSQL server")
    let major = config.postgres ?? snapshots.lazy.compactMap(\.postgres).first
    let server = try SkeletonServer(Skeleton(of: snapshots), major: major, environment: environment)
    return try RenderingDatabase(
      server.server.target(database: database), relativeTo: schema, keeping: server, missing: server.missing)
  }

  private func build(_ skeleton: Skeleton) throws {
    let target = try server.target(database: Self.database)
    let administrator = try Connection(target)
    for statement in [RenderingDatabase.role, "GRANT CREATE ON DATABASE \(Self.database) TO \(RenderingDatabase.name)"]
    {
      try administrator.execute(statement)
    }
    make(skeleton.rooms, administrator)
    let connection = try Connection(
      target.with(user: RenderingDatabase.name), timeouts: Timeouts(statementMilliseconds: 10_000))
    for setting in ["check_function_bodies = off", "search_path = ''"] { try connection.execute("SET \(setting)") }
    // Types, functions and tables need one another in any order.
    var waiting = skeleton.objects
    var count = 0
    repeat {
      count = waiting.count
      waiting = make(waiting, connection)
    } while !waiting.isEmpty && waiting.count < count
  }

  /// - Returns: what failed.
  @discardableResult private func make(_ statements: [String], _ connection: Connection) -> [String] {
    statements.filter { statement in
      do throws(PostgresError) {
        _ = try connection.query(statement)
        return false
      } catch {
        return true
      }
    }
  }
}
