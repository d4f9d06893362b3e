import Schema

/// A document of the kind's container with one object in it, for tests that hold for every kind.
struct KindSample: Sendable {
  let kind: Kind
  /// What stands around the object in a document: `"schemas": {"s": {"tables": {"t": ` and the closing braces.
  let before: String
  let after: String

  init(_ kind: Kind, in path: [String]) {
    self.kind = kind
    before =
      "{\"version\": \"3.1\", \"postgres\": 15"
      + path.map { ", \($0): {\"x\": {" }.joined()
      .replacing("{, ", with: "{").dropLast()
    after = String(repeating: "}}", count: path.count - 1) + "}}"
  }

  /// Where each kind can lie: one place is enough, since the containers' lists are the same code.
  static let all: [KindSample] = [
    KindSample(.extension, in: ["\"extensions\""]),
    KindSample(.schema, in: ["\"schemas\""]),
    KindSample(.table, in: ["\"schemas\"", "\"tables\""]),
    KindSample(.view, in: ["\"schemas\"", "\"views\""]),
    KindSample(.materializedView, in: ["\"schemas\"", "\"materialized_views\""]),
    KindSample(.sequence, in: ["\"schemas\"", "\"sequences\""]),
    KindSample(.enum, in: ["\"schemas\"", "\"enums\""]),
    KindSample(.domain, in: ["\"schemas\"", "\"domains\""]),
    KindSample(.function, in: ["\"schemas\"", "\"functions\""]),
    KindSample(.column, in: ["\"schemas\"", "\"tables\"", "\"columns\""]),
    KindSample(.constraint, in: ["\"schemas\"", "\"tables\"", "\"constraints\""]),
    KindSample(.index, in: ["\"schemas\"", "\"tables\"", "\"indexes\""]),
    KindSample(.trigger, in: ["\"schemas\"", "\"tables\"", "\"triggers\""]),
    KindSample(.properties, in: ["\"properties\""]),
    KindSample(.setting, in: ["\"settings\""]),
    KindSample(.language, in: ["\"languages\""]),
    KindSample(.accessMethod, in: ["\"access_methods\""]),
    KindSample(.cast, in: ["\"casts\""]),
    KindSample(.transform, in: ["\"transforms\""]),
    KindSample(.eventTrigger, in: ["\"event_triggers\""]),
    KindSample(.publication, in: ["\"publications\""]),
    KindSample(.subscription, in: ["\"subscriptions\""]),
    KindSample(.foreignDataWrapper, in: ["\"foreign_data_wrappers\""]),
    KindSample(.server, in: ["\"servers\""]),
    KindSample(.defaultPrivileges, in: ["\"default_privileges\""]),
    KindSample(.changedPrivileges, in: ["\"changed_privileges\""]),
    KindSample(.userMapping, in: ["\"servers\"", "\"user_mappings\""]),
    KindSample(.foreignTable, in: ["\"schemas\"", "\"foreign_tables\""]),
    KindSample(.compositeType, in: ["\"schemas\"", "\"composite_types\""]),
    KindSample(.rangeType, in: ["\"schemas\"", "\"range_types\""]),
    KindSample(.baseType, in: ["\"schemas\"", "\"base_types\""]),
    KindSample(.aggregate, in: ["\"schemas\"", "\"aggregates\""]),
    KindSample(.operator, in: ["\"schemas\"", "\"operators\""]),
    KindSample(.operatorClass, in: ["\"schemas\"", "\"operator_classes\""]),
    KindSample(.operatorFamily, in: ["\"schemas\"", "\"operator_families\""]),
    KindSample(.collation, in: ["\"schemas\"", "\"collations\""]),
    KindSample(.conversion, in: ["\"schemas\"", "\"conversions\""]),
    KindSample(.textSearchConfiguration, in: ["\"schemas\"", "\"text_search_configurations\""]),
    KindSample(.textSearchDictionary, in: ["\"schemas\"", "\"text_search_dictionaries\""]),
    KindSample(.textSearchParser, in: ["\"schemas\"", "\"text_search_parsers\""]),
    KindSample(.textSearchTemplate, in: ["\"schemas\"", "\"text_search_templates\""]),
    KindSample(.attribute, in: ["\"schemas\"", "\"composite_types\"", "\"attributes\""]),
    KindSample(.policy, in: ["\"schemas\"", "\"tables\"", "\"policies\""]),
    KindSample(.rule, in: ["\"schemas\"", "\"tables\"", "\"rules\""]),
    KindSample(.statistics, in: ["\"schemas\"", "\"tables\"", "\"statistics\""]),
  ]

  /// A snapshot that holds nothing but this object and its containers.
  func snapshot<Object: SchemaObject>(with object: Object) throws -> Snapshot {
    var writer = JSONWriter()
    writeObject(object, DocumentScope(), to: &writer)
    return try Snapshot(document: Array(before.utf8) + writer.bytes + Array(after.utf8))
  }
}

/// Every kind's struct.
let allKinds: [any SchemaObject.Type] = Kind.allCases.map(\.type)

extension Field {
  /// Two values, in the catalog's form, that the field can have and that are neither its default nor each other's equal.
  func twoValues(for object: Object) throws -> (Object, Object) {
    var found: [Object] = []
    for cell in ["f", "t", "7", "8", #"["b", "a"]"#, #"["a, b"]"#, "text", "other text"] as [Text] {
      var changed = object
      do { try decode(cell, &changed) } catch { continue }
      if isDefault(changed) || found.contains(where: { areEqual($0, changed) }) { continue }
      found.append(changed)
    }
    // A boolean has only one value that is not its default.
    guard let first = found.first else { throw NoSuchValue(field: name) }
    return (first, found.count > 1 ? found[1] : object)
  }
}

struct NoSuchValue: Error {
  let field: Text
}

/// An object with every field set to something that is not its default.
func full<Object: SchemaObject>(_ key: Text, as type: Object.Type = Object.self) throws -> Object {
  var object = Object(key: key)
  for field in Object.fields { object = try field.twoValues(for: object).0 }
  return object
}

/// A snapshot with every field of every kind set and several objects in every list. `order` puts the names of each list into
/// the order of creation, which must not matter save for columns.
func fullSnapshot(order: ([Text]) -> [Text] = { $0 }) throws -> Snapshot {
  func list<Object: SchemaObject>(_ change: (inout Object) throws -> Void = { _ in }) throws -> Keyed<Object> {
    Keyed(
      sorting: try order(["b", "a", "A", "\u{e9}"]).map { key in
        var object: Object = try full(key)
        try change(&object)
        return object
      })
  }
  func columns() throws -> Keyed<Column> { Keyed(inOrder: [try full("id"), try full("email"), try full("a")]) }
  var database = Database()
  database.extensions = try list()
  database.properties = try list()
  database.settings = try list()
  database.languages = try list()
  database.accessMethods = try list()
  database.casts = try list()
  database.transforms = try list()
  database.eventTriggers = try list()
  database.publications = try list()
  database.subscriptions = try list()
  database.foreignDataWrappers = try list()
  database.defaultPrivileges = try list()
  database.changedPrivileges = try list()
  database.servers = try list { server in server.userMappings = try list() }
  database.schemas = try list { schema in
    schema.tables = try list { table in
      table.columns = try columns()
      table.constraints = try list()
      table.indexes = try list()
      table.triggers = try list()
      table.policies = try list()
      table.rules = try list()
      table.statistics = try list()
    }
    schema.views = try list { view in
      view.columns = try columns()
      view.triggers = try list()
      view.rules = try list()
    }
    schema.materializedViews = try list { view in
      view.columns = try columns()
      view.indexes = try list()
      view.statistics = try list()
    }
    schema.sequences = try list()
    schema.enums = try list()
    schema.domains = try list { domain in domain.constraints = try list() }
    schema.functions = try list()
    schema.rangeTypes = try list()
    schema.baseTypes = try list()
    schema.aggregates = try list()
    schema.operators = try list()
    schema.operatorClasses = try list()
    schema.operatorFamilies = try list()
    schema.collations = try list()
    schema.conversions = try list()
    schema.textSearchConfigurations = try list()
    schema.textSearchDictionaries = try list()
    schema.textSearchParsers = try list()
    schema.textSearchTemplates = try list()
    schema.compositeTypes = try list { type in
      type.attributes = Keyed(inOrder: [try full("x"), try full("a")])
    }
    schema.foreignTables = try list { table in
      table.columns = try columns()
      table.constraints = try list()
      table.triggers = try list()
      table.statistics = try list()
    }
  }
  return Snapshot(postgres: 15, database: database)
}

/// A snapshot of one schema, `public`.
func snapshot(_ build: (inout Namespace) -> Void) -> Snapshot {
  var schema = Namespace(key: "public")
  build(&schema)
  var database = Database()
  database.schemas = [schema]
  return Snapshot(postgres: 15, database: database)
}

func table(_ name: Text, _ columns: [Column] = [], _ change: (inout Table) -> Void = { _ in }) -> Table {
  var table = Table(key: name)
  table.columns = Keyed(inOrder: columns)
  change(&table)
  return table
}

func column(_ name: Text, _ type: Text = "integer", _ change: (inout Column) -> Void = { _ in }) -> Column {
  var column = Column(key: name)
  column.type = type
  change(&column)
  return column
}

/// The differences as lines, for expectations that a reader can check.
func outline(_ changes: [Change]) -> [String] {
  changes.flatMap { change -> [String] in
    let rename = change.possibleRename.map { " (perhaps \($0))" } ?? ""
    guard change.action == .altered else { return ["\(change.object) \(change.action)\(rename)"] }
    return change.fields.map {
      "\(change.object) \($0.name): \($0.old?.string ?? "none") -> \($0.new?.string ?? "none")"
    } + (change.isLeftover ? ["\(change.object) leftover"] : [])
  }
}

/// A kind's struct.
func objectType(_ kind: Kind) -> any SchemaObject.Type {
  kind.type
}
