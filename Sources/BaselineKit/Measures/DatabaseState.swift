import Schema

/// How a database of the configuration stands now.
package struct DatabaseState: Sendable {
  package let name: String
  /// How often a check of it is planned, in seconds.
  package let every: Int64
  /// The newest check, whatever it found; nil: it was never checked.
  package let last: CheckEvent?
  /// Since when the checks answer what the last one did.
  package let since: Timestamp?
  /// Whether the next check is missed.
  package let isLate: Bool
  /// Critical ones first, the oldest first.
  package let open: [Incident]

  package var worst: Incident? { open.first }

  init(_ database: Config.Database, _ operations: Operations) {
    let checks = operations.history.checks.filter { $0.database.utf8.elementsEqual(database.name.utf8) }
    name = database.name
    every = database.every
    last = checks.last
    since = checks.last.flatMap { last in
      checks.reversed().prefix { $0.record.verdict == last.record.verdict }.last?.event.at
    }
    let known = checks.last { $0.record.verdict != .unknown }
    isLate = known.map { (operations.now - $0.event.at) * 2 >= database.every * 3 } ?? true
    open = operations.incidents.filter {
      $0.state == .open && $0.database.utf8.elementsEqual(database.name.utf8)
    }.sorted { ($0.isCritical ? 0 : 1, $0.seen, Text($0.id)) < ($1.isCritical ? 0 : 1, $1.seen, Text($1.id)) }
  }
}
