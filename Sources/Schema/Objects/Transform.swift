/// A transform (pg_transform). Its key names the type and the language: `app.point LANGUAGE plperl`.
package struct Transform: SchemaObject {
  package let key: Text
  /// The function that turns SQL's value into the language's, qualified.
  package var fromSql: Text?
  /// The function that turns it back, qualified.
  package var toSql: Text?
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.transform
  package static let fields: FieldList<Transform> = [
    Field("from_sql", \.fromSql),
    Field("to_sql", \.toSql),
    Field("comment", \.comment, weight: .comment),
  ]
}
