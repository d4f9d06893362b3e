/// Answers from 1 to 5 in time, as points joined by a line.
struct ScoreChart {
  let id: String
  let title: String
  let summary: String
  let scores: [(slot: Slot, score: Int?)]
  let unit: String
  var height = 70.0

  var node: Node {
    Chart(
      id: id, title: title, summary: summary, height: height, drawing: drawing,
      table: DataTable(
        caption: title, columns: [unit, "answer"], rows: scores.map { [$0.slot.name, $0.score.map { "\($0)" } ?? "–"] })
    ).node
  }

  private var drawing: [Node] {
    let width = Chart.width(scores.count)
    let y = { (score: Int) in Chart.above + height * (1 - Scale.scores.position(Double(score))) }
    var nodes = Chart.grid(Scale.scores, height) { decimal($0) }
    var before: (x: Double, score: Int)?
    for (place, (slot, score)) in scores.enumerated() {
      let x = (Double(place) + 0.5) * width
      nodes += Chart.label(slot, at: x, height)
      guard let score else { continue }
      if let before {
        nodes.append(
          element(
            "line", .class("trend"), Attribute("x1", percent: before.x), Attribute("y1", y(before.score)),
            Attribute("x2", percent: x), Attribute("y2", y(score))))
      }
      nodes.append(
        element("circle", .class("mean"), Attribute("cx", percent: x), Attribute("cy", y(score)), Attribute("r", 4)) {
          element("title") { "\(slot.name): \(score)" }
        })
      before = (x, score)
    }
    return nodes
  }
}
