import ArgumentParser
import BaselineKit

extension Baseline {
  struct Ack: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "ack",
      abstract: "Answer an incident: somebody looks after it, and nobody else need be told.",
      discussion: """
        Without an answer an incident is escalated, where the configuration says so (docs/notifications.md). It stays open \
        until a check finds it resolved.

        EXAMPLES
          baseline ack 7Q3KZPXY --note 'the index was made for tonight, it goes at 6'
          baseline ack 7Q3KZPXY --push     fetch the events first, and push the answer
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Which: the beginning or the end of its id.", valueName: "incident"))
    var incident: String
    @Option(name: .long, help: ArgumentHelp("What others are to know of it.", valueName: "text"))
    var note: String?
    @Flag(
      name: .long, help: "Fetch the events before and push them after. In runs that share events that is done anyway.")
    var push = false

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let context = try output.context(repository.environment)
      let recording = Recording(project, config, context, tool: toolVersion)
      if push { try recording.fetch() }
      let incident = try recording.acknowledge(incident, note: note)
      try recording.write()
      if push { try recording.push() }
      BypassText(recording.finish()).tell(quietly: output.quiet)
      let next = try recording.staysHere && !push ? "\nnext: baseline events push" : ""
      output.answer(
        text: "answered: \(incident.shortID) on \(safeLine(incident.database)), \(incident.state.rawValue)\(next)",
        json: JSONAnswer { writer in
          writer.pair("incident", incident.id)
          writer.pair("database", incident.database)
          writer.pair("state", incident.state.rawValue)
          writer.pair("note", note)
        })
    }
  }
}
