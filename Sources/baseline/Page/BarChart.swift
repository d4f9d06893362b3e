/// Counts in time: one column for each week or month, its parts one upon the other.
struct BarChart {
  /// A kind of part, from below.
  struct Series {
    let name: String
    /// Its colour, by class of the style sheet.
    let style: String
  }

  let id: String
  let title: String
  let summary: String
  let series: [Series]
  /// For each slot one number of each series.
  let columns: [(slot: Slot, counts: [Int])]
  /// What the table's first column is called.
  let unit: String
  var height = 110.0

  var node: Node {
    Chart(
      id: id, title: title, summary: summary, height: height, drawing: drawing,
      table: DataTable(
        caption: title, columns: [unit] + series.map(\.name),
        rows: columns.map { [$0.slot.name + ($0.slot.isOpen ? " (not over)" : "")] + $0.counts.map { "\($0)" } })
    ).node
  }

  private var drawing: [Node] {
    let scale = Scale.counts(to: columns.map { $0.counts.reduce(0, +) }.max() ?? 0)
    let width = Chart.width(columns.count)
    var nodes = Chart.grid(scale, height) { decimal($0) }
    for (place, column) in columns.enumerated() {
      let x = Double(place) * width
      nodes.append(bar(column.slot, column.counts, scale, x: x, width: width))
      nodes += Chart.label(column.slot, at: x + width / 2, height)
    }
    return nodes
  }

  private func bar(_ slot: Slot, _ counts: [Int], _ scale: Scale, x: Double, width: Double) -> Node {
    var sum = 0
    return element("g", slot.isOpen ? .class("open") : nil) {
      // Without colour of its own, so that pointing anywhere above a column names it.
      element(
        "rect", .class("area"), Attribute("x", percent: x), Attribute("width", percent: width),
        Attribute("y", Chart.above), Attribute("height", height)
      ) { element("title") { words(slot, counts) } }
      for (series, count) in zip(series, counts) where count > 0 {
        let bottom = height * scale.position(Double(sum))
        let top = height * scale.position(Double(sum + count))
        let _ = sum += count
        element(
          "rect", .class(series.style), Attribute("x", percent: x + width * 0.14),
          Attribute("width", percent: width * 0.72), Attribute("y", Chart.above + height - top),
          Attribute("height", top - bottom)
        ) { element("title") { words(slot, counts) } }
      }
    }
  }

  private func words(_ slot: Slot, _ counts: [Int]) -> String {
    let parts = zip(series, counts).map { "\($1) \($0.name)" }.joined(separator: ", ")
    return "\(slot.name)\(slot.isOpen ? ", not over" : ""): \(parts)"
  }
}
