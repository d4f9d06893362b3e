/// What was decided about one item of a review that is not simply fixed.
package struct ReviewDecision: Equatable, Sendable {
  package static let kind = "review_decision"

  package enum Verdict: String, CaseIterable, Sendable { case accepted, deferred }

  package let at: Timestamp
  package let actor: String
  /// The item's key: the same in every review that lists it.
  package let item: String
  package let verdict: Verdict
  package let reason: String
  /// The first second of the last day on which it holds; nil: for as long as the item stays as it is.
  package let until: Timestamp?

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    at = event.at
    actor = event.actor
    item = try details.text("item", limit: 1_024)
    verdict = try details.word("decision", Verdict.self)
    reason = try details.text("reason")
    until = try details.optionalTime("until")
  }

  package static func details(
    _ item: String, _ verdict: Verdict, reason: String, until: Timestamp?
  ) -> [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("item", .text(item)), .init("decision", .text(verdict.rawValue)), .init("reason", .text(keptLine(reason))),
    ]
    members.add("until", until.map { .text("\($0)") })
    return members
  }
}
