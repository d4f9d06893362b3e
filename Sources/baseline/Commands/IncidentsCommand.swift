import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Incidents: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "incidents",
      abstract: "What went wrong on the databases, when it was seen, explained and resolved.",
      discussion: """
        An incident is what was first seen in the same check of a database under `databases:`. Differences count when two \
        checks saw them or five minutes passed, in critical tables at once; before that they are suspected. An id may be \
        shortened to its beginning or its end.

        EXAMPLES
          baseline incidents
          baseline incidents 7Q3KZPXY
          baseline incidents --database production --since 2026-11-01
          baseline incidents --all --format json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Only this one.", valueName: "id"))
    var id: String?
    @Option(name: .long, help: ArgumentHelp("Only of this database.", valueName: "name"))
    var database: String?
    @Flag(name: .long, help: "Resolved ones too.")
    var all = false
    @Option(
      name: .long,
      help: ArgumentHelp(
        "Those that were there then or later, resolved or not: a day, or a time in UTC.", valueName: "date"))
    var since: Timestamp?

    func run() throws {
      let project = try repository.project()
      let context = try output.context(repository.environment)
      var selection = BaselineKit.Incidents.Selection()
      selection.database = database
      selection.all = all
      selection.since = since
      selection.id = id
      let answer = try BaselineKit.Incidents(project, project.config(), context, selection)
      for remark in answer.remarks { Terminal.note("note: \(safeLine(remark))") }
      for event in answer.refused {
        Terminal.note("note: the event \(event.id) is passed over: \(safeLine(event.reason))")
      }
      if !output.quiet {
        BypassText.tell(answer.debts, answer.now)
        BypassText.askWhy(answer.debts)
      }
      output.answer(text: IncidentText(answer).lines.joined(separator: "\n"), json: IncidentText(answer).json)
    }
  }

  struct Missed: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "missed",
      abstract: "Report a difference that the checks found too late, or not at all.",
      discussion: """
        EXAMPLES
          baseline missed customers.phone --since 2026-11-18 --database production
          baseline missed public.audit_log --since 2026-11-18T09:30:00Z --database production --note 'hidden by ^audit'
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(
      help: ArgumentHelp("Its address: customers.phone, index:public.users.users_login_idx.", valueName: "object"))
    var object: String
    @Option(name: .long, help: ArgumentHelp("Since when it was there: a day, or a time in UTC.", valueName: "date"))
    var since: Timestamp
    @Option(name: .long, help: ArgumentHelp("The name of a database under `databases:`.", valueName: "name"))
    var database: String
    @Option(name: .long, help: ArgumentHelp("What is to be remembered of it.", valueName: "text"))
    var note: String?

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let known = try config.database(named: database)
      let context = try output.context(repository.environment)
      let recording = Recording(project, config, context, tool: toolVersion)
      let baseline = try Store(config.baseline).read(from: project.source())
      let missed = try recording.miss(
        Address(object), on: known, since: since, note: note, among: baseline?.objects ?? [])
      try recording.write()
      BypassText(recording.finish()).tell(quietly: output.quiet)
      output.answer(
        text:
          "recorded: \(missed.object.kind.word) \(safeLine(missed.object.name)) on \(safeLine(database)) since \(since)",
        json: JSONAnswer { writer in
          writer.key("missed")
          writer.object { missed.write(to: &$0) }
        })
    }
  }
}

extension Timestamp: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
