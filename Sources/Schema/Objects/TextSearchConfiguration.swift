/// A text search configuration (pg_ts_config).
package struct TextSearchConfiguration: SchemaObject {
  package let key: Text
  /// Its parser, qualified.
  package var parser: Text = ""
  /// `asciiword: app.words, simple`: the dictionaries of each token type, in their order; sorted by token type.
  package var mappings: [Text] = []
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.textSearchConfiguration
  package static let fields: FieldList<TextSearchConfiguration> = [
    Field("parser", \.parser, default: ""),
    Field("mappings", \.mappings),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
