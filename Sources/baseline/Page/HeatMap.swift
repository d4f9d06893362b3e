/// Counts of many things in time, as a table whose cells are shaded by their count and lead to what was counted.
struct HeatMap {
  struct Row {
    let name: String
    /// Beside its name.
    let badge: String?
    let total: Int
    let cells: [Cell]
  }

  struct Cell {
    let count: Int
    /// What a screen reader says of it and what is seen on pointing at it.
    let words: String
    /// Where it leads in this page; nil: nothing was counted.
    let anchor: String?
  }

  let id: String
  let caption: String
  let slots: [Slot]
  let rows: [Row]
  /// The classes of the style sheet that say where it is shown.
  let style: String
  /// Whether there is room for the numbers.
  let showsNumbers: Bool

  /// The least count of each shade, the lightest first.
  private static let steps = [1, 2, 3, 5]

  static func shade(_ count: Int) -> Int { steps.lastIndex { $0 <= count }.map { $0 + 1 } ?? 0 }

  var node: Node {
    element("table", .class("heat \(style)"), .id(id)) {
      element("caption", .class("unseen")) { caption }
      element("thead") {
        element("tr") {
          element("td") {}
          for span in spans {
            // A heading without words would be none.
            element(
              span.label.isEmpty ? "td" : "th", span.isMinor ? .class("minor") : nil,
              span.label.isEmpty ? nil : Attribute("scope", "col"),
              Attribute("colspan", "\(span.count)")
            ) { span.label }
          }
          padding
          element("th", Attribute("scope", "col"), .class("total")) { "all" }
        }
      }
      element("tbody") {
        for row in rows {
          element("tr") {
            element("th", Attribute("scope", "row")) {
              element("bdi") { row.name }
              if let badge = row.badge { element("span", .class("badge quiet")) { badge } }
            }
            for cell in row.cells { element("td") { self.node(cell) } }
            padding
            element("td", .class("total")) { "\(row.total)" }
          }
        }
      }
    }
  }

  @NodeBuilder private func node(_ cell: Cell) -> [Node] {
    if let anchor = cell.anchor {
      element(
        "a", .class("shade-\(Self.shade(cell.count))"), .anchor(anchor), .label(cell.words),
        Attribute("title", cell.words)
      ) { showsNumbers ? "\(cell.count)" : "" }
    }
  }

  /// Room for the columns that are not there yet.
  @NodeBuilder private var padding: [Node] {
    let missing = Chart.leastColumns - slots.count
    if missing > 0 { element("td", .class("total"), Attribute("colspan", "\(missing)")) {} }
  }

  /// Slots under one label.
  private var spans: [(label: String, isMinor: Bool, count: Int)] {
    var spans: [(label: String, isMinor: Bool, count: Int)] = []
    for slot in slots {
      if slot.label != nil || spans.isEmpty {
        spans.append((slot.label ?? "", slot.isMinor, 1))
      } else {
        spans[spans.count - 1].count += 1
      }
    }
    return spans
  }

  /// What the shades mean.
  static var legend: Node {
    element("p", .class("legend")) {
      "commits: "
      for (place, step) in steps.enumerated() {
        element("span", .class("swatch shade-\(place + 1)"), .hidden)
        let next = place + 1 < steps.count ? steps[place + 1] - 1 : nil
        element("span") { next == step ? "\(step)" : next.map { "\(step)–\($0)" } ?? "\(step) and more" }
      }
    }
  }
}
