extension Kind {
  /// The struct of the kind.
  package var type: any SchemaObject.Type {
    switch self {
    case .database: Database.self
    case .properties: DatabaseProperties.self
    case .setting: Setting.self
    case .extension: Extension.self
    case .language: Language.self
    case .accessMethod: AccessMethod.self
    case .cast: Cast.self
    case .transform: Transform.self
    case .eventTrigger: EventTrigger.self
    case .publication: Publication.self
    case .subscription: Subscription.self
    case .foreignDataWrapper: ForeignDataWrapper.self
    case .server: ForeignServer.self
    case .userMapping: UserMapping.self
    case .defaultPrivileges: DefaultPrivileges.self
    case .changedPrivileges: ChangedPrivileges.self
    case .schema: Namespace.self
    case .table: Table.self
    case .foreignTable: ForeignTable.self
    case .view: View.self
    case .materializedView: MaterializedView.self
    case .sequence: SequenceGenerator.self
    case .enum: EnumType.self
    case .domain: Domain.self
    case .compositeType: CompositeType.self
    case .rangeType: RangeType.self
    case .baseType: BaseType.self
    case .function: Function.self
    case .aggregate: Aggregate.self
    case .operator: Operator.self
    case .operatorClass: OperatorClass.self
    case .operatorFamily: OperatorFamily.self
    case .collation: Collation.self
    case .conversion: Conversion.self
    case .textSearchConfiguration: TextSearchConfiguration.self
    case .textSearchDictionary: TextSearchDictionary.self
    case .textSearchParser: TextSearchParser.self
    case .textSearchTemplate: TextSearchTemplate.self
    case .column: Column.self
    case .attribute: Attribute.self
    case .constraint: Constraint.self
    case .index: Index.self
    case .trigger: Trigger.self
    case .policy: Policy.self
    case .rule: Rule.self
    case .statistics: StatisticsObject.self
    }
  }

  /// The names of the kind's fields, for rules that name some of them.
  package var fieldNames: [Text] { type.fieldNames }

  /// The names of those that are text which a server deparsed.
  package var deparsedFieldNames: Set<Text> { type.deparsedFieldNames }
}

extension SchemaObject {
  fileprivate static var fieldNames: [Text] { fields.map(\.name) }
  fileprivate static var deparsedFieldNames: Set<Text> { Set(fields.filter(\.isDeparsed).map(\.name)) }
}
