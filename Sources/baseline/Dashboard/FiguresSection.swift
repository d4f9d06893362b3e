import BaselineKit

/// The figures with their targets, each beside the one that shows when it is only gamed.
struct FiguresSection: DashboardSection {
  private let measures: Measures

  init(_ dashboard: DashboardPage) {
    measures = dashboard.measures
  }

  /// One of them.
  private struct Card {
    let name: String
    let value: String
    let note: String
    let target: String?
    let isMet: Bool?
    let months: (Figures) -> (value: Double?, isMet: Bool?, words: String)
    let beside: String
  }

  var node: Node {
    DashboardPage.section(
      "figures", "Figures and targets",
      "Over the whole time, and month by month in the small columns, where what missed its target is orange. Below each "
        + "figure stands what shows whether it only looks good."
    ) {
      element("ul", .class("figures")) { for card in cards { node(card) } }
      if measures.whole.skewed > 0 {
        element("p", .class("note")) {
          "\(TextReport.plural(measures.whole.skewed, "duration")) could not be told, because clocks contradict each other, "
            + "and \(measures.whole.skewed == 1 ? "is" : "are") in no mean."
        }
      }
    }
  }

  private func node(_ card: Card) -> Node {
    element("li") {
      element("h3") { card.name }
      element("p", .class("value")) {
        card.value
        element("span") { " \(card.note)" }
      }
      element("p") {
        if let target = card.target {
          "target \(target): "
          DashboardWords.verdict(card.isMet)
        } else {
          element("span", .class("soft")) { "no target" }
        }
      }
      spark(card)
      element("p", .class("beside")) { card.beside }
    }
  }

  @NodeBuilder private func spark(_ card: Card) -> [Node] {
    let months = measures.months.suffix(24)
    let columns = months.map { month in
      let shown = card.months(month.figures)
      let isOpen = month.period == measures.months.last?.period
      return (
        name: "\(month.period.name): \(shown.words)", value: shown.value,
        style: (shown.isMet == false ? "critical" : "data") + (isOpen ? " open" : "")
      )
    }
    Sparkline(values: columns, label: "\(card.name) month by month. \(columns.map(\.name).joined(separator: "; "))")
      .node
    element("p", .class("ends"), .hidden) {
      element("span") { months.first?.period.name ?? "" }
      if months.count > 1 { element("span") { months.last?.period.name ?? "" } }
    }
  }

  private var cards: [Card] {
    let whole = measures.whole
    return [incidents, detection, resolution, falsePositives, bypasses]
      + [
        ratio(
          "Refreshes that succeeded", \.refreshes,
          beside: "\(whole.refreshes.whole - whole.refreshes.part) failed or never ended; counted from when they began."
        ),
        ratio(
          "Reviews signed in time", \.reviews,
          beside: "Left instead of fixed in them: \(share(whole.leftItems, of: "items"))."),
        ratio(
          "Incidents answered", \.answered,
          beside: "Of those that somebody was told of. \(whole.notificationsFailed) of "
            + "\(TextReport.plural(whole.notificationsSent + whole.notificationsFailed, "notification")) failed."),
      ]
  }

  private var incidents: Card {
    let whole = measures.whole
    return Card(
      name: "Incidents", value: "\(whole.incidents)", note: "\(whole.critical) in critical tables", target: nil,
      isMet: nil,
      months: { (Double($0.incidents), nil, "\($0.incidents)") },
      beside:
        "Planned checks that ran: \(share(whole.plannedChecks, of: "checks")). Reported by hand, because no check saw it "
        + "in time: \(whole.falseNegatives).")
  }

  private var detection: Card {
    let times = measures.whole.timeToDetect
    return Card(
      name: "Time to detect",
      value: times.mean.map { (times.bounds > 0 ? "≤ " : "") + DashboardWords.duration($0) } ?? "–",
      note: times.mean == nil ? "" : "mean", target: nil, isMet: nil,
      months: { duration($0.timeToDetect) },
      beside: ninth(times) + "Of \(TextReport.plural(times.count + times.undated + times.skewed, "finding")), "
        + "\(times.count) could be dated. Planned checks that ran: \(DashboardWords.share(measures.whole.plannedChecks))."
    )
  }

  private var resolution: Card {
    let whole = measures.whole
    let times = whole.timeToResolve
    return Card(
      name: "Time to resolve", value: times.mean.map { DashboardWords.duration($0) } ?? "–",
      note: times.mean == nil ? "" : "mean", target: times.target.map { "at most \(DashboardWords.duration($0))" },
      isMet: times.isMet, months: { duration($0.timeToResolve) },
      beside: ninth(times) + "Accepted instead of undone: "
        + "\(share(whole.acceptedDrift, of: "findings")). Came back: \(DashboardWords.parts(whole.reopened)).")
  }

  private func ninth(_ times: Durations) -> String {
    times.p90.map { "Nine of ten within \(DashboardWords.duration($0)). " } ?? ""
  }

  private var falsePositives: Card {
    let whole = measures.whole.falsePositives
    let months = measures.falsePositiveMonths
    return Card(
      name: "False positives", value: DashboardWords.share(whole),
      note: whole.whole > 0 ? DashboardWords.parts(whole) : "",
      target: whole.target.map { "\(DashboardWords.target($0)) a month" }, isMet: whole.isMet,
      months: { share($0.falsePositives) },
      beside: (months.isEmpty
        ? "" : "The target was met in \(months.count(where: \.self)) of \(TextReport.plural(months.count, "month")). ")
        + "Missed by checks and reported by hand: \(measures.whole.falseNegatives).")
  }

  private var bypasses: Card {
    let whole = measures.whole
    let unexplained = measures.operations.debts.count { $0.reason == nil && $0.start >= measures.from }
    // One that is overdue may have been opened before: they are no part of each other.
    return Card(
      name: "Bypasses past 24 hours", value: "\(whole.bypassesOverdue)",
      note: "overdue, \(whole.bypassesOpened) opened",
      target: "none",
      isMet: whole.bypassesOpened == 0 && whole.bypassesOverdue == 0 ? nil : whole.bypassesOverdue == 0,
      months: {
        (
          Double($0.bypassesOpened), $0.bypassesOverdue == 0,
          "\($0.bypassesOpened) opened, \($0.bypassesOverdue) overdue"
        )
      },
      beside: "Columns: how many were opened. Without a reason: \(unexplained).")
  }

  private func ratio(_ name: String, _ figure: @escaping (Figures) -> Ratio, beside: String) -> Card {
    let whole = figure(measures.whole)
    return Card(
      name: name, value: DashboardWords.share(whole), note: whole.whole > 0 ? DashboardWords.parts(whole) : "",
      target: whole.target.map { DashboardWords.target($0) }, isMet: whole.isMet, months: { share(figure($0)) },
      beside: beside)
  }

  private func share(_ ratio: Ratio, of noun: String) -> String {
    ratio.percent == nil
      ? "no \(noun) yet" : "\(DashboardWords.share(ratio)) (\(DashboardWords.parts(ratio)))"
  }

  private func share(_ ratio: Ratio) -> (value: Double?, isMet: Bool?, words: String) {
    (
      ratio.percent, ratio.isMet,
      ratio.whole == 0 ? "none" : "\(DashboardWords.share(ratio)), \(DashboardWords.parts(ratio))"
    )
  }

  private func duration(_ times: Durations) -> (value: Double?, isMet: Bool?, words: String) {
    (times.mean.map { Double($0) }, times.isMet, times.mean.map { DashboardWords.duration($0) } ?? "none")
  }
}
