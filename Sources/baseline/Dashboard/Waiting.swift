import BaselineKit

/// What waits for somebody, above all else.
struct Waiting: DashboardSection {
  private let dashboard: DashboardPage

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
  }

  var node: Node {
    let items = self.items
    let remarks = dashboard.remarks
    return element(
      "div", .class(items.isEmpty && remarks.isEmpty ? "todo" : "todo waits"), .id("waiting")
    ) {
      // Without what they speak of the page may say too little.
      if !remarks.isEmpty {
        element("p") { "This page may not be complete" }
        element("ul") {
          for remark in remarks.prefix(5) { element("li") { remark } }
          if remarks.count > 5 { element("li") { "and \(remarks.count - 5) more: baseline stats" } }
        }
      }
      if items.isEmpty {
        element("p") {
          dashboard.measures.databases.isEmpty
            ? "No database has a name yet."
            : remarks.isEmpty ? "Nothing waits for anybody." : "Nothing else is known to wait for anybody."
        }
      } else {
        element("p") { "What waits for somebody" }
        element("ul") {
          for (words, anchor) in items { element("li") { element("a", .anchor(anchor)) { words } } }
        }
      }
    }
  }

  private var items: [(words: String, anchor: String)] {
    databases + incidents + bypasses + reviews
  }

  private var databases: [(String, String)] {
    let databases = dashboard.measures.databases
    let never = databases.filter { $0.last == nil }.map(\.name)
    let unknown = databases.filter { $0.last?.record.verdict == .unknown }.map(\.name)
    // What a check sees first is only suspected: no incident is open yet.
    let failed = databases.filter {
      $0.last?.record.outcome == .failed && $0.last?.record.verdict != .unknown && $0.open.isEmpty
    }.map(\.name)
    let late = databases.filter { $0.last != nil && $0.isLate }.map(\.name)
    return [
      ("never checked", never), ("the last check could not find out", unknown), ("the last check failed", failed),
      ("a planned check is late", late),
    ]
    .filter { !$0.1.isEmpty }.map { ("\(DashboardWords.list($0.1)): \($0.0)", "now") }
  }

  private var incidents: [(String, String)] {
    let open = dashboard.operations.incidents.filter { $0.state == .open }
    guard !open.isEmpty else { return [] }
    let critical = open.count(where: \.isCritical)
    let unanswered = open.count { dashboard.operations.answer(to: $0) == nil }
    let notes = [
      critical > 0 ? "\(critical) in critical tables" : nil,
      unanswered > 0 ? "\(unanswered == open.count ? "not" : "\(unanswered) not") answered by anybody" : nil,
    ].compactMap { $0 }
    return [
      (
        "\(TextReport.plural(open.count, "incident")) open"
          + (notes.isEmpty ? "" : ": \(notes.joined(separator: ", "))"),
        "open"
      )
    ]
  }

  private var bypasses: [(String, String)] {
    let debts = dashboard.operations.debts.filter { $0.closed == nil }
    guard !debts.isEmpty else { return [] }
    let overdue = debts.count { $0.state(at: dashboard.now) == .overdue }
    let unexplained = debts.count { $0.reason == nil }
    let notes = [
      overdue > 0 ? "\(overdue) past their 24 hours" : nil, unexplained > 0 ? "\(unexplained) without a reason" : nil,
    ].compactMap { $0 }
    return [
      (
        "\(TextReport.plural(debts.count, "finding")) let pass by emergency bypass"
          + (notes.isEmpty ? "" : ": \(notes.joined(separator: ", "))"), "bypasses"
      )
    ]
  }

  private var reviews: [(String, String)] {
    Cadence.allCases.flatMap { cadence in
      let turns = dashboard.measures.calendar.periods(of: cadence)
      return [ReviewCalendar.State.overdue, .due].compactMap { (state) -> (String, String)? in
        let periods = turns.filter { $0.state == state }.map(\.period.name)
        guard !periods.isEmpty else { return nil }
        let reviews = "\(periods.count) \(cadence.rawValue) review\(periods.count == 1 ? "" : "s")"
        return ("\(reviews) \(state.rawValue): \(DashboardWords.list(periods.reversed(), limit: 3))", "reviews")
      }
    }
  }
}
