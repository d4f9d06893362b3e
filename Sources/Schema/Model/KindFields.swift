extension Kind {
  /// The names of the kind's fields, for rules that name some of them.
  package var fieldNames: [Text] { fields.map(\.name) }

  /// The names of those that are text which a server deparsed.
  package var deparsedFieldNames: Set<Text> { Set(fields.filter(\.isDeparsed).map(\.name)) }

  private var fields: [(name: Text, isDeparsed: Bool)] {
    switch self {
    case .database: names(Database.self)
    case .extension: names(Extension.self)
    case .schema: names(Namespace.self)
    case .table: names(Table.self)
    case .view: names(View.self)
    case .materializedView: names(MaterializedView.self)
    case .sequence: names(SequenceGenerator.self)
    case .enum: names(EnumType.self)
    case .domain: names(Domain.self)
    case .function: names(Function.self)
    case .column: names(Column.self)
    case .constraint: names(Constraint.self)
    case .index: names(Index.self)
    case .trigger: names(Trigger.self)
    }
  }

  private func names<Object: SchemaObject>(_ type: Object.Type) -> [(name: Text, isDeparsed: Bool)] {
    Object.fields.map { ($0.name, $0.isDeparsed) }
  }
}
