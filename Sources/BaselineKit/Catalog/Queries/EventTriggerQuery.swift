import Schema

extension CatalogQuery<EventTrigger> {
  static func eventTriggers(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.oid, t.evtname AS key, t.evtevent AS event, \(sortedList("t.evttags")) AS tags,
        \(functionName("t.evtfoid")) AS function, \(firingState("t.evtenabled")) AS enabled, d.description AS comment
        \(context.owner("t.evtowner"))
      FROM pg_event_trigger AS t \(commentJoin("pg_event_trigger", "t.oid"))
      WHERE \(notOfExtension("pg_event_trigger", "t.oid"))
      """)
  }
}

/// When a trigger or rule fires, by session_replication_role.
func firingState(_ letter: String) -> String {
  "CASE \(letter) WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END"
}
