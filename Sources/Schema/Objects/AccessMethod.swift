/// An access method for tables or indexes (pg_am).
package struct AccessMethod: SchemaObject {
  package let key: Text
  /// `table` or `index`.
  package var type: Text = ""
  /// The handler function, qualified.
  package var handler: Text = ""
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.accessMethod
  package static let fields: FieldList<AccessMethod> = [
    Field("type", \.type, default: ""),
    Field("handler", \.handler, default: ""),
    Field("comment", \.comment, weight: .comment),
  ]
}
