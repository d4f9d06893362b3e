/// Somebody answered an incident: `baseline ack`.
package struct Acknowledgement: Equatable, Sendable {
  package static let kind = "acknowledged"

  package let at: Timestamp
  package let actor: String
  /// The incident's id.
  package let incident: String
  package let note: String?

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    at = event.at
    actor = event.actor
    incident = try details.text("incident", limit: 32)
    note = try details.optionalText("note")
  }

  package static func details(_ incident: String, _ note: String?) -> [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [.init("incident", .text(incident))]
    members.add("note", note.map { .text(keptLine($0)) })
    return members
  }
}

extension Operations {
  /// The first answer to an incident; nil: there is none.
  package func answer(to incident: Incident) -> Acknowledgement? {
    acknowledgements.first { $0.incident == incident.id }
  }
}

extension Recording {
  /// Notes that somebody answers an incident.
  /// - Parameter id: the beginning or the end of its id.
  package func acknowledge(_ id: String, note: String?) throws -> Incident {
    let reading = try log.read(kinds: [CheckRecord.kind])
    let incidents = Operations(reading.events, project: project.configFile, now: now).incidents
    let chosen = try chosenID(
      id, among: incidents.map(\.id), "incident",
      hint: "baseline incidents --all lists them; those of other clones after baseline events pull")
    guard let incident = incidents.first(where: { $0.id == chosen }) else {
      throw Failure("looking for the incident \(id)", "there is none")
    }
    try queue(Acknowledgement.kind, incident.database, Acknowledgement.details(chosen, note))
    return incident
  }

  /// Fetches the events, whatever the configuration says of runs like this one.
  package func fetch() throws { try log.requireFetch() }

  /// Pushes the events, whatever the configuration says of runs like this one.
  package func push() throws { try log.push() }

  /// Whether others learn of what is written here only when somebody pushes it.
  package var staysHere: Bool {
    get throws { try !log.isSynchronised && project.repository.hasRemote(log.remote) }
  }
}
