/// A foreign data wrapper that no extension brought (pg_foreign_data_wrapper).
package struct ForeignDataWrapper: SchemaObject {
  package let key: Text
  /// The handler function, qualified.
  package var handler: Text?
  /// The function that validates options.
  package var validator: Text?
  /// `name=value`, sorted; of a secret only that it is there.
  package var options: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.foreignDataWrapper
  package static let fields: FieldList<ForeignDataWrapper> = [
    Field("handler", \.handler),
    Field("validator", \.validator),
    Field("options", \.options),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
