import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Stats: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "stats",
      abstract: "Is it getting better? Figures beside their targets.",
      discussion: """
        Counted from the events and from git's history, each figure beside the one that shows when it is only made to look \
        good: what goes away quickly may have been accepted, or come back. docs/measures.md says how each is counted. Times are \
        in UTC; weeks begin on Monday.

        EXAMPLES
          baseline stats
          baseline stats --since 2026-01-01 --by week
          baseline stats --since 2026-10-01 --until 2026-11-01 --database production
          baseline stats --table payments
          baseline stats --format json
        """)

    enum Length: String, ExpressibleByArgument, CaseIterable { case week, month }

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(
      name: .long,
      help: ArgumentHelp(
        "From when on: a day, or a time in UTC. Default: a year ago, or when it began.", valueName: "time"),
      transform: momentArgument)
    var since: Timestamp?
    @Option(
      name: .long,
      help: ArgumentHelp("As it stood before this moment, as if nothing had happened since.", valueName: "time"),
      transform: momentArgument)
    var until: Timestamp?
    @Option(name: .long, help: "What a line of the text stands for. Default: a week, of more than a quarter a month.")
    var by: Length?
    @Option(name: .long, help: ArgumentHelp("Only what is about this database.", valueName: "name"))
    var database: String?
    @Option(name: .long, help: ArgumentHelp("The story of this table.", valueName: "name"))
    var table: String?

    func validate() throws {
      if let since, let until, since >= until { throw ValidationError("'--since' is not before '--until'") }
    }

    func run() throws {
      let project = try repository.project()
      let context = try output.context(repository.environment)
      var selection = Measures.Selection()
      selection.from = since
      selection.until = until
      selection.database = database
      selection.table = try table.map { try Address($0) }
      output.progress("reading the events and the baseline's history")
      let measures = try Measures(project, project.config(), context, selection)
      if let since, since > measures.now {
        throw Failure("counting", "\(since) is still to come", hint: "--since says from when on")
      }
      for remark in measures.operations.remarks { Terminal.note("note: \(safeLine(remark))") }
      for event in measures.operations.refused {
        Terminal.note("note: the event \(event.id) is passed over: \(safeLine(event.reason))")
      }
      if measures.isShallow {
        Terminal.note("note: this is a shallow clone: older changes of tables are missing (git fetch --unshallow)")
      }
      if !output.quiet { BypassText.tell(measures.operations.debts.filter { $0.closed == nil }, measures.now) }
      let text = StatsText(measures, by: by.map { $0 == .week ? .week : .month })
      output.answer(
        text: (table == nil ? text.lines : text.story(of: measures.tables[0])).joined(separator: "\n"),
        json: measures.json)
    }
  }
}
