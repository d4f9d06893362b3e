import BaselineKit

/// The state of each database now, and the incidents that are open.
struct NowSection: DashboardSection {
  private let dashboard: DashboardPage

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
  }

  var node: Node {
    DashboardPage.section("now", "The databases now", "What the last check of each found.") {
      if dashboard.measures.databases.isEmpty {
        element("p") {
          "None has a name yet. Checks are recorded of the databases that stand under “databases:” in the configuration."
        }
      } else {
        databases
        open
      }
    }
  }

  private var databases: Node {
    element(
      "div", .class("scroll"), Attribute("tabindex", "0"), Attribute("role", "region"), .label("Table of the databases")
    ) {
      element("table") {
        element("caption", .class("unseen")) { "The databases now" }
        element("thead") {
          element("tr") {
            for column in ["database", "state", "last check", "open incidents"] {
              element("th", Attribute("scope", "col")) { column }
            }
          }
        }
        element("tbody") {
          for database in dashboard.measures.databases {
            element("tr") {
              element("th", Attribute("scope", "row")) { DashboardWords.name(database.name) }
              element("td") { state(database) }
              element("td") { lastCheck(database) }
              element("td") { incidents(database) }
            }
          }
        }
      }
    }
  }

  @NodeBuilder private func state(_ database: DatabaseState) -> [Node] {
    if let last = database.last {
      switch last.record.verdict {
      case .same: element("span", .class("good")) { "✓ same" }
      case .differs: element("span", .class("alarm")) { "✗ differs" }
      case .unknown: element("span", .class("alarm")) { "? unknown" }
      }
      if let since = database.since {
        " since "
        DashboardWords.day(since)
      }
      if last.record.verdict == .differs && last.record.outcome != .failed {
        element("span", .class("soft")) { ", \(last.record.outcome.rawValue)" }
      }
      if let problem = last.record.problem { element("p", .class("note")) { problem } }
    } else {
      element("span", .class("alarm")) { "never checked" }
    }
  }

  @NodeBuilder private func lastCheck(_ database: DatabaseState) -> [Node] {
    if let last = database.last {
      DashboardWords.moment(last.event.at)
      element("span", .class("soft")) { ", \(DashboardWords.duration(dashboard.now - last.event.at)) ago" }
      if database.isLate {
        " "
        element("span", .class("alarm")) { "late: planned every \(DashboardWords.duration(database.every))" }
      }
    } else {
      "–"
    }
  }

  @NodeBuilder private func incidents(_ database: DatabaseState) -> [Node] {
    let critical = database.open.count(where: \.isCritical)
    "\(database.open.count)"
    if critical > 0 { element("span", .class("badge")) { "\(critical) critical" } }
  }

  @NodeBuilder private var open: [Node] {
    let open = dashboard.measures.databases.flatMap(\.open)
    element("h3", .id("open")) { open.isEmpty ? "No incident is open." : "Open incidents" }
    if !open.isEmpty {
      element("ul", .class("plain")) {
        for incident in open.prefix(Self.limit) { element("li") { words(incident) } }
      }
      if open.count > Self.limit { element("p") { "And \(open.count - Self.limit) more: baseline incidents" } }
    }
  }

  private static let limit = 20

  @NodeBuilder private func words(_ incident: Incident) -> [Node] {
    element("span", .class("code")) { incident.shortID }
    " on "
    DashboardWords.name(incident.database)
    if incident.isCritical { element("span", .class("badge")) { "critical" } }
    ", open for \(DashboardWords.duration(dashboard.now - incident.seen)), since "
    DashboardWords.moment(incident.seen)
    ": "
    let findings = incident.findings.filter { $0.state != .resolved }
    for (place, finding) in findings.prefix(6).enumerated() {
      if place > 0 { ", " }
      "\(finding.object.kind.word) "
      element("bdi", .class("code")) { finding.object.name }
      " \(finding.last.change.rawValue)"
      if !finding.last.causes.isEmpty { " (\(finding.last.causes.map(\.words).joined(separator: ", ")))" }
    }
    if findings.count > 6 { " and \(findings.count - 6) more" }
    ". "
    if let answer = dashboard.operations.answer(to: incident) {
      element("span", .class("soft")) {
        "Answered by "
        DashboardWords.name(DashboardWords.person(answer.actor))
        if let note = answer.note { ": \(note)" }
      }
    } else {
      element("span", .class("alarm")) { "Nobody has answered." }
    }
  }
}
