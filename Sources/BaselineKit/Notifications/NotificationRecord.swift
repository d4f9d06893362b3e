/// A message as its event keeps it: sent or failed, over one channel.
package struct NotificationRecord: Equatable, Sendable {
  package static let kind = "notified"

  package enum Result: String, CaseIterable, Sendable { case sent, failed }

  /// Of the event; nil: it is still to be written.
  package private(set) var at: Timestamp?
  package let occasion: Occasion
  /// What exactly was told: who is told of it once is not told again. The same text in every clone and every run.
  package let subject: String
  /// What else the message told.
  package let others: [String]
  /// The incident's id; nil: it was about none, or about several.
  package let incident: String?
  package let channel: String
  package let result: Result
  package let tries: Int64
  /// Why the last try failed; never a URL.
  package let problem: String?

  /// One message tells no more than an event can hold.
  static let subjectLimit = 100

  package init(
    _ occasion: Occasion, subject: String, others: [String] = [], incident: String?, channel: String, result: Result,
    tries: Int64, problem: String? = nil
  ) {
    self.occasion = occasion
    self.subject = subject
    self.others = others
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
      others: try details.texts("others"),
      incident: try details.optionalText("incident", limit: 32), channel: try details.text("channel", limit: 256),
      result: try details.word("result", Result.self), tries: try details.number("tries"),
      problem: try details.optionalText("problem"))
    at = event.at
  }

  package var details: [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("occasion", .text(occasion.rawValue)), .init("subject", .text(subject)),
    ]
    members.add("others", others.isEmpty ? nil : .list(others.map { .text($0) }))
    members.add("incident", incident.map { .text($0) })
    members += [
      .init("channel", .text(channel)), .init("result", .text(result.rawValue)), .init("tries", .number(tries)),
    ]
    members.add("problem", problem.map { .text($0) })
    return members
  }

  /// Whether its message told this, alone or with others.
  package func tells(_ subject: String) -> Bool {
    self.subject.utf8.elementsEqual(subject.utf8) || others.contains { $0.utf8.elementsEqual(subject.utf8) }
  }

  /// The incidents that its message told of.
  package var incidents: [String] {
    guard [.opened, .changed, .resolved, .escalated].contains(occasion) else { return [] }
    // A change is told of as `INCIDENT CHECK`.
    return Set(([subject] + others).map { String($0.prefix { $0 != " " }) }).sorted()
  }
}
