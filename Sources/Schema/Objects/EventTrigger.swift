/// An event trigger (pg_event_trigger).
package struct EventTrigger: SchemaObject {
  package let key: Text
  /// `ddl_command_start`, `ddl_command_end`, `sql_drop`, `table_rewrite` or `login`.
  package var event: Text = ""
  /// The command tags it is limited to, sorted.
  package var tags: [Text] = []
  /// The function, qualified.
  package var function: Text = ""
  /// `origin` (the default), `disabled`, `replica` or `always`.
  package var enabled: Text = "origin"
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.eventTrigger
  package static let fields: FieldList<EventTrigger> = [
    Field("event", \.event, default: ""),
    Field("tags", \.tags),
    Field("function", \.function, default: ""),
    Field("enabled", \.enabled, default: "origin", weight: .state),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
