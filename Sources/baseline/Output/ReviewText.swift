import BaselineKit
import Schema

/// The answer of `review`, in words and for programs.
struct ReviewText {
  let report: Reviewing.Report
  let isDeciding: Bool
  let isSigning: Bool
  private var review: Review { report.review }

  init(_ report: Reviewing.Report, isDeciding: Bool, isSigning: Bool) {
    self.report = report
    self.isDeciding = isDeciding
    self.isSigning = isSigning
  }

  /// Of a run that decides or signs what came of that, otherwise the whole review.
  var lines: [String] {
    let sharing = report.staysHere ? ["next: baseline events push"] : []
    if isSigning && report.missing.isEmpty { return [review.head] + sharing }
    if isSigning { return [review.head, ""] + report.missing.flatMap { Self.lines($0) } + sharing }
    if isDeciding {
      return review.items.filter { report.decided.contains($0.key) }.flatMap { Self.lines($0) }
        + ["", review.head] + sharing
    }
    var lines = [review.head]
    for section in review.sections {
      lines += ["", section.name.title]
      lines += section.remarks.map { "  ! \(safeLine($0))" }
      lines += section.items.isEmpty ? ["  nothing"] : Self.lines(of: section)
    }
    if let note = review.turn.record?.note { lines.insert("  \(safeLine(note))", at: 1) }
    let last = (review.advice.map { ["next: \($0)"] } ?? []) + others
    return last.isEmpty ? lines : lines + [""] + last
  }

  /// What else the team owes, a line for each cadence.
  private var others: [String] {
    Cadence.allCases.compactMap { cadence in
      let turns = review.waiting.filter {
        $0.cadence == cadence && ($0.cadence != review.turn.cadence || $0.period != review.turn.period)
      }
      guard let first = turns.first else { return nil }
      let command = "baseline review \(cadence.rawValue) --period \(first.period.name)"
      if turns.count == 1 { return "also \(first.state.rawValue): \(command)" }
      let overdue = turns.count { $0.state == .overdue }
      return "also to be held: \(turns.count) \(cadence.rawValue) reviews, \(overdue) overdue; the first: \(command)"
    }
  }

  /// What is open in full; what is settled is counted where there is much of it.
  private static func lines(of section: ReviewSection) -> [String] {
    var counts: [ReviewItem.State: Int] = [:]
    var lines: [String] = []
    for item in section.items {
      counts[item.state, default: 0] += 1
      guard item.state == .open || counts[item.state] ?? 0 <= settledLimit else { continue }
      lines += self.lines(item)
    }
    for state in ReviewItem.State.allCases where state != .open {
      let more = (counts[state] ?? 0) - settledLimit
      if more > 0 { lines.append("  \(state.mark) and \(more) more: \(state.rawValue)") }
    }
    return lines
  }

  private static let settledLimit = 12

  private static func lines(_ item: ReviewItem) -> [String] {
    var lines = ["  \(item.state.mark) \(item.isFinding ? "\(item.id)  " : "")\(safeLine(item.title))\(item.mark)"]
    let margin = item.isFinding ? "              " : "    "
    lines += item.remarks.map { "\(margin)\(safeLine($0))" }
    if let decision = item.decision { lines.append("\(margin)\(decision.words)") }
    if item.state == .open, let next = item.next { lines.append("\(margin)next: \(safeLine(next))") }
    return lines
  }

  /// docs/json.md: review.
  var json: JSONAnswer {
    JSONAnswer { writer in
      let turn = review.turn
      writer.pair("cadence", turn.cadence.rawValue)
      writer.pair("period", turn.period.name)
      writer.pair("state", turn.state.rawValue)
      writer.pair("owed", review.isOwed)
      writer.pair("from", Int(turn.period.start.seconds))
      writer.pair("until", Int(turn.end.seconds))
      writer.pair("deadline", Int(turn.deadline.seconds))
      writer.key("signed")
      if let record = turn.record { record.write(to: &writer) } else { writer.null() }
      writer.list("sections", review.sections) { section, writer in
        writer.object { writer in
          writer.pair("name", section.name.rawValue)
          writer.pair("title", section.name.title)
          writer.texts("remarks", section.remarks)
          writer.list("items", section.items) { $0.write(to: &$1) }
        }
      }
      writer.texts("open", review.items.filter { $0.state == .open }.map(\.id))
      writer.list("waiting", review.waiting) { turn, writer in
        writer.object { writer in
          writer.pair("cadence", turn.cadence.rawValue)
          writer.pair("period", turn.period.name)
          writer.pair("state", turn.state.rawValue)
          writer.pair("deadline", Int(turn.deadline.seconds))
        }
      }
    }
  }
}

extension Review {
  /// `weekly review 2026-W47 (2026-11-16 to 2026-11-22), due until 2026-11-25T00:00:00Z: 3 open, 2 accepted`.
  var head: String {
    let last = (turn.end + -1).day
    let days = turn.period.start.day == last ? "" : " (\(turn.period.start.day) to \(last))"
    let state =
      switch turn.state {
      case .open: "not over yet"
      case .due where !isOwed, .overdue where !isOwed: "over, and owed by nobody"
      case .due: "due until \(turn.deadline)"
      case .overdue: "overdue since \(turn.deadline)"
      case .signed, .late:
        turn.record.map { "signed \($0.at)\(turn.state == .late ? ", late," : "") by \(safeLine($0.actor))" } ?? ""
      }
    return "\(turn.cadence.rawValue) review \(turn.period.name)\(days), \(state): \(counts)"
  }

  private var counts: String {
    let counts = ReviewItem.State.allCases.filter { $0 != .noted && count($0) > 0 }.map {
      "\(count($0)) \($0.rawValue)"
    }
    return counts.isEmpty ? "nothing to decide" : counts.joined(separator: ", ")
  }

  /// What to do with it; nil: nothing can be done now.
  var advice: String? {
    let command = "baseline review \(turn.cadence.rawValue) --period \(turn.period.name)"
    guard turn.state == .due || turn.state == .overdue else { return nil }
    if items.allSatisfy({ $0.state != .open || $0.question != nil }) {
      let questions = items.filter { $0.state == .open }.compactMap(\.question)
      return "\(command) --sign" + questions.map { " --answer \($0.rawValue)=1..5" }.joined()
    }
    return "settle what is open, or decide: \(command) --accept ID --reason '…'"
  }
}

extension ReviewItem {
  /// What is written after its title.
  var mark: String { isNewlyHidden ? " (new)" : "" }

  /// docs/json.md: review item.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("id", id)
      writer.pair("key", key)
      writer.pair("state", state.rawValue)
      writer.pair("new", isFinding && isNew)
      writer.pair("title", title)
      writer.texts("remarks", remarks)
      writer.pair("next", next)
      writer.key("decision")
      guard let decision else { return writer.null() }
      writer.object { writer in
        writer.pair("at", Int(decision.at.seconds))
        writer.pair("actor", decision.actor)
        writer.pair("reason", decision.reason)
        writer.key("until")
        if let until = decision.until { writer.value(until.seconds) } else { writer.null() }
      }
    }
  }
}

extension ReviewItem.State {
  fileprivate var mark: String {
    switch self {
    case .open: "✗"
    case .fixed: "✓"
    case .accepted, .deferred: "!"
    case .noted: "·"
    }
  }
}

extension ReviewDecision {
  var words: String {
    "\(verdict.rawValue)\(until.map { " until \($0.day)" } ?? "") by \(safeLine(actor)): \(safeLine(reason))"
  }
}

extension ReviewRecord {
  /// docs/json.md: signed.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("at", Int(at.seconds))
      writer.pair("actor", actor)
      writer.pair("items", Int(items))
      writer.pair("accepted", Int(accepted))
      writer.pair("deferred", Int(deferred))
      writer.list("answers", answers) { answer, writer in
        writer.object { writer in
          writer.pair("question", answer.question)
          writer.pair("score", Int(answer.score))
        }
      }
      writer.pair("note", note)
    }
  }
}
