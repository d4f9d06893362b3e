import Postgres
import Schema

/// How one kind of object is read: one query over pg_catalog, whose result columns are named like the kind's fields.
///
/// Besides them it has `oid`, by which other queries refer to the object, `parent`, the oid of what it lies in, and `key`.
struct CatalogQuery<Object: SchemaObject> {
  let sql: String
  /// Sets fields that need more than one cell; `cell` gives a result column by its name.
  var finish: ((_ object: inout Object, _ cell: (String) throws -> Text?) throws -> Void)?

  init(_ sql: String) {
    self.sql = sql
  }
}

/// An object as a row of the catalog gave it.
struct CatalogRow<Object: SchemaObject> {
  let oid: Text
  let parent: Text
  let object: Object
}

/// Objects that lie in the same.
struct CatalogGroup<Object: SchemaObject> {
  /// The objects' own, in the same order.
  var oids: [Text] = []
  var objects: [Object] = []

  static func += (group: inout CatalogGroup, more: CatalogGroup) {
    group.oids += more.oids
    group.objects += more.objects
  }
}

extension CatalogQuery {
  /// Decodes a result.
  func rows(of result: QueryResult) throws -> [CatalogRow<Object>] {
    var decoder = try RowDecoder(self, result)
    return try (0..<result.rowCount).map { row in
      let (oid, parent, object) = try decoder.decode(row)
      return CatalogRow(oid: oid, parent: parent, object: object)
    }
  }

  /// Decodes a result, grouped by what the objects lie in, in the rows' order. No object is copied on the way: a column alone has
  /// twenty fields to be retained.
  func groups(of result: QueryResult) throws -> [Text: CatalogGroup<Object>] {
    var decoder = try RowDecoder(self, result)
    var groups: [Text: CatalogGroup<Object>] = [:]
    var group = CatalogGroup<Object>()
    // Most that lie in the same come one after another.
    var current: Text?
    func close() {
      guard let parent = current else { return }
      if groups[parent] == nil { groups[parent] = group } else { groups[parent]? += group }
      group = CatalogGroup()
    }
    for row in 0..<result.rowCount {
      let (oid, parent, object) = try decoder.decode(row)
      if current != parent {
        close()
        current = parent
      }
      group.oids.append(oid)
      group.objects.append(object)
    }
    close()
    return groups
  }
}

/// Decodes the rows of one result by the kind's field list. A NULL cell leaves a field at its default.
private struct RowDecoder<Object: SchemaObject> {
  private let query: CatalogQuery<Object>
  private let result: QueryResult
  private let fields: [Field<Object>]
  /// Where the fields' cells are.
  private let columns: [Int]
  private let key: Int
  private let oid: Int?
  private let parent: Int?
  private var others: OtherCells

  init(_ query: CatalogQuery<Object>, _ result: QueryResult) throws {
    let positions = Dictionary(zip(result.columns, 0...)) { first, _ in first }
    guard let key = positions["key"] else { throw CatalogError.missingColumn("key", Object.kind) }
    self.query = query
    self.result = result
    self.key = key
    fields = Object.fields.filter { positions[$0.name.string] != nil }
    columns = fields.compactMap { positions[$0.name.string] }
    oid = positions["oid"]
    parent = positions["parent"]
    others = OtherCells(positions: positions)
  }

  mutating func decode(_ row: Int) throws -> (oid: Text, parent: Text, object: Object) {
    var object = Object(key: try result.text(row, key) ?? "")
    do {
      for index in columns.indices where !result.isNull(row, columns[index]) {
        try fields[index].decode(try result.text(row, columns[index]), &object)
      }
    } catch let error as DocumentError {
      throw CatalogError.undecodable(Object.kind, object.key, error.reason)
    }
    if let finish = query.finish {
      others.begin()
      try finish(&object) { name throws in try others.position(name).flatMap { try result.text(row, $0) } }
    }
    return (
      try oid.flatMap { try result.text(row, $0) } ?? "", try parent.flatMap { try result.text(row, $0) } ?? "", object
    )
  }
}

/// The positions of cells by their names, which are asked for in the same order in nearly every row.
private struct OtherCells {
  private let positions: [String: Int]
  private var asked: [(name: String, position: Int?)] = []
  private var next = 0

  init(positions: [String: Int]) {
    self.positions = positions
  }

  /// Another row begins.
  mutating func begin() { next = 0 }

  mutating func position(_ name: String) -> Int? {
    if next < asked.count, asked[next].name == name {
      next += 1
      return asked[next - 1].position
    }
    let position = positions[name]
    if next == asked.count {
      asked.append((name, position))
      next += 1
    }
    return position
  }
}

extension QueryResult {
  /// A cell as byte-wise text.
  /// - Throws: PostgresError when it is not UTF-8, naming it: a name that is not UTF-8 cannot be told from another.
  func text(_ row: Int, _ column: Int) throws(PostgresError) -> Text? {
    try string(row, column).map { Text($0) }
  }
}

/// The catalog could not be read as a schema.
package enum CatalogError: Error, CustomStringConvertible {
  case missingColumn(String, Kind)
  case undecodable(Kind, Text, String)
  case tooOld(version: String)
  case neverStill(tries: Int)
  /// What only some may see, and the user who reads may not.
  case unreadable(ObjectID, field: Text, why: String, grant: String?)

  /// What to do about it, where a person can.
  package var hint: String? {
    switch self {
    case .tooOld: "upgrade the server"
    case .neverStill: "try again when nobody is migrating the database"
    case .unreadable(let id, let field, _, let grant):
      "\(grant.map { "\($0); or do" } ?? "do") not compare it, in the configuration: ignore: [{kind: \(id.kind.rawValue), fields: [\(field)]}]"
    case .missingColumn, .undecodable: nil
    }
  }

  package var description: String {
    switch self {
    case .missingColumn(let column, let kind): "the catalog query for \(kind.word) objects has no column \(column)"
    case .undecodable(let kind, let key, let reason): "\(kind.word) \(quotedIdentifier(key)): \(reason)"
    case .tooOld(let version): "the server is PostgreSQL \(version); 12 is the oldest that can be read"
    case .neverStill(let tries):
      "the schema changed while it was read, \(tries) times in a row; no state of it could be read whole"
    case .unreadable(let id, let field, let why, _):
      "the \(field) of the \(id.kind.word) \(id.name) cannot be read: \(why)"
    }
  }
}
