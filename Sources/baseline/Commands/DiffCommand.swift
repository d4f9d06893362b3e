import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Diff: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "What changed between two baselines, or between a baseline and a database.",
      discussion: """
        EXAMPLES
          baseline diff v1.0 v2.0
          baseline diff HEAD~5
          baseline diff main --database production
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    var hasVerdict: Bool { true }
    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("The older revision.", valueName: "old"))
    var old = "HEAD"
    @Argument(help: ArgumentHelp("The newer revision; without it the work tree.", valueName: "new"))
    var new: String?
    @Flag(name: .long, help: "Exit 1 when there are differences.")
    var exitCode = false

    func validate() throws {
      if new != nil && connection.database != nil {
        throw ValidationError("a second revision and '--database' exclude one another")
      }
    }

    func run() throws {
      let project = try repository.project()
      let show = BaselineKit.Show(project)
      let before = try show.snapshot(at: old)
      let after: Schema.Snapshot
      if connection.database != nil {
        let config = try project.config()
        let live = try connection.live(config, repository.environment)
        after = try live.watch(config).filtered(live.snapshot(config, connection.timeouts)).snapshot
      } else {
        after = try show.snapshot(at: new)
      }
      let comparison = compare(before, after)
      for note in comparison.notCompared { Terminal.note("note: \(note)") }
      output.answer(
        text: comparison.isSame
          ? "same" : TextReport.changes(comparison.changes).map { String($0.dropFirst(2)) }.joined(separator: "\n"),
        json: JSONAnswer { writer in
          writer.pair("verdict", comparison.isSame ? "same" : "differs")
          writer.list("changes", comparison.changes) { change, writer in change.write(to: &writer) }
          writer.texts("not_compared", comparison.notCompared)
        })
      if exitCode && !comparison.isSame { throw Exit.differs }
    }
  }
}
