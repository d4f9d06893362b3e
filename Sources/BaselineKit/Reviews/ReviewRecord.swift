/// How often a review is held, and the period that one looks back on.
package enum Cadence: String, CaseIterable, Sendable {
  case daily, weekly, monthly

  package var length: Period.Length {
    switch self {
    case .daily: .day
    case .weekly: .week
    case .monthly: .month
    }
  }

  /// How long after its period's end a review may be signed before it is overdue, in seconds.
  package var grace: Int64 {
    switch self {
    case .daily: Period.daySeconds
    case .weekly: 2 * Period.daySeconds
    case .monthly: 7 * Period.daySeconds
    }
  }
}

/// A signed review, as its event keeps it.
package struct ReviewRecord: Equatable, Sendable {
  package static let kind = "reviewed"

  package let at: Timestamp
  /// Who signed it.
  package let actor: String
  package let cadence: Cadence
  package let period: Period
  /// How many items it listed, and how many of them were accepted or deferred; the others were fixed.
  package let items: Int64
  package let accepted: Int64
  package let deferred: Int64
  /// How the team finds the process: from 1 (bad) to 5 (good), by the question's key. Monthly reviews ask.
  package let answers: [Answer]
  package let note: String?

  package struct Answer: Equatable, Sendable {
    package let question: String
    package let score: Int64

    package init(question: String, score: Int64) {
      self.question = question
      self.score = score
    }
  }

  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    let cadence = try details.word("cadence", Cadence.self)
    guard let period = Period(try details.text("period", limit: 16)), period.length == cadence.length else {
      throw BrokenEvent("period is none of its cadence")
    }
    at = event.at
    actor = event.actor
    self.cadence = cadence
    self.period = period
    items = try details.number("items")
    accepted = try details.optionalNumber("accepted") ?? 0
    deferred = try details.optionalNumber("deferred") ?? 0
    answers = try details.list("answers", limit: 20) { value throws(BrokenEvent) in
      let details = try EventDetails(value)
      let score = try details.number("score")
      guard (1...5).contains(score) else { throw BrokenEvent("score is not from 1 to 5") }
      return Answer(question: try details.text("question", limit: 64), score: score)
    }
    note = try details.optionalText("note")
  }

  package static func details(
    _ cadence: Cadence, _ period: Period, items: Int, accepted: Int, deferred: Int, answers: [Answer], note: String?
  ) -> [EventValue.EventMember] {
    var members: [EventValue.EventMember] = [
      .init("cadence", .text(cadence.rawValue)), .init("period", .text(period.name)),
      .init("items", .number(Int64(items))), .init("accepted", .number(Int64(accepted))),
      .init("deferred", .number(Int64(deferred))),
    ]
    if !answers.isEmpty {
      members.append(
        .init(
          "answers",
          .list(
            answers.map { .object([.init("question", .text($0.question)), .init("score", .number($0.score))]) })))
    }
    members.add("note", note.map { .text(keptLine($0)) })
    return members
  }
}
