/// A foreign server (pg_foreign_server).
package struct ForeignServer: SchemaObject {
  package let key: Text
  /// Its foreign data wrapper.
  package var wrapper: Text = ""
  /// TYPE.
  package var type: Text?
  /// VERSION.
  package var version: Text?
  /// `name=value`, sorted; of a secret only that it is there.
  package var options: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var userMappings: Keyed<UserMapping> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.server
  package static let fields: FieldList<ForeignServer> = [
    Field("wrapper", \.wrapper, default: ""),
    Field("type", \.type),
    Field("version", \.version),
    Field("options", \.options),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<ForeignServer>] = [
    MemberList("user_mappings", \.userMappings)
  ]
}
