/// An attribute of a composite type (pg_attribute).
package struct Attribute: SchemaObject {
  package let key: Text
  /// format_type with its modifier.
  package var type: Text = ""
  /// Where it is not the type's own.
  package var collation: Text?
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.attribute
  package static let fields: FieldList<Attribute> = [
    Field("type", \.type, default: ""),
    Field("collation", \.collation),
    Field("comment", \.comment, weight: .comment),
  ]
}
