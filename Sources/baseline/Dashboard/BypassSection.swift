import BaselineKit

/// What was let pass in an emergency, and whether it was settled in time.
struct BypassSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
  }

  var node: Node {
    DashboardPage.section(
      "bypasses", "Bypass debt",
      "A finding that was let pass in an emergency is to be settled within 24 hours, each by a clock of its own."
    ) {
      debts
      if measures.whole.bypassesOpened > 0 { chart }
    }
  }

  @NodeBuilder private var debts: [Node] {
    let debts = dashboard.operations.debts.filter { $0.closed == nil }
    if debts.isEmpty {
      element("p") {
        element("span", .class("good")) { "✓" }
        " Nothing is owed."
      }
    } else {
      element("ul", .class("plain")) { for debt in debts { element("li") { words(debt) } } }
    }
  }

  @NodeBuilder private func words(_ debt: BypassDebt) -> [Node] {
    element("span", .class("code")) { debt.shortID }
    " "
    DashboardWords.name(BypassText.subject(debt))
    ": "
    switch debt.state(at: dashboard.now) {
    case .overdue:
      element("span", .class("alarm")) { "✗ overdue for \(DashboardWords.duration(dashboard.now - debt.deadline))" }
    case .due: element("span", .class("alarm")) { "due in \(DashboardWords.duration(debt.deadline - dashboard.now))" }
    default: "\(DashboardWords.duration(debt.deadline - dashboard.now)) left"
    }
    ", until "
    DashboardWords.moment(debt.deadline)
    element("span", .class("soft")) {
      ", by "
      DashboardWords.name(DashboardWords.person(debt.actor))
      if let reason = debt.reason { ": \(reason)" }
    }
    if debt.reason == nil {
      " "
      element("span", .class("alarm")) { "No reason was given." }
    }
  }

  @NodeBuilder private var chart: [Node] {
    element("p", .class("legend")) {
      element("span", .class("swatch data"), .hidden)
      "settled in time, or still running "
      element("span", .class("swatch critical"), .hidden)
      "overdue"
    }
    let debts = dashboard.operations.debts.filter { $0.start >= measures.from }
    let running = debts.count { $0.closed == nil && $0.state(at: dashboard.now) != .overdue }
    let inTime = debts.count { debt in debt.closed.map { $0.at < debt.deadline } ?? false }
    let overdue = debts.count(where: isOverdue)
    element("div", .class("charts two")) {
      BarChart(
        id: "bypasses-months", title: "Findings let pass, by the month in which their clock began",
        summary: "\(debts.count) in all: \(inTime) settled in time, \(overdue) overdue"
          + (running > 0 ? ", \(running) still running." : "."),
        series: [
          .init(name: "in time or running", style: "data"), .init(name: "overdue", style: "critical"),
        ],
        columns: zip(Slot.slots(measures.months.map(\.period)), measures.months).map { slot, month in
          let begun = debts.filter { month.stretch.contains($0.start) }
          let late = begun.count(where: isOverdue)
          return (slot, [begun.count - late, late])
        }, unit: "month", height: 80
      ).node
      late(debts)
    }
  }

  /// Whether its deadline passed before it was settled.
  private func isOverdue(_ debt: BypassDebt) -> Bool {
    debt.deadline <= dashboard.now && (debt.closed.map { $0.at >= debt.deadline } ?? true)
  }

  /// Those that were settled too late, the newest first.
  private func late(_ debts: [BypassDebt]) -> Node {
    let late = debts.filter { debt in debt.closed.map { $0.at >= debt.deadline } ?? false }
      .sorted { $0.start > $1.start }
    return element("div") {
      element("h3") { late.isEmpty ? "None was settled too late." : "Settled too late" }
      element("ul", .class("plain")) {
        for debt in late.prefix(5) {
          element("li") {
            DashboardWords.name(BypassText.subject(debt))
            if let closed = debt.closed {
              ", \(DashboardWords.duration(closed.at - debt.deadline)) after "
              DashboardWords.moment(debt.deadline)
            }
          }
        }
      }
    }
  }
}
