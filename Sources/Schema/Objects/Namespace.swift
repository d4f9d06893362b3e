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

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.schema
  package static let fields: [Field<Namespace>] = [
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
  ]
}
