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
      let report = try BaselineKit.Check(project).check(subject, config, against: source, strict: strict)
      TextReport.remarks(report.judgement)
      output.answer(text: text(report, config), json: json(report))
      try Exit.with(report.judgement.outcome)
    }

    private func text(_ report: CheckReport, _ config: Config) -> String {
      let judgement = report.judgement
      var lines: [String] = []
      if judgement.verdict == .same {
        lines.append(
          "same: \(safeLine(report.database)) is what the baseline says (\(TextReport.plural(report.tableCount, "table")))"
        )
      } else {
        lines.append(
          "differs: \(safeLine(report.database)) is not what the baseline of \(report.baseline) says: \(TextReport.count(judgement))"
        )
        lines += TextReport.differences(judgement)
        if judgement.outcome == .warned { lines.append("the policy lets this pass; --strict would not") }
        lines.append(
          "next: undo what was changed by hand, or write a migration for it; "
            + (config.migrations == nil
              ? "baseline refresh accepts it" : "baseline verify says whether the baseline is behind"))
      }
      if explain { lines += TextReport.explanation(judgement.silenced) }
      return lines.joined(separator: "\n")
    }

    private func json(_ report: CheckReport) -> JSONAnswer {
      JSONAnswer { writer in
        report.judgement.write(to: &writer)
        writer.pair("database", report.database)
        writer.pair("baseline", report.baseline)
        writer.pair("tables", report.tableCount)
        if explain { writer.list("silenced", report.judgement.silenced) { $0.write(to: &$1) } }
      }
    }
  }
}
