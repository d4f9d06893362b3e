/// A text search dictionary (pg_ts_dict).
package struct TextSearchDictionary: SchemaObject {
  package let key: Text
  /// Its template, qualified.
  package var template: Text = ""
  /// Its settings, `stopwords=english`, sorted.
  package var options: [Text] = []
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.textSearchDictionary
  package static let fields: FieldList<TextSearchDictionary> = [
    Field("template", \.template, default: ""),
    Field("options", \.options),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
