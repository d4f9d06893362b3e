import BaselineKit

/// How the standard procedure went.
struct RefreshesSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures
  private let runs: [RefreshRun]

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
    runs = dashboard.operations.refreshes.filter { $0.begin >= dashboard.measures.from }
  }

  private static let limit = 8

  var node: Node {
    DashboardPage.section(
      "refreshes", "Refreshes", "Runs of the standard procedure that renews the baseline, counted from when they began."
    ) {
      if runs.isEmpty {
        element("p") { "None was begun." }
      } else {
        element("p", .class("legend")) {
          for (style, words) in [("data", "succeeded"), ("critical", "failed"), ("other", "never ended")] {
            element("span", .class("swatch \(style)"), .hidden)
            element("span") { words }
          }
        }
        element("div", .class("charts two")) {
          chart
          problems
        }
      }
    }
  }

  private func count(_ state: RefreshRun.State, _ runs: [RefreshRun]) -> Int {
    runs.count { $0.state(at: dashboard.now) == state }
  }

  private var chart: Node {
    BarChart(
      id: "refreshes-months", title: "Refreshes per month",
      summary:
        "\(DashboardWords.share(measures.whole.refreshes)) succeeded (\(DashboardWords.parts(measures.whole.refreshes))), "
        + "target \(measures.whole.refreshes.target.map { DashboardWords.target($0) } ?? "none").",
      series: [
        .init(name: "succeeded", style: "data"), .init(name: "failed", style: "critical"),
        .init(name: "never ended", style: "other"),
      ],
      columns: zip(Slot.slots(measures.months.map(\.period)), measures.months).map { slot, month in
        let begun = runs.filter { month.stretch.contains($0.begin) }
        return (slot, [count(.succeeded, begun), count(.failed, begun), count(.killed, begun)])
      }, unit: "month", height: 90
    ).node
  }

  private var problems: Node {
    let failed = runs.filter { [.failed, .killed].contains($0.state(at: dashboard.now)) }.reversed()
    return element("div") {
      element("h3") { failed.isEmpty ? "None failed." : "The last that failed" }
      element("ul", .class("plain")) {
        for run in failed.prefix(Self.limit) {
          element("li") {
            DashboardWords.moment(run.begin)
            element("span", .class("soft")) {
              ", "
              DashboardWords.name(DashboardWords.person(run.actor))
            }
            ": \(run.end?.problem ?? (run.end == nil ? "it never said how it ended" : "nobody knows why"))"
          }
        }
      }
    }
  }
}
