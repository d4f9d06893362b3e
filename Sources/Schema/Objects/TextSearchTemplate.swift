/// A text search template (pg_ts_template).
package struct TextSearchTemplate: SchemaObject {
  package let key: Text
  /// INIT.
  package var initialize: Text?
  /// LEXIZE.
  package var lexize: Text = ""
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.textSearchTemplate
  package static let fields: FieldList<TextSearchTemplate> = [
    Field("initialize", \.initialize),
    Field("lexize", \.lexize, default: ""),
    Field("comment", \.comment, weight: .comment),
  ]
}
