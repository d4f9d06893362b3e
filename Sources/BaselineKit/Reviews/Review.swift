import Git
import Schema

/// A review of one period, filled: what `review` shows and what is signed.
package struct Review: Sendable {
  package let turn: ReviewCalendar.Turn
  package let sections: [ReviewSection]
  /// Whether the team holds it: the configuration says so, and there were checks by then.
  package let isOwed: Bool
  /// All that are over and that nobody signed.
  package let waiting: [ReviewCalendar.Turn]
  /// What could not be done about the events.
  package let remarks: [String]

  init(_ material: ReviewMaterial) throws {
    turn = material.turn
    sections = try material.sections
    let calendar = ReviewCalendar(material.operations, material.config.reviews)
    isOwed = calendar.periods.contains(turn)
    waiting = calendar.waiting
    remarks =
      material.operations.remarks
      + material.operations.refused.map { "the event \($0.id) is passed over: \($0.reason)" }
  }

  package var items: [ReviewItem] { sections.flatMap(\.items) }

  package func count(_ state: ReviewItem.State) -> Int { items.count { $0.state == state } }

  /// The items that texts mean: the beginning of an id, a key, or a section with all in it that is open. Questions are none.
  /// - Throws: Failure for a text that is none of them.
  func items(named texts: [String]) throws -> [ReviewItem] {
    var chosen: [ReviewItem] = []
    for text in texts {
      if let section = sections.first(where: { $0.name.rawValue == text }) {
        chosen += section.items.filter { $0.state == .open && $0.question == nil && !chosen.contains($0) }
        continue
      }
      let item = try item(named: text)
      if !chosen.contains(item) { chosen.append(item) }
    }
    if chosen.isEmpty {
      throw Failure("looking for the items \(texts.joined(separator: ", "))", "nothing of that can be decided about")
    }
    return chosen
  }

  private func item(named text: String) throws -> ReviewItem {
    let doing = "looking for the item \(text)"
    let found = items.filter {
      $0.isFinding && (!text.isEmpty && $0.id.hasPrefix(text.lowercased()) || $0.key.utf8.elementsEqual(text.utf8))
    }
    guard let item = found.first, found.count == 1 else {
      throw Failure(
        doing, found.isEmpty ? "this review has none" : "it could mean \(found.count) of them",
        hint: "baseline review \(turn.cadence.rawValue) --period \(turn.period.name) lists them")
    }
    if let question = item.question {
      throw Failure(doing, "it is a question", hint: "it is answered: --sign --answer \(question.rawValue)=1..5")
    }
    guard item.state != .fixed else { throw Failure(doing, "it is fixed: there is nothing to decide") }
    return item
  }
}

extension ReviewCalendar {
  /// The review that is meant where none is named: the last one that is over and that nobody signed, else the one that is not over.
  static func usual(_ cadence: Cadence, _ operations: Operations, _ reviews: [Config.Review]) -> Turn {
    let own = reviews.first { $0.cadence == cadence } ?? Config.Review(cadence)
    let turns = ReviewCalendar(operations, [own]).waiting
    return turns.last
      ?? Turn(cadence, cadence.period(of: operations.now), operations.reviews, now: operations.now)
  }
}
