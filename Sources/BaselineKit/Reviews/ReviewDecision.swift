/// What was decided about items of a review that are not simply fixed.
package struct ReviewDecision: Equatable, Sendable {
  package static let kind = "review_decision"

  package enum Verdict: String, CaseIterable, Sendable { case accepted, deferred }

  package let at: Timestamp
  package let actor: String
  /// Their keys: the same in every review that lists them.
  package let items: [String]
  package let verdict: Verdict
  package let reason: String
  /// The first second of the last day on which it holds; nil: for as long as the items stay as they are.
  package let until: Timestamp?

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    at = event.at
    actor = event.actor
    items = try details.texts("items")
    verdict = try details.word("decision", Verdict.self)
    reason = try details.text("reason")
    until = try details.optionalTime("until")
    guard verdict == .accepted || until != nil else { throw BrokenEvent("it is deferred without a day") }
  }

  package static func details(
    _ items: [String], _ verdict: Verdict, reason: String, until: Timestamp?
  ) -> [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("items", .list(items.map { .text($0) })), .init("decision", .text(verdict.rawValue)),
      .init("reason", .text(keptLine(reason))),
    ]
    members.add("until", until.map { .text("\($0)") })
    return members
  }

  /// Its last day is part of it.
  package func holds(at now: Timestamp) -> Bool { until.map { now < $0 + Period.daySeconds } ?? true }
}
