/// A trigger that a user made (pg_trigger, not tgisinternal).
package struct Trigger: SchemaObject {
  package let key: Text
  /// pg_get_triggerdef.
  package var definition: Text = ""
  /// `origin` (the default), `disabled`, `replica` or `always`.
  package var enabled: Text = "origin"
  /// DEPENDS ON EXTENSION, sorted.
  package var dependsOnExtensions: [Text] = []
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.trigger
  package static let fields: FieldList<Trigger> = [
    Field("definition", \.definition, default: "", deparsed: true),
    Field("enabled", \.enabled, default: "origin", weight: .state),
    Field("depends_on_extensions", \.dependsOnExtensions, since: .wholeCatalog),
    Field("comment", \.comment, weight: .comment),
  ]
}
