import Schema

/// What a review is filled from, read before: its sections are pure functions of it.
struct ReviewMaterial {
  let turn: ReviewCalendar.Turn
  let operations: Operations
  let config: Config
  let waivers: Waivers
  /// The committed one, not filtered; nil: there is none.
  let baseline: Snapshot?
  /// What came to the baseline in the period.
  let updates: HistoryReport
  /// The live databases that could be read. Daily reviews read none.
  let databases: [Database]
  /// Why others could not.
  let unseen: [(name: String, reason: String)]
  /// A remote that was never asked for its events, and whether this clone has events of its own; nil: there is none.
  var unasked: (remote: String, hasOwn: Bool)?

  struct Database {
    let name: String
    let watch: Watch
    /// Not filtered.
    let snapshot: Snapshot
    let hasTenants: Bool
  }

  var now: Timestamp { operations.now }
  var start: Timestamp { turn.period.start }
  var end: Timestamp { turn.end }
  var period: String { turn.period.name }

  /// Whether it happened in the period.
  func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

  /// Whether it began before the period's end and was not over before its beginning.
  func touches(_ begin: Timestamp, _ over: Timestamp?) -> Bool { begin < end && over.map { $0 >= start } ?? true }

  /// An item, with what was decided about it.
  func item(
    _ key: String, _ title: String, _ state: ReviewItem.State, remarks: [String] = [], next: String? = nil
  ) -> ReviewItem {
    ReviewItem(key, title, state, remarks: remarks, next: next, among: operations.decisions, now: now)
  }

  var sections: [ReviewSection] {
    get throws {
      switch turn.cadence {
      case .daily: daily
      case .weekly: try weekly
      case .monthly: try monthly
      }
    }
  }

  /// What somebody has to look at elsewhere, for it could not be looked at here: each database once in a review.
  var unseenItems: [ReviewItem] {
    unseen.map { database in
      item("unseen:\(database.name):\(period)", "\(database.name) was not looked at: \(database.reason)", .open)
    }
  }

  /// The same for a section that lists less for it.
  var unseenRemarks: [String] { unseen.map { "\($0.name) was not looked at" } }

  /// Others may have recorded what nobody here knows of.
  var unaskedItems: [ReviewItem] {
    guard let unasked else { return [] }
    return [
      item(
        "unseen:events:\(period)", "the events of \(unasked.remote) were never fetched", .open,
        // What is here has to go there anyway, and a push fetches first.
        next: "baseline events \(unasked.hasOwn ? "push" : "pull")")
    ]
  }
}

extension [String] {
  /// The first few, and how many more there are.
  func shortened(to count: Int) -> [String] {
    self.count <= count ? self : prefix(count - 1) + ["and \(self.count - count + 1) more"]
  }
}

/// `1 table`, `2 tables`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
