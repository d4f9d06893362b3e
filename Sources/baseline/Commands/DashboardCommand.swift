import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Dashboard: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dashboard",
      abstract: "Draw the state of the databases and the figures of `stats` as one page that needs nothing else.",
      discussion: """
        The page is one HTML file that loads nothing and runs nothing: it can be mailed, kept as an artifact or served by any \
        host (docs/dashboard.md). It holds what the events and git say: names of tables, commits and people.

        EXAMPLES
          baseline dashboard --output schema.html
          baseline dashboard --output public/index.html --since 2026-01-01
        """)

    @OptionGroup var repository: RepositoryOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The file; - is standard output.", valueName: "file"))
    var output: String
    @Option(
      name: .long,
      help: ArgumentHelp(
        "What was before counts for nothing: a day, or a time in UTC. Default: a year ago, or later where nothing was before.",
        valueName: "date"))
    var since: Timestamp?

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let environment = repository.environment
      let context = RunContext(
        environment: environment, clock: try Clock(environment), progress: { Terminal.progress($0) })
      var selection = Measures.Selection()
      selection.from = since
      let page = try DashboardPage(project, config, context, selection)
      for remark in page.remarks { Terminal.note("note: \(safeLine(remark))") }
      let bytes = Array(page.html.utf8)
      if output == "-" { return Terminal.write(bytes) }
      try writeFile(bytes, to: output)
    }
  }
}
