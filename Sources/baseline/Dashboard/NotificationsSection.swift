import BaselineKit
import Schema

/// Who was told, and whether it arrived and was answered.
struct NotificationsSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
  }

  private var told: [NotificationRecord] {
    dashboard.operations.notifications.filter { $0.at.map { $0 >= measures.from } ?? false }
  }

  var node: Node {
    let whole = measures.whole
    return DashboardPage.section(
      "notifications", "Notifications",
      "What was sent over which channel."
        + (whole.answered.whole == 0
          ? ""
          : " Of \(TextReport.plural(whole.answered.whole, "incident")) that somebody was told of, "
            + "\(whole.answered.part) \(whole.answered.part == 1 ? "was" : "were") answered (baseline ack).")
    ) {
      if told.isEmpty {
        element("p") { "Nothing was sent." }
      } else {
        element("p", .class("legend")) {
          element("span", .class("swatch data"), .hidden)
          "sent "
          element("span", .class("swatch critical"), .hidden)
          "failed"
        }
        element("div", .class("charts two")) {
          chart
          channels
        }
      }
    }
  }

  private var chart: Node {
    let whole = measures.whole
    return BarChart(
      id: "notifications-months", title: "Notifications per month",
      summary: "\(whole.notificationsSent) sent, \(whole.notificationsFailed) failed.",
      series: [.init(name: "sent", style: "data"), .init(name: "failed", style: "critical")],
      columns: zip(Slot.slots(measures.months.map(\.period)), measures.months).map { slot, month in
        (slot, [month.figures.notificationsSent, month.figures.notificationsFailed])
      }, unit: "month", height: 90
    ).node
  }

  private var channels: Node {
    let groups = Dictionary(grouping: told) { Text($0.channel) }.sorted { $0.key < $1.key }
    return element("div") {
      element("table") {
        element("caption", .class("unseen")) { "Notifications by channel" }
        element("thead") {
          element("tr") {
            element("th", Attribute("scope", "col")) { "channel" }
            for column in ["sent", "failed", "escalated"] {
              element("th", Attribute("scope", "col"), .class("number")) { column }
            }
          }
        }
        element("tbody") {
          for (channel, records) in groups {
            let failed = records.count { $0.result == .failed }
            element("tr") {
              element("th", Attribute("scope", "row")) { DashboardWords.name(channel.string) }
              element("td", .class("number")) { "\(records.count - failed)" }
              element("td", .class(failed > 0 ? "number alarm" : "number")) { "\(failed)" }
              element("td", .class("number")) { "\(records.count { $0.occasion == .escalated && $0.result == .sent })" }
            }
          }
        }
      }
      if let last = told.last(where: { $0.result == .failed }), let at = last.at {
        element("p", .class("note")) {
          "The last failure, "
          DashboardWords.moment(at)
          " over "
          DashboardWords.name(last.channel)
          ": \(last.problem ?? "nobody knows why")"
        }
      }
    }
  }
}
