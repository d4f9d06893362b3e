/// An installed extension (pg_extension). What belongs to it is not part of the snapshot.
package struct Extension: SchemaObject {
  package let key: Text
  /// The schema its relocatable objects lie in.
  package var schema: Text = ""
  package var version: Text = ""
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.extension
  package static let fields: FieldList<Extension> = [
    Field("schema", \.schema, default: ""),
    Field("version", \.version, default: ""),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, since: .wholeCatalog, tracked: .owners),
  ]
}
