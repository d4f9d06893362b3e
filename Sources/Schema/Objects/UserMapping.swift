/// How a local role logs in to a foreign server (pg_user_mapping). Its key is the role's name, or `public`.
package struct UserMapping: SchemaObject {
  package let key: Text
  /// `name=value`, sorted; of a secret only that it is there.
  package var options: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.userMapping
  package static let fields: FieldList<UserMapping> = [
    Field("options", \.options)
  ]
}
