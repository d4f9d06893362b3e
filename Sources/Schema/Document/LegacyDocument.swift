/// The `"version": "2.0"` documents of the tool's predecessor, so that history goes back before the day a team adopted this
/// tool: `{"tables": {NAME: {"columns": [{"name", "type", "nullable", "default", "max_length", "precision", "scale"}]}}}`
/// with the type names of information_schema. They hold the tables of one schema and their columns, nothing else that counts.
package enum LegacyDocument {
  static let notCompared =
    "the older document (version 2.0) knows only tables and their columns' type, nullability and default; "
    + "nothing else was compared"

  /// Reads one; its tables are taken for those of `public`.
  static func read(_ reader: JSONReader) throws(DocumentError) -> Snapshot {
    var reader = reader
    var tables: [Table] = []
    try reader.object { key, reader throws(DocumentError) in
      guard key == "tables" else { return try reader.skip() }
      try reader.object { name, reader throws(DocumentError) in
        var table = Table(key: name)
        try reader.object { key, reader throws(DocumentError) in
          guard key == "columns" else { return try reader.skip() }
          table.columns = try readColumns(of: name, from: &reader)
        }
        tables.append(table)
      }
    }
    try reader.end()
    var schema = Namespace(key: "public")
    schema.tables = Keyed(sorting: tables)
    return Snapshot(postgres: nil, database: database(with: [schema]), version: .legacy)
  }

  private static func readColumns(of table: Text, from reader: inout JSONReader) throws(DocumentError) -> Keyed<Column>
  {
    var columns: [Column] = []
    try reader.array { reader throws(DocumentError) in
      let mark = reader.mark()
      var entry = Entry()
      try reader.object { key, reader throws(DocumentError) in
        switch key {
        case "name": entry.name = try reader.text()
        case "type": entry.type = try reader.text().string
        case "nullable": entry.nullable = try readNullable(from: &reader)
        case "default": entry.default = reader.null() ? nil : try reader.text()
        case "max_length": entry.length = reader.null() ? nil : try reader.integer()
        case "precision": entry.precision = reader.null() ? nil : try reader.integer()
        case "scale": entry.scale = reader.null() ? nil : try reader.integer()
        default: try reader.skip()
        }
      }
      guard let name = entry.name else { throw reader.error(at: mark, "a column of \(table) without a name") }
      if columns.contains(where: { $0.key == name }) {
        throw reader.error(at: mark, "column \(name) of \(table) stands there twice")
      }
      var column = Column(key: name)
      column.type = Text(entry.fullType)
      column.nullable = entry.nullable
      column.default = entry.default
      columns.append(column)
    }
    return Keyed(inOrder: columns)
  }

  /// information_schema says YES and NO; its readers made booleans of it, or did not.
  private static func readNullable(from reader: inout JSONReader) throws(DocumentError) -> Bool {
    let mark = reader.mark()
    do { return try reader.flag() } catch {}
    switch try reader.text() {
    case "YES": return true
    case "NO": return false
    default: throw reader.error(at: mark, "expected true, false, \"YES\" or \"NO\"")
    }
  }

  private struct Entry {
    var name: Text?
    var type = ""
    var nullable = true
    var `default`: Text?
    var length: Int64?
    var precision: Int64?
    var scale: Int64?

    /// The type as format_type prints it. Only numeric carries its precision and scale in its name.
    var fullType: String {
      if let length { return "\(type)(\(length))" }
      if type == "numeric", let precision { return "numeric(\(precision),\(scale ?? 0))" }
      return type
    }
  }

  private static func database(with schemas: [Namespace]) -> Database {
    var database = Database()
    database.schemas = Keyed(sorting: schemas)
    return database
  }

  /// What the older form could say of a snapshot: the tables of `public`, and of their columns type, nullability and
  /// default, the types in information_schema's words. Applied to both sides of a comparison.
  static func reduce(_ snapshot: Snapshot) -> Snapshot {
    let view = InformationSchema(snapshot)
    var schema = Namespace(key: "public")
    schema.tables = Keyed(
      sorting: (snapshot.database.schemas[key: "public"]?.tables ?? []).map { table in
        var reduced = Table(key: table.key)
        reduced.columns = Keyed(inOrder: table.columns.map(view.column))
        return reduced
      })
    return Snapshot(postgres: nil, database: database(with: [schema]), version: .legacy)
  }
}
