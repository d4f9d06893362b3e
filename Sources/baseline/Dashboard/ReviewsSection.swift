import BaselineKit

/// Which reviews were held, and how the team finds the process.
struct ReviewsSection: DashboardSection {
  private let dashboard: DashboardPage
  private let measures: Measures

  init(_ dashboard: DashboardPage) {
    self.dashboard = dashboard
    measures = dashboard.measures
  }

  var node: Node {
    let turns = measures.calendar.periods.filter { $0.deadline >= measures.from }
    return DashboardPage.section("reviews", "Reviews", "Each square is a review of a day, a week or a month.") {
      if turns.isEmpty {
        element("p") { "None was to be held yet." }
      } else {
        legend
        strips(turns)
        answers
      }
    }
  }

  private var legend: Node {
    element("p", .class("legend")) {
      for (style, words) in [
        ("data", "signed in time"), ("late", "signed late"), ("gone", "overdue"), ("waits", "not due yet"),
      ] {
        element("span", .class("swatch \(style)"), .hidden)
        element("span") { words }
      }
    }
  }

  private func strips(_ turns: [ReviewCalendar.Turn]) -> Node {
    element("table", .class("strips")) {
      element("caption", .class("unseen")) { "Reviews by cadence" }
      element("thead") {
        element("tr") {
          for column in ["review", "in time", "last signed", "one by one"] {
            element("th", Attribute("scope", "col")) { column }
          }
        }
      }
      element("tbody") {
        for cadence in Cadence.allCases {
          let own = turns.filter { $0.cadence == cadence }
          if !own.isEmpty {
            element("tr") {
              element("th", Attribute("scope", "row")) { cadence.rawValue }
              element("td") { inTime(own) }
              element("td") { lastSigned(own) }
              element("td") { strip(cadence, own) }
            }
          }
        }
      }
    }
  }

  @NodeBuilder private func inTime(_ turns: [ReviewCalendar.Turn]) -> [Node] {
    let over = turns.filter { $0.deadline <= dashboard.now }
    let ratio = Ratio(over.count { $0.state == .signed }, of: over.count, target: .atLeast(100))
    "\(DashboardWords.share(ratio)) "
    element("span", .class("soft")) { "(\(DashboardWords.parts(ratio)))" }
  }

  @NodeBuilder private func lastSigned(_ turns: [ReviewCalendar.Turn]) -> [Node] {
    if let record = turns.last(where: \.isSigned)?.record {
      "\(record.period.name), "
      element("span", .class("soft")) {
        DashboardWords.day(record.at)
        " by "
        DashboardWords.name(DashboardWords.person(record.actor))
      }
    } else {
      "–"
    }
  }

  private func strip(_ cadence: Cadence, _ turns: [ReviewCalendar.Turn]) -> Node {
    let drawn = turns.suffix(DashboardPage.weekLimit)
    let counts = ReviewCalendar.State.allCases.compactMap { state in
      let count = drawn.count { $0.state == state }
      return count > 0 ? "\(count) \(words(state))" : nil
    }
    return Strip(
      label: "The last \(drawn.count) \(cadence.rawValue) reviews: \(counts.joined(separator: ", "))",
      cells: drawn.map { Strip.Cell(name: $0.period.name, words: words($0.state), style: style($0.state)) }
    ).node
  }

  private func words(_ state: ReviewCalendar.State) -> String {
    switch state {
    case .signed: "signed in time"
    case .late: "signed late"
    case .overdue: "overdue"
    case .due: "due"
    case .open: "not over yet"
    }
  }

  private func style(_ state: ReviewCalendar.State) -> String {
    switch state {
    case .signed: "data"
    case .late: "late"
    case .overdue: "gone"
    case .due, .open: "waits"
    }
  }

  @NodeBuilder private var answers: [Node] {
    let months = measures.calendar.periods(of: .monthly).filter { $0.period.end > measures.from }
    let questions = self.questions(months)
    if !questions.isEmpty {
      element("h3", .class("after")) { "How the team finds the process" }
      element("p", .class("note")) { "Answers of the monthly reviews, from 1 (bad) to 5 (good)." }
      element("div", .class("charts small")) {
        for (place, question) in questions.enumerated() { chart(place, question, months) }
      }
    }
  }

  /// Those that were answered, in the order in which they first were.
  private func questions(_ months: [ReviewCalendar.Turn]) -> [String] {
    var questions: [String] = []
    for answer in months.flatMap({ $0.record?.answers ?? [] })
    where !questions.contains(where: { $0.utf8.elementsEqual(answer.question.utf8) }) {
      questions.append(answer.question)
    }
    return Array(questions.prefix(8))
  }

  private func chart(_ place: Int, _ question: String, _ months: [ReviewCalendar.Turn]) -> Node {
    let scores = zip(Slot.slots(months.map(\.period)), months).map { slot, turn in
      (slot, turn.record?.answers.first { $0.question.utf8.elementsEqual(question.utf8) }.map { Int($0.score) })
    }
    let given = scores.compactMap(\.1)
    let mean = Double(given.reduce(0, +)) / Double(max(1, given.count))
    return ScoreChart(
      id: "answers-\(place)", title: ReviewQuestion(rawValue: question)?.text ?? question,
      summary: "Last \(given.last ?? 0), mean \(decimal((mean * 10).rounded() / 10)) of \(given.count).",
      scores: scores,
      unit: "month"
    ).node
  }
}
