/// A rewrite rule of a table or view, save the one that makes a view (pg_rewrite).
package struct Rule: SchemaObject {
  package let key: Text
  /// pg_get_ruledef.
  package var definition: Text = ""
  /// `origin` (the default), `disabled`, `replica` or `always`.
  package var enabled: Text = "origin"
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.rule
  package static let fields: FieldList<Rule> = [
    Field("definition", \.definition, default: "", deparsed: true),
    Field("enabled", \.enabled, default: "origin", weight: .state),
    Field("comment", \.comment, weight: .comment),
  ]
}
