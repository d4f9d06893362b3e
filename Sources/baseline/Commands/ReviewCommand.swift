import ArgumentParser
import BaselineKit

extension Baseline {
  struct Review: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "review",
      abstract: "The team's daily, weekly or monthly check-list, filled; decide about it and sign it.",
      discussion: """
        What a review lists is open until it is fixed, or until somebody accepts it (for as long as it stays as it is) or \
        defers it to a day. It can be signed when its period is over and nothing in it is open; otherwise the exit code is 1. \
        Decisions change no verdict of a check. Items are named by their id, or all that are open in a section by its name \
        (docs/reviews.md).

        EXAMPLES
          baseline review daily
          baseline review weekly --format markdown
          baseline review weekly --accept 1f3a9c02 --reason 'made by the nightly import'
          baseline review weekly --accept hidden --reason 'looked through on Monday'
          baseline review weekly --defer 9be04c11 --until 2026-12-01 --reason 'goes with release 4'
          baseline review weekly --period 2026-W47 --sign --note 'held by the whole team' --push
          baseline review monthly --sign --answer clarity=4 --answer speed=3 --answer trust=5 --answer load=4
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    static var formats: [OutputOptions.Format] { [.text, .json, .markdown] }
    @OptionGroup var limits: TimeoutOptions

    @Argument(help: ArgumentHelp("Which one.", valueName: "cadence"))
    var cadence: Cadence
    @Option(
      name: .long,
      help: ArgumentHelp(
        "2026-11-20, 2026-W47 or 2026-11. Default: the last one that is over and not signed.", valueName: "period"))
    var period: String?
    @Option(
      name: .long, help: ArgumentHelp("This may stay as it is. May be given several times.", valueName: "item"))
    var accept: [String] = []
    @Option(
      name: .long, help: ArgumentHelp("This is seen to later. May be given several times.", valueName: "item"))
    var `defer`: [String] = []
    @Option(name: .long, help: ArgumentHelp("Why it is accepted or deferred.", valueName: "text"))
    var reason: String?
    @Option(
      name: .long, help: ArgumentHelp("The last day on which that holds, in UTC: 2026-12-31.", valueName: "date"))
    var until: String?
    @Flag(name: .long, help: "Sign it: its period is over, and nothing in it is open.")
    var sign = false
    @Option(name: .long, help: ArgumentHelp("What is to be remembered of the review.", valueName: "text"))
    var note: String?
    @Option(
      name: .long,
      help: ArgumentHelp(
        "From 1 (not at all) to 5 (fully): clarity=4. The monthly review asks for clarity, speed, trust and load.",
        valueName: "question=1..5"))
    var answer: [String] = []
    @Flag(
      name: .long, help: "Fetch the events before and push them after. In runs that share events that is done anyway.")
    var push = false
    @Flag(name: .long, help: "Exit 1 while anything in it is open.")
    var exitCode = false

    func validate() throws {
      if let period {
        guard let value = Period(period), cadence.holds(value) else {
          throw ValidationError("'--period \(period)' is none of a \(cadence.rawValue) review: \(cadence.form)")
        }
      }
      if !accept.isEmpty && !self.defer.isEmpty {
        throw ValidationError("'--accept' and '--defer' exclude each other: each has its own reason")
      }
      let isDeciding = !accept.isEmpty || !self.defer.isEmpty
      if isDeciding && reason?.allSatisfy(\.isWhitespace) != false {
        throw ValidationError("'--reason' takes a reason")
      }
      if !isDeciding && (reason != nil || until != nil) {
        throw ValidationError("'--reason' and '--until' go with '--accept' or '--defer'")
      }
      if !self.defer.isEmpty && until == nil { throw ValidationError("'--defer' takes a day: '--until 2026-12-31'") }
      if let until { _ = try lastDay(until) }
      if !sign && (note != nil || !answer.isEmpty) { throw ValidationError("'--note' and '--answer' go with '--sign'") }
      if cadence != .monthly && !answer.isEmpty { throw ValidationError("only the monthly review asks questions") }
      let answers = try answer.map(Self.answer)
      if Set(answers.map(\.question)).count < answers.count {
        throw ValidationError("'--answer' answers each question once")
      }
    }

    private static func answer(_ text: String) throws -> ReviewRecord.Answer {
      if let answer = ReviewRecord.Answer(text) { return answer }
      let known = ReviewQuestion.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'--answer \(text)' is no answer: clarity=4; the questions are \(known)")
    }

    func run() throws {
      let project = try repository.project()
      let context = try output.context(repository.environment)
      let lastDay = try until.map(lastDay)
      if let lastDay, lastDay + 86_400 <= context.clock.now {
        throw ValidationError("'--until \(lastDay.day)' is over")
      }
      let reviewing = try Reviewing(
        project, project.config(), context, cadence, period: period.flatMap { Period($0) }, shares: push,
        limits.timeouts)
      let (verdict, items) = accept.isEmpty ? (ReviewDecision.Verdict.deferred, self.defer) : (.accepted, accept)
      let decision =
        items.isEmpty ? nil : Reviewing.Decision(verdict, items, reason: reason ?? "", until: lastDay)
      let signature = try sign ? Reviewing.Signature(note: note, answers: answer.map(Self.answer)) : nil
      let report = try reviewing.hold(decision, signature, tool: toolVersion)
      for remark in report.review.remarks { Terminal.note("note: \(safeLine(remark))") }
      if let notice = report.notice { BypassText(notice).tell(quietly: output.quiet) }
      let text = ReviewText(report, isDeciding: decision != nil, isSigning: sign)
      output.answer(
        text: text.lines.joined(separator: "\n"), json: text.json,
        markdown: ReviewMarkdown(report.review).lines.joined(separator: "\n"))
      if !report.missing.isEmpty {
        Terminal.note(
          "baseline: signing the \(cadence.rawValue) review of \(report.review.turn.period.name): "
            + "\(TextReport.plural(report.missing.count, "item")) open")
        Terminal.note("hint: settle what is open, or decide: --accept or --defer, with --reason")
      }
      if !report.missing.isEmpty || exitCode && report.review.count(.open) > 0 { throw Exit.differs }
    }
  }
}

extension Cadence: ExpressibleByArgument {
  /// How its periods are written.
  fileprivate var form: String {
    switch self {
    case .daily: "a day from Monday to Friday, as in 2026-11-20"
    case .weekly: "a week, as in 2026-W47"
    case .monthly: "a month, as in 2026-11"
    }
  }
}
