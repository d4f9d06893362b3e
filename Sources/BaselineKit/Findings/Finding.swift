import Schema

/// A difference on a named database, from the check that saw it first to the one that did not see it any more. Where it comes
/// back, that is another value, with `isReopened`.
package struct Finding: Equatable, Sendable {
  package enum State: String, Sendable {
    /// Seen once, a moment ago, and not critical: it may be a migration that is just running.
    case suspected
    case open
    case resolved
  }

  /// A check as a step in a finding's life.
  package struct Sighting: Equatable, Sendable {
    /// The check event's id.
    package let check: String
    package let at: Timestamp
  }

  package let project: String
  package let database: String
  package let object: ObjectID
  package internal(set) var state = State.suspected
  /// What the last check that saw it said.
  package internal(set) var last: RecordedFinding
  /// Whether it ever was in a critical table.
  package internal(set) var isCritical: Bool
  package let isReopened: Bool
  package let seen: Sighting
  package internal(set) var lastSeen: Sighting
  /// From when on it counts.
  package internal(set) var opened: Timestamp?
  /// Checks that saw another difference of the object than the one before.
  package internal(set) var changed: [Sighting] = []
  /// The first check that knew why.
  package internal(set) var causeKnown: Sighting?
  package internal(set) var resolved: Sighting?
  package internal(set) var how: Resolution?
  /// When the object's rows in the catalog were written last.
  package internal(set) var dating: Dating?

  init(_ recorded: RecordedFinding, _ check: CheckEvent, isReopened: Bool) {
    project = check.event.project
    database = check.database
    object = recorded.object
    last = recorded
    isCritical = recorded.isCritical
    self.isReopened = isReopened
    seen = check.sighting
    lastSeen = seen
  }
}

/// A check event whose details were understood.
package struct CheckEvent: Equatable, Sendable {
  package let event: Event
  package let database: String
  package let record: CheckRecord

  init(_ event: Event) throws(BrokenEvent) {
    guard let database = event.database else { throw BrokenEvent("it names no database") }
    self.event = event
    self.database = database
    record = try CheckRecord(event.details)
  }

  var sighting: Finding.Sighting { Finding.Sighting(check: event.id, at: event.at) }
}
