/// An enum type (pg_enum); its labels stand in their sort order, which is what comparisons use.
package struct EnumType: SchemaObject {
  package let key: Text
  package var labels: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.enum
  package static let fields: FieldList<EnumType> = [
    Field("labels", \.labels),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
