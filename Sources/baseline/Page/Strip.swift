/// What became of each of a row of periods, one square for each.
struct Strip {
  /// Its colour and its mark, by class of the style sheet; what it means is said in words too.
  struct Cell {
    let name: String
    let words: String
    let style: String
  }

  let label: String
  let cells: [Cell]

  var node: Node {
    let width = Chart.width(cells.count)
    return element(
      "svg", .class("strip"), Attribute("role", "img"), .label(label), Attribute("width", "100%"),
      Attribute("height", 18)
    ) {
      for (place, cell) in cells.enumerated() {
        element(
          "rect", .class(cell.style), Attribute("x", percent: (Double(place) + 0.08) * width),
          Attribute("width", percent: width * 0.84), Attribute("y", 2), Attribute("height", 14)
        ) { element("title") { "\(cell.name): \(cell.words)" } }
      }
    }
  }
}
