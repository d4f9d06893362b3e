extension Kind {
  /// The names of the kind's fields, for rules that name some of them.
  package var fieldNames: [Text] {
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

  private func names<Object: SchemaObject>(_ type: Object.Type) -> [Text] {
    Object.fields.map(\.name)
  }
}
