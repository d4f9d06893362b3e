/// A range type, with its multirange type (pg_range).
package struct RangeType: SchemaObject {
  package let key: Text
  /// The type of its bounds.
  package var subtype: Text = ""
  /// SUBTYPE_OPCLASS, where it is not the subtype's default.
  package var operatorClass: Text?
  /// Where it is not the subtype's own.
  package var collation: Text?
  /// The canonicalization function.
  package var canonical: Text?
  /// SUBTYPE_DIFF.
  package var difference: Text?
  /// The multirange type's name, from PostgreSQL 14 on.
  package var multirange: Text?
  package var comment: Text?
  /// Of the multirange type, which can have one of its own.
  package var multirangeComment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.rangeType
  package static let fields: FieldList<RangeType> = [
    Field("subtype", \.subtype, default: ""),
    Field("operator_class", \.operatorClass),
    Field("collation", \.collation),
    Field("canonical", \.canonical),
    Field("difference", \.difference),
    Field("multirange", \.multirange, server: 14),
    Field("comment", \.comment, weight: .comment),
    Field("multirange_comment", \.multirangeComment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
