/// How the team finds the process: the monthly review asks, from 1 (not at all) to 5 (fully).
package enum ReviewQuestion: String, CaseIterable, Sendable {
  case clarity, speed, trust, load

  package var text: String {
    switch self {
    case .clarity: "Is it clear what to do when a check finds something?"
    case .speed: "Are differences found and mended fast enough?"
    case .trust: "Do you believe what the checks say?"
    case .load: "Is the work that this makes in proportion to its use?"
    }
  }

  /// Of a review's item.
  func key(_ period: Period) -> String { keyBeginning + period.name }

  var keyBeginning: String { "question:\(rawValue):" }
}

extension ReviewRecord.Answer {
  /// Reads `clarity=4`.
  /// - Returns: nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let question = ReviewQuestion(rawValue: String(parts[0])), parts[1].utf8.count == 1,
      let score = Int64(parts[1]), (1...5).contains(score)
    else { return nil }
    self.init(question: question.rawValue, score: score)
  }
}
