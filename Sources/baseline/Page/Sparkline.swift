/// A small row of columns beside a figure: its shape in time, without an axis.
struct Sparkline {
  /// From 0 to 1 of the highest; nil: there was nothing to count.
  let values: [(name: String, value: Double?, style: String)]
  let label: String

  var node: Node {
    let width = Chart.width(values.count)
    let highest = max(values.compactMap(\.value).max() ?? 0, .leastNonzeroMagnitude)
    return element(
      "svg", .class("spark"), Attribute("role", "img"), .label(label), Attribute("width", "100%"),
      Attribute("height", 30)
    ) {
      element(
        "line", .class("base"), Attribute("x1", "0"), Attribute("x2", "100%"), Attribute("y1", 29.5),
        Attribute("y2", 29.5))
      for (place, column) in values.enumerated() {
        if let value = column.value {
          let height = max(2, 28 * value / highest)
          element(
            "rect", .class(column.style), Attribute("x", percent: (Double(place) + 0.1) * width),
            Attribute("width", percent: width * 0.8), Attribute("y", 29 - height), Attribute("height", height)
          ) { element("title") { column.name } }
        }
      }
    }
  }
}
