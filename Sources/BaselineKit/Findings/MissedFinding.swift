import Schema

/// A difference that no check found in time, reported by a person: a false negative.
package struct MissedFinding: Equatable, Sendable {
  package static let kind = "missed"

  package let event: Event
  package let database: String
  package let object: ObjectID
  /// Since when it was there.
  package let since: Timestamp
  package let note: String?

  package init(_ event: Event) throws(BrokenEvent) {
    guard let database = event.database else { throw BrokenEvent("it names no database") }
    let details = try EventDetails(event.details)
    guard let since = try details.optionalTime("since") else { throw BrokenEvent("since is missing") }
    self.event = event
    self.database = database
    object = try details.object()
    self.since = since
    note = try details.optionalText("note")
  }

  static func details(_ object: ObjectID, _ since: Timestamp, _ note: String?) -> [EventValue.EventMember] {
    var members = object.members
    members.add("since", .text("\(since)"))
    members.add("note", note.map { .text(keptLine($0)) })
    return members
  }
}

extension Recording {
  /// Reports that checks missed a difference.
  /// - Parameters:
  ///   - address: of an object that the baseline or a recorded finding has, or of one that neither has, in full or in a known table.
  ///   - known: what the baseline has.
  package func miss(
    _ address: Address, on database: Config.Database, since: Timestamp, note: String?, among known: [ObjectID]
  ) throws -> MissedFinding {
    guard since <= context.clock.now else {
      throw Failure(
        "reporting a missed finding", "\(since) is still to come", hint: "--since says since when it was there")
    }
    let events = try log.read(kinds: [CheckRecord.kind]).events
      .filter { $0.project.utf8.elementsEqual(project.configFile.utf8) }
    let found = FindingHistory(events, now: context.clock.now).findings
      .filter { $0.database.utf8.elementsEqual(database.name.utf8) }
    let known = known + found.map(\.object)
    let object = try address.resolve(among: known) { address in
      if let object = address.unknown(beside: known) { return object }
      throw Failure(
        "looking for \(address)", "neither the baseline nor a finding has it, and it could mean several things",
        hint: "name it in full: table:SCHEMA.NAME, SCHEMA.TABLE.COLUMN")
    }
    let event = try queue(MissedFinding.kind, database.name, MissedFinding.details(object, since, note))
    return try MissedFinding(event)
  }
}
