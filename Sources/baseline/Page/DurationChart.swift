/// How long something took in each month: the mean as a point, a line up to what nine of ten stayed below.
struct DurationChart {
  struct Point {
    let slot: Slot
    let count: Int
    /// In seconds; nil: nothing happened.
    let mean: Double?
    let p90: Double?
  }

  let id: String
  let title: String
  let summary: String
  let points: [Point]
  /// In seconds.
  let target: Double?
  let unit: String
  let words: (Double) -> String
  var height = 190.0

  var node: Node {
    Chart(
      id: id, title: title, summary: summary, height: height, style: "durations", drawing: drawing,
      table: DataTable(
        caption: title, columns: [unit, "incidents", "mean", "90th percentile"],
        rows: points.map { point in
          [
            point.slot.name + (point.slot.isOpen ? " (not over)" : ""), "\(point.count)",
            point.mean.map(words) ?? "–", point.p90.map(words) ?? "–",
          ]
        })
    ).node
  }

  private var drawing: [Node] {
    let scale = Scale.durations(points.flatMap { [$0.mean, $0.p90].compactMap { $0 } } + [target].compactMap { $0 })
    let width = Chart.width(points.count)
    let y = { (value: Double) in Chart.above + height * (1 - scale.position(value)) }
    var nodes = Chart.grid(scale, height, target: target, words)
    if let target { nodes.append(Chart.target(at: y(target))) }
    for (place, point) in points.enumerated() {
      let x = (Double(place) + 0.5) * width
      nodes += Chart.label(point.slot, at: x, height)
      guard let mean = point.mean, let p90 = point.p90 else { continue }
      let title = element("title") {
        "\(point.slot.name): mean \(words(mean)), 90th percentile \(words(p90)), of \(point.count)"
      }
      nodes.append(
        element("g", point.slot.isOpen ? .class("open") : nil) {
          element(
            "line", .class("reach"), Attribute("x1", percent: x), Attribute("x2", percent: x),
            Attribute("y1", y(mean)), Attribute("y2", y(p90)))
          element(
            "circle", .class("p90"), Attribute("cx", percent: x), Attribute("cy", y(p90)), Attribute("r", 2.5)
          ) { title }
          element(
            "circle", .class(target.map { mean > $0 } ?? false ? "mean missed" : "mean"), Attribute("cx", percent: x),
            Attribute("cy", y(mean)), Attribute("r", 5)
          ) { title }
        })
    }
    return nodes
  }
}
