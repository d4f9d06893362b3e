/// A domain (pg_type.typtype d).
package struct Domain: SchemaObject {
  package let key: Text
  /// The underlying type with its modifier.
  package var type: Text = ""
  package var nullable = true
  package var `default`: Text?
  /// Where it is not the underlying type's own.
  package var collation: Text?
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var constraints: Keyed<Constraint> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.domain
  package static let fields: FieldList<Domain> = [
    Field("type", \.type, default: ""),
    Field("nullable", \.nullable, default: true),
    Field("default", \.default, deparsed: true),
    Field("collation", \.collation),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<Domain>] = [
    MemberList("constraints", \.constraints)
  ]
}
