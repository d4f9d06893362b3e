/// One thing that a review lists. What somebody has to see to is open until it is fixed, accepted or deferred; the rest is noted.
package struct ReviewItem: Equatable, Sendable {
  package enum State: String, CaseIterable, Sendable {
    case open, fixed, accepted, deferred
    /// It is only told.
    case noted
  }

  /// The same in every review that lists it, for as long as it is the same thing.
  package let key: String
  package let state: State
  /// One line.
  package let title: String
  /// What else is known of it, a line each.
  package let remarks: [String]
  /// The command or the edit that would settle it; nil: there is none.
  package let next: String?
  /// What was decided about it and holds.
  package let decision: ReviewDecision?
  /// Whether nobody ever decided about it.
  package let isNew: Bool
  /// Whether it is that of a table which a rule hides, and open: such ones are marked.
  package let isNewlyHidden: Bool

  /// How the keys of tables begin that rules hide.
  static let hidden = "hidden:"

  /// Short enough to be typed.
  package var id: String { String(SHA256.hex(Array(key.utf8)).prefix(8)) }

  /// What is answered with the signature; nil: it is no question.
  package var question: ReviewQuestion? {
    ReviewQuestion.allCases.first { key.utf8.starts(with: $0.keyBeginning.utf8) }
  }

  /// Whether something was or is to be done about it.
  package var isFinding: Bool { state != .noted }

  /// - Parameters:
  ///   - state: as it is by itself.
  ///   - decisions: about anything, in the order of time.
  init(
    _ key: String, _ title: String, _ state: State, remarks: [String] = [], next: String? = nil,
    among decisions: [ReviewDecision], now: Timestamp
  ) {
    let isHidden = key.utf8.starts(with: Self.hidden.utf8)
    // Longer texts are none of an event.
    let key = key.utf8.count <= 256 ? key : SHA256.hex(Array(key.utf8))
    let last = decisions.last { $0.items.contains { $0.utf8.elementsEqual(key.utf8) } }
    let holding = state == .open ? last.flatMap { $0.holds(at: now) ? $0 : nil } : nil
    self.key = key
    self.title = title
    self.next = next
    self.state = holding.map { $0.verdict == .accepted ? .accepted : .deferred } ?? state
    decision = holding
    isNew = last == nil
    isNewlyHidden = isHidden && isNew && state == .open
    if state == .open, holding == nil, let last, let until = last.until {
      self.remarks = remarks + ["\(last.verdict.rawValue) until \(until.day), which is over: \(last.reason)"]
    } else {
      self.remarks = remarks
    }
  }
}

/// One part of a review: a line of the team's check-list. It is there even when it lists nothing.
package struct ReviewSection: Equatable, Sendable {
  package enum Name: String, CaseIterable, Sendable {
    case checks, stages, waiting
    case hidden, temporary, updates, misjudged, waivers
    case rules, critical, bypasses, process

    package var title: String {
      switch self {
      case .checks: "Results of the checks"
      case .stages: "Stages of pipelines that failed"
      case .waiting: "Urgent changes that wait for approval"
      case .hidden: "Tables that rules hide"
      case .temporary: "Tables that look as if they should be hidden"
      case .updates: "Updates of the baseline"
      case .misjudged: "False positives and negatives"
      case .waivers: "Waivers"
      case .rules: "Exception rules"
      case .critical: "Critical tables"
      case .bypasses: "Approvals and bypasses"
      case .process: "Training, guidelines and how the team finds the process"
      }
    }
  }

  package let name: Name
  package let items: [ReviewItem]
  /// What could not be looked at.
  package let remarks: [String]

  init(_ name: Name, _ items: [ReviewItem], remarks: [String] = []) {
    self.name = name
    self.items = items
    self.remarks = remarks
  }
}
