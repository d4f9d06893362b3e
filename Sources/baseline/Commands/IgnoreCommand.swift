import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Ignore: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "ignore",
      abstract: "Add a rule that leaves tables out, with its reason.",
      discussion: """
        Shows which tables the rule hides, and refuses one that would hide a critical table. Comments and layout of the \
        configuration stay.

        EXAMPLES
          baseline ignore '^staging_.*' --reason 'filled every night' --dry-run
          baseline ignore '.*_backup$' --reason 'made by the DBA before migrations'
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("A regular expression, searched in the table's name.", valueName: "pattern"))
    var pattern: String
    @Option(name: .long, help: ArgumentHelp("Why; it becomes a comment on the rule's line.", valueName: "text"))
    var reason: String
    @Flag(name: .long, help: "Only show what it would hide.")
    var dryRun = false

    func validate() throws {
      if reason.allSatisfy(\.isWhitespace) { throw ValidationError("'--reason' takes a reason") }
    }

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      var snapshots: [Schema.Snapshot] = []
      if let baseline = try Store(config.baseline).read(from: FileSource(project.repository, .workTree)) {
        snapshots.append(baseline)
      }
      if connection.namesDatabase(config, repository.environment) {
        snapshots.append(try connection.live(config, repository.environment).snapshot(config, connection.timeouts))
      }
      let ignoring = Ignoring(project)
      let preview = try ignoring.preview(pattern, reason: reason, in: snapshots)
      if !dryRun { try ignoring.write(preview) }
      output.answer(text: text(preview, config), json: json(preview))
    }

    private func text(_ preview: Ignoring.Preview, _ config: Config) -> String {
      let hidden =
        preview.hidden.isEmpty
        ? ["it hides no table that is known now"]
        : ["it hides \(TextReport.plural(preview.hidden.count, "table")):"]
          + preview.hidden.map { "  \(safeLine($0.name))" }
      let file = safeLine(config.file)
      let next =
        config.migrations == nil
        ? "git add \(file) && git commit, then: baseline refresh"
        : "git add \(file) && baseline update --staged && git commit"
      let done = dryRun ? "not written (--dry-run)" : "added to \(file)\nnext: \(next)"
      return (hidden + [done]).joined(separator: "\n")
    }

    private func json(_ preview: Ignoring.Preview) -> JSONAnswer {
      JSONAnswer { writer in
        writer.texts("hidden", preview.hidden.map(\.name))
        writer.pair("written", !dryRun)
      }
    }
  }
}
