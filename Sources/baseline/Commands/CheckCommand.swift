import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Check: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      abstract: "Is the live database what the baseline says?",
      discussion: """
        Reads the catalog of the live database in one read-only transaction and compares it with the work tree's baseline. \
        The policy of the configuration decides which classes of differences fail; critical tables always do.

        EXAMPLES
          baseline check
          baseline check --database production --strict
          baseline check --at v2.1 --format json
          baseline check --snapshot production.json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    var hasVerdict: Bool { true }
    @OptionGroup var connection: ConnectionOptions

    @Option(name: .long, help: ArgumentHelp("Compare with the baseline of this revision.", valueName: "rev"))
    var at: String?
    @Flag(name: .long, help: "Every class of difference fails.")
    var strict = false
    @Flag(name: .long, help: "Say what was silenced and by which rule.")
    var explain = false
    @Option(
      name: .long,
      help: ArgumentHelp("A document that `baseline snapshot` wrote, instead of a database.", valueName: "file"))
    var snapshot: String?

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let source = try at.map(project.source) ?? project.source()
      let subject: BaselineKit.Check.Subject
      if let snapshot {
        subject = .file(path: snapshot, bytes: try readFile(snapshot, limit: JSONReader.sizeLimit))
      } else {
        subject = .database(try connection.live(config, repository.environment), connection.timeouts)
      }
      var options = CheckOptions()
      options.strict = strict
      let context = try output.context(repository.environment)
      let report = try BaselineKit.Check(project, context, options).check(subject, config, against: source)
      TextReport.remarks(report.judgement)
      output.answer(
        text: CheckText(report: report, config: config, explains: explain).lines.joined(separator: "\n"),
        json: JSONAnswer { report.write(explains: explain, to: &$0) })
      try Exit.with(report.judgement.outcome)
    }
  }
}
