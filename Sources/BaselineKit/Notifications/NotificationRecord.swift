/// A notification as its event keeps it: sent or failed, over one channel.
package struct NotificationRecord: Equatable, Sendable {
  package static let kind = "notified"

  package enum Result: String, CaseIterable, Sendable { case sent, failed }

  /// Of the event; nil: it is still to be written.
  package private(set) var at: Timestamp?
  package let occasion: Occasion
  /// What exactly was told: who is told of it once is not told again. The same text in every clone and every run.
  package let subject: String
  /// The incident's id; nil: it was about none.
  package let incident: String?
  package let channel: String
  package let result: Result
  package let tries: Int64
  /// Why the last try failed; never a URL.
  package let problem: String?

  package init(
    _ occasion: Occasion, subject: String, incident: String?, channel: String, result: Result, tries: Int64,
    problem: String? = nil
  ) {
    self.occasion = occasion
    self.subject = subject
    self.incident = incident
    self.channel = channel
    self.result = result
    self.tries = tries
    self.problem = problem
  }

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    self.init(
      try details.word("occasion", Occasion.self), subject: try details.text("subject", limit: 1_024),
      incident: try details.optionalText("incident", limit: 32), channel: try details.text("channel", limit: 256),
      result: try details.word("result", Result.self), tries: try details.number("tries"),
      problem: try details.optionalText("problem"))
    at = event.at
  }

  package var details: [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("occasion", .text(occasion.rawValue)), .init("subject", .text(subject)),
    ]
    members.add("incident", incident.map { .text($0) })
    members += [
      .init("channel", .text(channel)), .init("result", .text(result.rawValue)), .init("tries", .number(tries)),
    ]
    members.add("problem", problem.map { .text($0) })
    return members
  }
}
