/// A procedural language that no extension brought (pg_language).
package struct Language: SchemaObject {
  package let key: Text
  /// TRUSTED.
  package var trusted = false
  /// The call handler, qualified.
  package var handler: Text?
  /// The function that runs DO blocks, qualified.
  package var inline: Text?
  /// The function that validates new functions, qualified.
  package var validator: Text?
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.language
  package static let fields: FieldList<Language> = [
    Field("trusted", \.trusted),
    Field("handler", \.handler),
    Field("inline", \.inline),
    Field("validator", \.validator),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
