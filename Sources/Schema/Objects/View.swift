/// A view (pg_class.relkind v).
package struct View: SchemaObject {
  package let key: Text
  /// pg_get_viewdef, rendered by the server named in the document's `postgres` line.
  package var definition: Text = ""
  /// `security_barrier=true`, `check_option=cascaded`, sorted.
  package var options: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var columns: Keyed<Column> = []
  package var triggers: Keyed<Trigger> = []
  package var rules: Keyed<Rule> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.view
  package static let fields: FieldList<View> = [
    Field("definition", \.definition, default: "", deparsed: true),
    Field("options", \.options),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<View>] = [
    MemberList("columns", \.columns, ordered: true),
    MemberList("triggers", \.triggers),
    MemberList("rules", \.rules, since: .wholeCatalog),
  ]
}
