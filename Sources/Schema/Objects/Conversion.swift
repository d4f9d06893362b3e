/// A conversion between encodings (pg_conversion).
package struct Conversion: SchemaObject {
  package let key: Text
  /// The source encoding.
  package var from: Text = ""
  /// The destination encoding.
  package var to: Text = ""
  /// The function, qualified.
  package var function: Text = ""
  /// DEFAULT.
  package var `default` = false
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.conversion
  package static let fields: FieldList<Conversion> = [
    Field("from", \.from, default: ""),
    Field("to", \.to, default: ""),
    Field("function", \.function, default: ""),
    Field("default", \.default),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
