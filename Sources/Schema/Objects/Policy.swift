/// A row-level security policy of a table (pg_policy).
package struct Policy: SchemaObject {
  package let key: Text
  /// `all`, `select`, `insert`, `update` or `delete`.
  package var command: Text = "all"
  /// AS RESTRICTIVE.
  package var restrictive = false
  /// The roles it is for, sorted; absent: PUBLIC.
  package var roles: [Text] = []
  /// The USING expression.
  package var using: Text?
  /// The WITH CHECK expression.
  package var check: Text?
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.policy
  package static let fields: FieldList<Policy> = [
    Field("command", \.command, default: "all"),
    Field("restrictive", \.restrictive),
    Field("roles", \.roles),
    Field("using", \.using, deparsed: true),
    Field("check", \.check, deparsed: true),
    Field("comment", \.comment, weight: .comment),
  ]
}
