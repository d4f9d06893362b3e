/// A materialised view (pg_class.relkind m). Whether it was filled is data: a restored dump leaves it empty.
package struct MaterializedView: SchemaObject {
  package let key: Text
  /// pg_get_viewdef, rendered by the server named in the document's `postgres` line.
  package var definition: Text = ""
  package var accessMethod: Text?
  package var tablespace: Text?
  package var storageParameters: [Text] = []
  /// DEPENDS ON EXTENSION, sorted.
  package var dependsOnExtensions: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var columns: Keyed<Column> = []
  package var indexes: Keyed<Index> = []
  package var statistics: Keyed<StatisticsObject> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.materializedView
  package static let fields: FieldList<MaterializedView> = [
    Field("definition", \.definition, default: "", deparsed: true),
    Field("access_method", \.accessMethod),
    Field("tablespace", \.tablespace),
    Field("storage_parameters", \.storageParameters),
    Field("depends_on_extensions", \.dependsOnExtensions, since: .wholeCatalog),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<MaterializedView>] = [
    MemberList("columns", \.columns, ordered: true),
    MemberList("indexes", \.indexes),
    MemberList("statistics", \.statistics, since: .wholeCatalog),
  ]
}
