/// How a stage of a pipeline ended: what `baseline events record` notes.
package struct StageRecord: Equatable, Sendable {
  package static let kind = "stage"

  package enum Status: String, CaseIterable, Sendable { case ok, failed }

  package let at: Timestamp
  package let actor: String
  package let commit: String?
  package let database: String?
  package let stage: String
  package let status: Status
  package let reason: String?
  /// Where its log can be read.
  package let url: String?

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    at = event.at
    actor = event.actor
    commit = event.commit
    database = event.database
    stage = try details.text("stage", limit: 400)
    status = try details.word("status", Status.self)
    reason = try details.optionalText("reason", limit: Event.textLimit)
    url = try details.optionalText("url", limit: Event.textLimit)
  }

  package static func details(
    _ stage: String, _ status: Status, reason: String?, url: String?
  ) -> [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("stage", .text(stage)), .init("status", .text(status.rawValue)),
    ]
    members.add("reason", reason.map { .text(keptText($0)) })
    members.add("url", url.map { .text(keptText($0)) })
    return members
  }
}
