import BaselineKit

/// How often the databases differed, why, and how long it lasted.
struct IncidentsSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
  }

  var node: Node {
    DashboardPage.section(
      "incidents", "Incidents and how long they last",
      "An incident is what the same check of a database saw first. A quiet week counts only where the planned checks ran."
    ) {
      if measures.whole.incidents == 0 && measures.whole.timeToResolve.count == 0 {
        element("p") {
          let checks = measures.whole.plannedChecks
          checks.whole == 0
            ? "No check was recorded." : "None was seen; \(DashboardWords.parts(checks)) planned checks ran."
        }
      } else {
        charts
      }
    }
  }

  @NodeBuilder private var charts: [Node] {
    element("p", .class("legend")) {
      element("span", .class("swatch critical"), .hidden)
      "in a critical table "
      element("span", .class("swatch data"), .hidden)
      "elsewhere"
    }
    element("div", .class("charts two")) {
      chart("incidents-weeks", "Incidents per week", dashboard.weeks, dashboard.weeksName, "week")
      chart(
        "incidents-months", "Incidents per month", measures.months, TextReport.plural(measures.months.count, "month"),
        "month")
      resolution
      causes
    }
  }

  private func chart(_ id: String, _ title: String, _ parts: [Measures.Part], _ span: String, _ unit: String) -> Node {
    let total = parts.reduce(0) { $0 + $1.figures.incidents }
    let critical = parts.reduce(0) { $0 + $1.figures.critical }
    let ran = Ratio(
      parts.reduce(0) { $0 + $1.figures.plannedChecks.part },
      of: parts.reduce(0) { $0 + $1.figures.plannedChecks.whole })
    return BarChart(
      id: id, title: title,
      summary: "\(total) in \(span), \(critical) of them in critical tables. Planned checks that ran: "
        + "\(DashboardWords.share(ran)).",
      series: [.init(name: "critical", style: "critical"), .init(name: "others", style: "data")],
      columns: zip(Slot.slots(parts.map(\.period)), parts).map { slot, part in
        (slot, [part.figures.critical, part.figures.incidents - part.figures.critical])
      }, unit: unit
    ).node
  }

  private var resolution: Node {
    let times = measures.whole.timeToResolve
    let points = zip(Slot.slots(measures.months.map(\.period)), measures.months).map { slot, month in
      let times = month.figures.timeToResolve
      return DurationChart.Point(
        slot: slot, count: times.count, mean: times.mean.map { Double($0) }, p90: times.p90.map { Double($0) })
    }
    let met = measures.months.compactMap(\.figures.timeToResolve.isMet)
    return DurationChart(
      id: "resolution", title: "Time to resolve, by the month in which it was resolved",
      summary: "Large points: the mean; small ones: nine of ten incidents took no longer. "
        + (times.mean.map { "Over all \(DashboardWords.duration($0)); " } ?? "")
        + "the target, the dashed line, was met in \(met.count(where: \.self)) of \(TextReport.plural(met.count, "month")) with incidents.",
      points: points, target: times.target.map { Double($0) }, unit: "month",
      words: { DashboardWords.duration(Int64($0)) }
    ).node
  }

  private var causes: Node {
    let causes = measures.whole.causes.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    let highest = causes.first?.value ?? 1
    return element("figure", .class("chart")) {
      element("figcaption") {
        element("h3") { "Why they differed" }
        element("p") { "\(TextReport.plural(measures.whole.findings, "finding")), each by its first cause." }
      }
      element("table", .class("bars")) {
        element("caption", .class("unseen")) { "Findings by cause" }
        element("thead", .class("unseen")) {
          element("tr") {
            element("th", Attribute("scope", "col")) { "cause" }
            element("th", Attribute("scope", "col")) { "findings" }
            element("td") {}
          }
        }
        element("tbody") {
          for (cause, count) in causes {
            element("tr") {
              element("th", Attribute("scope", "row")) { cause.words }
              element("td", .class("number")) { "\(count)" }
              element("td") {
                element("svg", .hidden, Attribute("width", "100%"), Attribute("height", 12)) {
                  element(
                    "rect", .class("data"), Attribute("width", percent: 100 * Double(count) / Double(highest)),
                    Attribute("height", 12))
                }
              }
            }
          }
        }
      }
    }
  }
}
