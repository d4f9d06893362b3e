import BaselineKit

/// What the dashboard is drawn from, and the page as a whole.
struct DashboardPage {
  /// What is looked after: the repository's name, or the project's in one that holds several.
  let name: String
  let measures: Measures
  let links: CommitLinks
  var operations: Operations { measures.operations }
  /// What could not be done or read.
  var remarks: [String] {
    let refused = operations.refused.map { "the event \($0.id) is passed over: \($0.reason)" }
    return operations.remarks + refused
  }
  var now: Timestamp { measures.now }

  var html: String {
    PageDocument(title: "\(name): schema drift") {
      element("a", .class("skip"), .anchor("now")) { "Skip to the databases" }
      header
      element("main") {
        Waiting(self).node
        NowSection(self).node
        FiguresSection(self).node
        IncidentsSection(self).node
        TablesSection(self).node
        BypassSection(self).node
        ReviewsSection(self).node
        NotificationsSection(self).node
        RefreshesSection(self).node
      }
      footer
    }.html
  }

  private static let sections = [
    ("now", "Databases"), ("figures", "Figures"), ("incidents", "Incidents"), ("tables", "Tables"),
    ("bypasses", "Bypasses"), ("reviews", "Reviews"), ("notifications", "Notifications"), ("refreshes", "Refreshes"),
  ]

  private var header: Node {
    element("header") {
      element("h1") {
        DashboardWords.name(name)
        ": schema drift"
      }
      element("p") {
        "Since "
        DashboardWords.day(measures.from)
        ", as of "
        DashboardWords.moment(now)
        ". All times are UTC."
      }
      element("nav", .label("Sections")) {
        element("ul") {
          for (id, name) in Self.sections { element("li") { element("a", .anchor(id)) { name } } }
        }
      }
    }
  }

  private var footer: Node {
    element("footer") {
      element("p") {
        "Made from the events and the history of this repository by baseline \(toolVersion). "
        "What each figure means: docs/measures.md. The page loads nothing and runs nothing."
      }
    }
  }
}

/// A part of the page.
protocol DashboardSection {
  init(_ dashboard: DashboardPage)
  var node: Node { get }
}

extension DashboardPage {
  /// A section with its heading and what it tells, in a sentence or two.
  static func section(
    _ id: String, _ title: String, _ words: String, @NodeBuilder holding content: () -> [Node]
  ) -> Node {
    element("section", .id(id), Attribute("aria-labelledby", "\(id)-heading")) {
      element("h2", .id("\(id)-heading")) { title }
      element("p") { words }
      content()
    }
  }

  /// At most so many weeks are drawn one by one.
  static let weekLimit = 53

  var weeks: [Measures.Part] { Array(measures.weeks.suffix(Self.weekLimit)) }

  /// How the drawn weeks are called.
  var weeksName: String {
    weeks.count < measures.weeks.count ? "the last \(Self.weekLimit) weeks" : TextReport.plural(weeks.count, "week")
  }
}
