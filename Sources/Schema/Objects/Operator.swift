/// An operator (pg_operator). Its key is its signature, `===(app.address, app.address)`, with `NONE` for an argument it
/// does not have.
package struct Operator: SchemaObject {
  package let key: Text
  /// The function, qualified.
  package var function: Text = ""
  /// COMMUTATOR, qualified.
  package var commutator: Text?
  /// NEGATOR, qualified.
  package var negator: Text?
  /// RESTRICT: the restriction selectivity estimator, qualified.
  package var restrict: Text?
  /// JOIN: the join selectivity estimator, qualified.
  package var join: Text?
  /// HASHES.
  package var hashes = false
  /// MERGES.
  package var merges = false
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.`operator`
  package static let fields: FieldList<Operator> = [
    Field("function", \.function, default: ""),
    Field("commutator", \.commutator),
    Field("negator", \.negator),
    Field("restrict", \.restrict),
    Field("join", \.join),
    Field("hashes", \.hashes),
    Field("merges", \.merges),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
