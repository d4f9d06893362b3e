/// A schema (pg_namespace).
package struct Namespace: SchemaObject {
  package let key: Text
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var tables: Keyed<Table> = []
  package var views: Keyed<View> = []
  package var materializedViews: Keyed<MaterializedView> = []
  package var sequences: Keyed<SequenceGenerator> = []
  package var enums: Keyed<EnumType> = []
  package var domains: Keyed<Domain> = []
  package var functions: Keyed<Function> = []
  package var foreignTables: Keyed<ForeignTable> = []
  package var compositeTypes: Keyed<CompositeType> = []
  package var rangeTypes: Keyed<RangeType> = []
  package var baseTypes: Keyed<BaseType> = []
  package var aggregates: Keyed<Aggregate> = []
  package var operators: Keyed<Operator> = []
  package var operatorClasses: Keyed<OperatorClass> = []
  package var operatorFamilies: Keyed<OperatorFamily> = []
  package var collations: Keyed<Collation> = []
  package var conversions: Keyed<Conversion> = []
  package var textSearchConfigurations: Keyed<TextSearchConfiguration> = []
  package var textSearchDictionaries: Keyed<TextSearchDictionary> = []
  package var textSearchParsers: Keyed<TextSearchParser> = []
  package var textSearchTemplates: Keyed<TextSearchTemplate> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.schema
  package static let fields: FieldList<Namespace> = [
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<Namespace>] = [
    MemberList("tables", \.tables),
    MemberList("views", \.views),
    MemberList("materialized_views", \.materializedViews),
    MemberList("sequences", \.sequences),
    MemberList("enums", \.enums),
    MemberList("domains", \.domains),
    MemberList("functions", \.functions),
    MemberList("foreign_tables", \.foreignTables, since: .wholeCatalog),
    MemberList("composite_types", \.compositeTypes, since: .wholeCatalog),
    MemberList("range_types", \.rangeTypes, since: .wholeCatalog),
    MemberList("base_types", \.baseTypes, since: .wholeCatalog),
    MemberList("aggregates", \.aggregates, since: .wholeCatalog),
    MemberList("operators", \.operators, since: .wholeCatalog),
    MemberList("operator_classes", \.operatorClasses, since: .wholeCatalog),
    MemberList("operator_families", \.operatorFamilies, since: .wholeCatalog),
    MemberList("collations", \.collations, since: .wholeCatalog),
    MemberList("conversions", \.conversions, since: .wholeCatalog),
    MemberList("text_search_configurations", \.textSearchConfigurations, since: .wholeCatalog),
    MemberList("text_search_dictionaries", \.textSearchDictionaries, since: .wholeCatalog),
    MemberList("text_search_parsers", \.textSearchParsers, since: .wholeCatalog),
    MemberList("text_search_templates", \.textSearchTemplates, since: .wholeCatalog),
  ]
}
