/// What every chart has: a name, a sentence that says what is to be seen, the drawing, and the numbers as a table.
///
/// Drawings are as wide as the page and of a fixed height: everything horizontal is a percentage, everything vertical and all
/// text in pixels, so that letters keep their size on a telephone.
struct Chart {
  let id: String
  let title: String
  let summary: String
  /// The drawing's height, without the labels below it.
  var height = 130.0
  /// What is wider than usual beside the drawing, by class of the style sheet.
  var style = ""
  let drawing: [Node]
  let table: DataTable

  /// Room below for labels, and above for the highest mark's.
  static let below = 20.0
  static let above = 10.0

  var node: Node {
    element("figure", .class("chart \(style)"), .id(id)) {
      element("figcaption") {
        element("h3") { title }
        element("p") { summary }
      }
      element(
        "svg", Attribute("role", "img"), Attribute("aria-labelledby", "\(id)-title \(id)-text"),
        Attribute("width", "100%"), Attribute("height", Self.above + height + Self.below)
      ) {
        element("title", .id("\(id)-title")) { title }
        element("desc", .id("\(id)-text")) { summary }
        drawing
      }
      table.folded("The numbers")
    }
  }

  /// The width of a column, in percent: where there are few they are no walls.
  static func width(_ columns: Int) -> Double { 100 / Double(max(leastColumns, columns)) }
  static let leastColumns = 12

  /// Lines across, with what they mean to their left.
  /// - Parameter target: marked where it is one of them.
  static func grid(_ scale: Scale, _ height: Double, target: Double? = nil, _ words: (Double) -> String) -> [Node] {
    scale.ticks.flatMap { tick in
      let y = above + height * (1 - scale.position(tick))
      return [
        element(
          "line", .class(tick == scale.ticks[0] ? "base" : "grid"), Attribute("x1", "0"), Attribute("x2", "100%"),
          Attribute("y1", y), Attribute("y2", y)),
        element(
          "text", .class(tick == target ? "mark target-mark" : "mark"), Attribute("x", "-6"), Attribute("y", y + 4)
        ) { words(tick) },
      ]
    }
  }

  /// The line of a target.
  static func target(at y: Double) -> Node {
    element(
      "line", .class("target"), Attribute("x1", "0"), Attribute("x2", "100%"), Attribute("y1", y), Attribute("y2", y))
  }

  /// What stands below a column.
  static func label(_ slot: Slot, at x: Double, _ height: Double) -> [Node] {
    guard let label = slot.label else { return [] }
    return [
      element(
        "text", .class(slot.isMinor ? "label minor" : "label"), Attribute("x", percent: x),
        Attribute("y", above + height + 15)
      ) { label }
    ]
  }
}

/// A place on the horizontal axis: a week or a month.
struct Slot: Sendable {
  /// In full, for tables and on pointing at it: `2026-W47`.
  let name: String
  /// Below the axis; nil: nothing stands there.
  let label: String?
  /// The label is left out where it is narrow.
  var isMinor = false
  /// It has not ended.
  var isOpen = false
}

/// Numbers as a table.
struct DataTable {
  let caption: String
  let columns: [String]
  /// The first of each row is its name.
  let rows: [[String]]

  /// Behind a line that opens it.
  func folded(_ summary: String) -> Node {
    element("details", .class("numbers")) {
      element("summary") {
        summary
        element("span", .class("unseen")) { ": \(caption)" }
      }
      element("div", .class("scroll"), Attribute("tabindex", "0"), Attribute("role", "region"), .label(caption)) {
        element("table") {
          element("caption", .class("unseen")) { caption }
          element("thead") {
            element("tr") { for column in columns { element("th", Attribute("scope", "col")) { column } } }
          }
          element("tbody") {
            for row in rows {
              element("tr") {
                element("th", Attribute("scope", "row")) { row[0] }
                for cell in row.dropFirst() { element("td") { cell } }
              }
            }
          }
        }
      }
    }
  }
}
