/// An operator family (pg_opfamily), with the members that are none of its classes'. Its key is `name USING method`.
package struct OperatorFamily: SchemaObject {
  package let key: Text
  /// As of an operator class.
  package var operators: [Text] = []
  /// As of an operator class.
  package var functions: [Text] = []
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.operatorFamily
  package static let fields: FieldList<OperatorFamily> = [
    Field("operators", \.operators),
    Field("functions", \.functions),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
