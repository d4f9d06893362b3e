/// A cast (pg_cast). Its key names both types: `app.mood AS integer`.
package struct Cast: SchemaObject {
  package let key: Text
  /// `function`, `inout` (WITH INOUT) or `binary` (WITHOUT FUNCTION).
  package var method: Text = "function"
  /// The function, with its signature.
  package var function: Text?
  /// `explicit`, `assignment` or `implicit`.
  package var context: Text = "explicit"
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.cast
  package static let fields: FieldList<Cast> = [
    Field("method", \.method, default: "function"),
    Field("function", \.function),
    Field("context", \.context, default: "explicit"),
    Field("comment", \.comment, weight: .comment),
  ]
}
