import ArgumentParser
import BaselineKit

extension Baseline {
  struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "events",
      abstract: "What happened: list, share, import and prune the recorded events.",
      discussion: """
        Checks of the databases under `databases:`, refreshes, bypasses and stages of a pipeline are recorded as small files on \
        a reference of their own, refs/baseline/events, which clones share like a branch. docs/events.md describes them.

        EXAMPLES
          baseline events list --since 2026-11-01
          baseline events pull
          baseline events record --stage migrate --status failed
        """,
      subcommands: [
        EventsList.self, EventsShow.self, EventsPush.self, EventsPull.self, EventsImport.self, EventsPrune.self,
        EventsRecord.self,
      ])
  }

  struct EventsList: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "What happened, newest first.",
      discussion: """
        EXAMPLES
          baseline events list
          baseline events list --kind bypass --kind stage --since 2026-11-01
          baseline events list --database production --limit 20 --format json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: ArgumentHelp("Only of this kind. May be given several times.", valueName: "kind"))
    var kind: [String] = []
    @Option(name: .long, help: ArgumentHelp("Only about this database.", valueName: "name"))
    var database: String?
    @Option(
      name: .long, help: ArgumentHelp("Only since then: 2026-11-22, or 2026-11-22T16:28:37Z.", valueName: "time"),
      transform: momentArgument)
    var since: Timestamp?
    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit: Int?

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("'--limit' is at least 1") }
    }

    func run() throws {
      let reading = try repository.eventLog().read(kinds: kind.isEmpty ? nil : Set(kind))
      let wanted = reading.events.reversed().filter { event in
        (since.map { event.at >= $0 } ?? true)
          && (database.map { $0.utf8.elementsEqual((event.database ?? "").utf8) } ?? true)
          && (repository.config.isEmpty || repository.config.contains(event.project))
      }
      let shown = limit.map { Array(wanted.prefix($0)) } ?? wanted
      if output.format == .text { EventText.remarks(reading) }
      output.answer(
        text: shown.isEmpty ? "there are none" : shown.map(EventText.line).joined(separator: "\n"),
        json: JSONAnswer { writer in
          writer.list("events", shown) { $0.write(to: &$1) }
          writer.list("refused", reading.refused) { $0.write(to: &$1) }
          writer.pair("unread", reading.unread)
        })
    }
  }

  struct EventsShow: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "One event with all that it says.",
      discussion: """
        EXAMPLE
          baseline events show 7Q3ZK8M2
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Its id, or the beginning or end of it.", valueName: "id"))
    var id: String

    func run() throws {
      let event = try repository.eventLog().event(id)
      output.answer(
        text: EventText.whole(event).joined(separator: "\n"),
        json: JSONAnswer { writer in
          writer.key("event")
          event.write(to: &writer)
        })
    }
  }

  struct EventsRecord: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "record",
      abstract: "Record how another stage of the pipeline ended.",
      discussion: """
        In a run that shares events (`events.sync`; by default in CI) it is pushed at once; where that cannot be done the event \
        is kept, and this is no failure.

        EXAMPLES
          baseline events record --stage migrate --status failed --reason 'lock timeout' --database production
          make deploy && baseline events record --stage deploy --status ok
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: ArgumentHelp("Which stage: migrate, build, deploy, …", valueName: "name"))
    var stage: String
    @Option(name: .long, help: "How it ended.")
    var status: StageRecord.Status
    @Option(name: .long, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?
    @Option(name: .long, help: ArgumentHelp("The database it was about, as under `databases:`.", valueName: "name"))
    var database: String?
    @Option(name: .long, help: ArgumentHelp("Where its log can be read.", valueName: "url"))
    var url: String?

    func validate() throws {
      if stage.isEmpty || stage.utf8.count > 100 { throw ValidationError("'--stage' has 1 to 100 bytes") }
      if let url, !url.hasPrefix("https://") && !url.hasPrefix("http://") {
        throw ValidationError("'--url' begins with https://")
      }
      // A name and password before the host would stay in git for ever.
      if let url, url.split(separator: "/").dropFirst().first?.contains("@") ?? false {
        throw ValidationError("'--url' holds a user name or a password")
      }
    }

    func run() throws {
      let project = try repository.project()
      let log = EventLog(project.repository, try project.config())
      if let database, try !project.config().databases.contains(where: { $0.name == database }) {
        throw Failure(
          "recording the stage \(stage)", "\(project.configFile) has no database \(database)",
          hint: "its databases stand under databases:")
      }
      let event = try EventMaker(project, Clock(repository.environment)).event(
        StageRecord.kind, database: database, StageRecord.details(stage, status, reason: reason, url: url))
      try log.append([event])
      var failure: Explanation?
      if log.isSynchronised {
        do { try log.push() } catch { failure = Explanation(error) }
      }
      if let failure {
        Terminal.note("note: \(failure.message)")
        if let hint = failure.hint { Terminal.note("hint: \(hint)") }
      }
      output.answer(
        text: "recorded: \(EventText.line(event))",
        json: JSONAnswer { writer in
          writer.key("event")
          event.write(to: &writer)
          writer.pair("pushed", log.isSynchronised && failure == nil)
        })
    }
  }
}

extension StageRecord.Status: ExpressibleByArgument {}
