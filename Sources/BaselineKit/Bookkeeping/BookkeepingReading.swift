import Postgres
import Schema

/// What the bookkeeping tables of a database say.
package struct BookkeepingReading: Equatable, Sendable {
  /// Those of the schema that was named first, then of the watched ones, of `public`, and of the others.
  package private(set) var books: [Bookkeeping] = []
  /// A migration tool is at work: `golang-migrate holds its lock`.
  package private(set) var atWork: String?

  /// Reads them in the transaction that is open.
  /// - Parameter schema: a tenant's; others than it and `public` are not looked at then.
  init(_ connection: Connection, _ scope: CatalogScope, first schema: Text? = nil) throws {
    try self.init(of: Self.find(on: connection, first: schema), connection, scope, first: schema)
  }

  /// - Parameter result: of `query`, put in the transaction that is open.
  init(of result: QueryResult, _ connection: Connection, _ scope: CatalogScope, first schema: Text?) throws {
    let tables = try Self.tables(of: result, scope, first: schema)
    if tables.isEmpty { return }
    atWork = try Self.lock(of: tables, on: connection)
    // To read a table that a tool holds locked would be to wait for it.
    if atWork != nil { return }
    for table in tables { books.append(try table.read(on: connection)) }
  }

  /// Whether the tool whose lock was seen is still at work.
  static func isAtWork(_ connection: Connection, _ scope: CatalogScope, first schema: Text?) throws -> Bool {
    try lock(of: tables(of: find(on: connection, first: schema), scope, first: schema), on: connection) != nil
  }

  /// A table that looks like a tool's.
  fileprivate struct Table {
    let format: BookkeepingFormat
    let oid: String
    let schema: String
    let name: String
    let quoted: String
    let mayRead: Bool
    let role: String
    let database: String
    let rank: Int
  }

  private static func find(on connection: Connection, first schema: Text?) throws(PostgresError) -> QueryResult {
    try connection.query(query(connection, first: schema), as: "looking for the bookkeeping of migration tools")
  }

  /// Looks for tables that may be a tool's.
  static func query(_ connection: Connection, first schema: Text?) throws(PostgresError) -> String {
    let names = Set(BookkeepingFormat.all.flatMap(\.tables)).sorted().map { "'\($0)'" }.joined(separator: ", ")
    var place = ""
    if let schema { place = "AND n.nspname IN ('public', \(try connection.quoteLiteral(schema.string)))" }
    // Every name is pg_catalog's, whatever the search_path says.
    return """
      SELECT c.oid, n.nspname, c.relname, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
          AND NOT pg_catalog.row_security_active(c.oid),
        pg_catalog.quote_ident(current_user), pg_catalog.current_database(),
        pg_catalog.string_agg(a.attname || '=' || pg_catalog.format_type(a.atttypid, NULL), E'\\n')
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relname IN (\(names)) \(place)
      GROUP BY c.oid, n.oid, n.nspname, c.relname
      ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname LIMIT 2000
      """
  }

  private static func tables(of result: QueryResult, _ scope: CatalogScope, first schema: Text?) throws -> [Table] {
    var tables: [Table] = []
    for row in 0..<result.rowCount {
      let cell = { (column: Int) throws -> String in try result.string(row, column) ?? "" }
      let (space, name) = (try cell(1), try cell(2))
      var types: [String: String] = [:]
      for pair in try cell(7).split(separator: "\n") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { types[String(parts[0])] = String(parts[1]) }
      }
      guard let format = BookkeepingFormat.all.first(where: { $0.tables.contains(name) && $0.fits(types) }) else {
        continue
      }
      let rank =
        schema.map { $0.string == space } ?? scope.includesSchema(Text(space)) ? 0 : space == "public" ? 1 : 2
      tables.append(
        Table(
          format: format, oid: try cell(0), schema: space, name: name, quoted: try cell(3), mayRead: try cell(4) == "t",
          role: try cell(5), database: try cell(6), rank: rank))
    }
    return tables.sorted { $0.rank < $1.rank }
  }

  /// Whether a tool holds its advisory lock, or somebody is writing into its table. An autovacuum and readers are no reason
  /// to wait.
  private static func lock(of tables: [Table], on connection: Connection) throws -> String? {
    if tables.isEmpty { return nil }
    var toolOf: [Int64: MigrationTool] = [:]
    for table in tables {
      for key in MigrationLock.keys(
        of: table.format.tool, schema: table.schema, table: table.name, database: table.database)
      {
        toolOf[key] = table.format.tool
      }
    }
    let result = try connection.query(
      """
      SELECT CASE WHEN l.locktype = 'advisory' THEN (l.classid::bigint << 32 | l.objid::bigint) END, l.relation
      FROM pg_catalog.pg_locks AS l
      WHERE l.granted AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND (l.locktype = 'advisory' AND l.objsubid = 1
          OR l.relation IN (\(tables.map(\.oid).joined(separator: ", ")))
            AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
      """, as: "looking for the locks of migration tools")
    for row in 0..<result.rowCount {
      if let key = try result.string(row, 0).flatMap({ Int64($0) }) {
        if let tool = toolOf[key] { return "\(tool.rawValue) holds its lock" }
      } else if let oid = try result.string(row, 1), let table = tables.first(where: { $0.oid == oid }) {
        return "\(table.format.tool.rawValue) is writing into \(table.quoted)"
      }
    }
    return nil
  }
}

extension BookkeepingReading.Table {
  /// - Throws: only when the connection is lost; what the server refuses is said.
  fileprivate func read(on connection: Connection) throws -> Bookkeeping {
    var book = Bookkeeping(tool: format.tool, table: quoted)
    guard mayRead else {
      book.problem = "\(role) may not read \(quoted)"
      book.hint =
        "GRANT USAGE ON SCHEMA \(try connection.quoteIdentifier(schema)) TO \(role); GRANT SELECT ON \(quoted) TO \(role);"
      return book
    }
    let columns = format.selected.map { "left((\($0))::text, \(BookkeepingFormat.longestText))" }
    // What was read before must not be lost with a statement that fails.
    try connection.execute("SAVEPOINT bookkeeping")
    do throws(PostgresError) {
      let result = try connection.query(
        """
        SELECT \(columns.joined(separator: ", ")) FROM \(quoted)
        ORDER BY \(format.order) LIMIT \(BookkeepingFormat.mostRows + 1)
        """, as: "reading \(quoted)")
      var rows: [[String?]] = []
      for row in 0..<result.rowCount {
        var cells: [String?] = []
        for column in 0..<columns.count { cells.append(try result.string(row, column)) }
        rows.append(cells)
      }
      guard rows.count <= BookkeepingFormat.mostRows else {
        book.problem = "\(quoted) has more than \(BookkeepingFormat.mostRows) rows"
        return book
      }
      switch format.read(rows) {
      case .applied(let applied): book.applied = applied
      case .problem(let problem, let applied): (book.problem, book.applied) = (problem, applied)
      }
    } catch {
      guard connection.isAlive else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT bookkeeping")
      book.problem = singleLine("\(error)")
    }
    return book
  }
}
