import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Update: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Write the baseline, no more: from the migrations, or without any from the live database.",
      discussion: """
        With --staged it takes the migrations in the index and stages the result: what a developer runs after writing a \
        migration, and what the hook tells them.

        EXAMPLES
          git add migrations && baseline update --staged && git commit
          baseline update
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    @Flag(name: .long, help: "From the migrations in the index, and stage the baseline.")
    var staged = false
    @Flag(name: .long, help: "From the live database although there are migrations.")
    var fromDatabase = false

    func validate() throws {
      if staged && fromDatabase { throw ValidationError("'--staged' and '--from-database' exclude one another") }
    }

    func run() throws {
      let project = try repository.project()
      let update = BaselineKit.Update(project, environment: repository.environment, progress: output.progress)
      let report: UpdateReport
      if staged {
        report = try update.updateStaged()
      } else {
        let config = try project.config()
        let live = fromDatabase || config.migrations == nil ? try connection.live(config, repository.environment) : nil
        report = try update.update(from: live, connection.timeouts)
      }
      for warning in report.warnings { Terminal.note("warning: \(warning)") }
      let clock = try Clock(repository.environment)
      let debts = BypassText.remind(project, clock.now, quietly: output.quiet)
      output.answer(text: text(report), json: json(report, debts, clock.now))
    }

    private func text(_ report: UpdateReport) -> String {
      if report.files.isEmpty {
        return "\(safeLine(report.path)) is right already (\(TextReport.plural(report.tableCount, "table")))"
      }
      let done = report.isStaged ? "updated and staged" : "updated"
      return
        (["\(done) \(safeLine(report.path)) (\(TextReport.plural(report.tableCount, "table")))"]
        + TextReport.changes(report.changes)).joined(separator: "\n")
    }

    private func json(_ report: UpdateReport, _ debts: [BypassDebt], _ now: Timestamp) -> JSONAnswer {
      JSONAnswer { writer in
        writer.pair("baseline", report.path)
        writer.pair("staged", report.isStaged)
        writer.pair("tables", report.tableCount)
        writer.texts("files", report.files)
        writer.list("changes", report.changes) { change, writer in change.write(to: &writer) }
        writer.texts("warnings", report.warnings)
        debts.write(at: now, to: &writer)
      }
    }
  }
}
