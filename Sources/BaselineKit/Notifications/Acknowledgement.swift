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
