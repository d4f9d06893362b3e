/// A text search parser (pg_ts_parser).
package struct TextSearchParser: SchemaObject {
  package let key: Text
  /// START.
  package var start: Text = ""
  /// GETTOKEN.
  package var nextToken: Text = ""
  /// END.
  package var end: Text = ""
  /// HEADLINE.
  package var headline: Text?
  /// LEXTYPES.
  package var tokenTypes: Text = ""
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.textSearchParser
  package static let fields: FieldList<TextSearchParser> = [
    Field("start", \.start, default: ""),
    Field("next_token", \.nextToken, default: ""),
    Field("end", \.end, default: ""),
    Field("headline", \.headline),
    Field("token_types", \.tokenTypes, default: ""),
    Field("comment", \.comment, weight: .comment),
  ]
}
