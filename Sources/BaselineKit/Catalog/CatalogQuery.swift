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

extension CatalogQuery {
  /// Decodes a result by the kind's field list. A NULL cell leaves a field at its default.
  func rows(of result: QueryResult) throws -> [CatalogRow<Object>] {
    let positions = Dictionary(zip(result.columns, 0...)) { first, _ in first }
    let position = { (name: String) -> Int? in positions[name] }
    let fields = Object.fields.compactMap { field in position(field.name.string).map { (field, $0) } }
    guard let key = position("key") else { throw CatalogError.missingColumn("key", Object.kind) }
    let oid = position("oid")
    let parent = position("parent")
    var rows: [CatalogRow<Object>] = []
    rows.reserveCapacity(result.rowCount)
    for row in 0..<result.rowCount {
      var object = Object(key: try result.text(row, key) ?? "")
      do {
        for (field, column) in fields {
          if let cell = try result.text(row, column) { try field.decode(cell, &object) }
        }
      } catch let error as DocumentError {
        throw CatalogError.undecodable(Object.kind, object.key, error.reason)
      }
      try finish?(&object) { name throws in try position(name).flatMap { try result.text(row, $0) } }
      rows.append(
        CatalogRow(
          oid: try oid.flatMap { try result.text(row, $0) } ?? "",
          parent: try parent.flatMap { try result.text(row, $0) } ?? "", object: object))
    }
    return rows
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
