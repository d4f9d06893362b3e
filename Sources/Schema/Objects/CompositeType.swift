/// A type made by CREATE TYPE … AS (…) (pg_class.relkind c).
package struct CompositeType: SchemaObject {
  package let key: Text
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var attributes: Keyed<Attribute> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.compositeType
  package static let fields: FieldList<CompositeType> = [
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<CompositeType>] = [
    MemberList("attributes", \.attributes, ordered: true)
  ]
}
