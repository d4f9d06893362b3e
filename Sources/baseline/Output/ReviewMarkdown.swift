import BaselineKit

/// A review as Markdown, for an issue or a wiki: a task list for each section, ticked where nothing is left to do. Whatever is not
/// ours in it is escaped.
struct ReviewMarkdown {
  let review: Review

  init(_ review: Review) {
    self.review = review
  }

  var lines: [String] {
    var lines = ["## \(markdownText(review.head))"]
    for section in review.sections {
      lines += ["", "### \(markdownText(section.name.title))", ""]
      lines += section.remarks.flatMap { ["> \(markdownText($0))", ""] }
      lines += section.items.isEmpty ? ["Nothing."] : section.items.flatMap(self.lines)
    }
    if let note = review.turn.record?.note { lines += ["", "> \(markdownText(note))"] }
    if let advice = review.advice { lines += ["", "Next: \(markdownText(advice))"] }
    return lines
  }

  private func lines(_ item: ReviewItem) -> [String] {
    let box = item.isFinding ? "[\(item.state == .open ? " " : "x")] " : ""
    let state = item.isFinding ? "**\(item.state.rawValue)** `\(item.id)` " : ""
    var lines = ["- \(box)\(state)\(markdownText(item.title))\(item.mark)"]
    lines += item.remarks.map { "  - \(markdownText($0))" }
    if let decision = item.decision { lines.append("  - \(markdownText(decision.words))") }
    if item.state == .open, let next = item.next { lines.append("  - next: \(markdownCode(next))") }
    return lines
  }
}
