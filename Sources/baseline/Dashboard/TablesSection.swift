import BaselineKit
import Schema

/// Which tables changed, when, and in which commits: a heat map that leads to them.
struct TablesSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures
  /// Those that are drawn.
  private let tables: [TableMeasures]

  /// Rows of the heat map at most.
  private static let limit = 40

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
    tables = Array(measures.tables.prefix(Self.limit))
  }

  var node: Node {
    DashboardPage.section(
      "tables", "Changes per table",
      "Each square is a week of a table, on a narrow screen a month: how many commits changed it. It leads to them, below. Critical tables come first, "
        + "then those that changed most."
    ) {
      if measures.isShallow {
        element("p", .class("note")) {
          "This is a shallow clone: older changes of tables are missing (git fetch --unshallow)."
        }
      }
      if tables.isEmpty {
        element("p") { "No table has changed in this time." }
      } else {
        HeatMap.legend
        map(dashboard.weeks, "weeks", by: "week")
        map(Array(measures.months.suffix(12)), "months", by: "month")
        rest
        commits
      }
    }
  }

  private func map(_ parts: [Measures.Part], _ style: String, by unit: String) -> Node {
    HeatMap(
      id: "heat-\(style)", caption: "Commits that changed each table, by \(unit)",
      slots: Slot.slots(parts.map(\.period)),
      rows: tables.enumerated().map { place, table in
        HeatMap.Row(
          name: name(table), badge: table.isCritical ? "critical" : nil, total: table.changes.count,
          cells: parts.map { part in
            let changes = table.changes(in: part.stretch)
            let commits = changes.map { "\($0.at.day) \($0.subject)" }
            return HeatMap.Cell(
              count: changes.count,
              words: "\(name(table)), \(part.period.name): \(TextReport.plural(changes.count, "commit")): "
                + DashboardWords.list(commits, limit: 4),
              anchor: changes.first.map { self.anchor(place, $0) })
          })
      }, style: style, showsNumbers: true
    ).node
  }

  /// Without the schema where all have the same.
  private func name(_ table: TableMeasures) -> String {
    Set(tables.map(\.table.path.first)).count == 1 ? ObjectID(.schema, [table.table.key]).name : table.table.name
  }

  private static func count(_ changes: [TableChange]) -> Int { changes.reduce(0) { $0 + $1.changes.count } }

  /// Of a table's week.
  private func anchor(_ table: Int, _ change: TableChange) -> String {
    "table-\(table)-\(Period(.week, containing: change.at).name)"
  }

  @NodeBuilder private var rest: [Node] {
    let rest = measures.tables.dropFirst(tables.count)
    if !rest.isEmpty {
      let commits = rest.reduce(0) { $0 + $1.changes.count }
      element("p", .class("note")) {
        "\(TextReport.plural(rest.count, "table")) more, with \(TextReport.plural(commits, "change")): baseline stats, baseline history"
      }
    }
  }

  @NodeBuilder private var commits: [Node] {
    element("h3", .id("commits")) { "The commits, table by table" }
    for (place, table) in tables.enumerated() where !table.changes.isEmpty {
      element("details") {
        element("summary") {
          element("bdi", .class("code")) { name(table) }
          if table.isCritical { element("span", .class("badge quiet")) { "critical" } }
          " \(TextReport.plural(Self.count(table.changes), "change")) in \(TextReport.plural(table.changes.count, "commit"))"
          if table.findings > 0 {
            "; \(TextReport.plural(table.findings, "finding")) in \(TextReport.plural(table.incidents, "incident"))"
          }
        }
        element("ul", .class("commits")) {
          for (week, changes) in weeks(place, table) {
            element("li", .id(week)) { element("ul") { for change in changes { item(change) } } }
          }
        }
      }
    }
  }

  /// A table's commits by the anchor of their week, the oldest first.
  private func weeks(_ place: Int, _ table: TableMeasures) -> [(anchor: String, changes: [TableChange])] {
    var weeks: [(anchor: String, changes: [TableChange])] = []
    for change in table.changes.sorted(by: { $0.at < $1.at }) {
      let anchor = anchor(place, change)
      if weeks.last?.anchor == anchor {
        weeks[weeks.count - 1].changes.append(change)
      } else {
        weeks.append((anchor, [change]))
      }
    }
    return weeks
  }

  private func item(_ change: TableChange) -> Node {
    element("li") {
      DashboardWords.day(change.at)
      " "
      if let url = dashboard.links.url(change.commit) {
        element("a", .class("code"), .link(url), Attribute("rel", "noreferrer")) { String(change.commit.prefix(10)) }
      } else {
        element("span", .class("code")) { String(change.commit.prefix(10)) }
      }
      " "
      DashboardWords.name(change.subject)
      element("span", .class("soft")) {
        ", "
        DashboardWords.name(change.author)
        ": \(DashboardWords.list(change.changes.map { "\($0.object.kind.word) \(self.short($0.object)) \($0.action.rawValue)" }, limit: 6))"
      }
    }
  }

  /// Within its table its own name is enough.
  private func short(_ object: ObjectID) -> String { object.path.count > 2 ? object.key.string : object.name }
}
