import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Check: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Is the live database what the baseline says?",
      discussion: """
        Reads the catalog of the live database in one read-only transaction and compares it with the work tree's baseline. \
        The policy of the configuration decides which classes of differences fail; critical tables always do. \
        Several databases are read at the same time; one that cannot be read does not stop the others. Schemas of `tenants:` \
        are each compared with one schema of the baseline.

        The schema is kept in the git directory as it was read. A later check takes it again where the catalogs' transactions \
        prove that nothing has changed since, for a day at most, and the baseline where the file system says that its files are \
        the same; `--full` reads all of both and forgets what was kept.

        Where it differs, the migrations are run on a private server to say why, and the books of the migration tool are read \
        to tell what is not deployed yet from what was changed by hand. `--format markdown` writes that for a review's comment.

        In a pipeline: `--format github` prints annotations, `gitlab` a Code Quality report, `sarif` and `junit` what their names \
        say; `--report` writes them to files beside the answer. In GitHub Actions annotations and the job's summary are written \
        by themselves (docs/ci.md).

        EXAMPLES
          baseline check
          baseline check --database production --strict
          baseline check --all --jobs 8
          baseline check --require-applied    right after migrating
          baseline check --at v2.1 --format json
          baseline check --report gitlab=quality.json --report junit=schema.xml
          baseline check --snapshot production.json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    var hasVerdict: Bool { true }
    static var formats: [OutputOptions.Format] { OutputOptions.Format.allCases }
    @OptionGroup var reports: ReportOptions
    var files: ReportOptions? { reports }
    @OptionGroup var databases: DatabasesOptions

    @Option(name: .long, help: ArgumentHelp("Compare with the baseline of this revision.", valueName: "rev"))
    var at: String?
    @Flag(name: .long, help: "Every class of difference fails.")
    var strict = false
    @Flag(name: .long, help: "A migration that is not applied fails, whatever the policy says.")
    var requireApplied = false
    @Flag(name: .long, help: "Say what was left out of the comparison, by which rule, and how much.")
    var explain = false
    @Flag(
      name: .long,
      help: "Read all of the schema and of the baseline, also where nothing has changed since the last check.")
    var full = false
    @Flag(name: .long, help: "Write no event about what is found; what is bypassed is recorded all the same.")
    var noRecord = false
    @Option(
      name: .long,
      help: ArgumentHelp("A document that `baseline snapshot` wrote, instead of a database.", valueName: "file"))
    var snapshot: String?

    func validate() throws {
      if snapshot != nil && (databases.all || !databases.database.isEmpty) {
        throw ValidationError("'--snapshot' takes the place of a database: leave '--all' and '--database' out")
      }
    }

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let source = try at.map(project.source) ?? project.source()
      let context = try output.context(repository.environment)
      var options = CheckOptions()
      options.strict = strict
      options.requireApplied = requireApplied
      options.explains = explain
      options.jobs = databases.jobs
      options.isUsual = at == nil
      let documents = KeptDocuments(commonDirectory: project.repository.commonDirectory, tool: toolVersion)
      options.readings = ReadingStore(documents, now: context.clock.now, believes: !full)
      var check = BaselineKit.Check(project, context, options)
      let recording = Recording(project, config, context, writes: !noRecord, tool: toolVersion)
      check.recording = recording
      // When all is answered: nobody waits for a webhook to learn what the check says.
      defer { if at == nil && snapshot == nil { NotifyText(recording.notify(config)).tell(quietly: output.quiet) } }
      if let several = try databases.several(config, repository.environment) {
        let checks = try check.check(several, databases.limits.timeouts, config, against: source)
        return try answer(checks, config, recording.finish(), Pointing(config, source))
      }
      let subject: BaselineKit.Check.Subject
      if let snapshot {
        subject = .file(path: snapshot, bytes: try readFile(snapshot, limit: JSONReader.sizeLimit))
      } else {
        subject = .database(try databases.live(config, repository.environment), databases.limits.timeouts)
      }
      let result = Result { try check.check(subject, config, against: source) }
      let notice = recording.finish()
      BypassText(notice).tell(quietly: output.quiet)
      let report = try result.get()
      TextReport.remarks(report.judgement)
      let lines = BypassText(notice).lines + CheckText(report: report, config: config, explains: explain).lines
      let pointing = Pointing(config, source)
      try output.answer(
        text: lines.joined(separator: "\n"),
        json: {
          JSONAnswer { writer in
            report.write(explains: explain, to: &writer)
            notice.write(to: &writer)
          }
        },
        markdown: { BypassText(notice).markdown + CheckMarkdown(report: report, explains: explain).text },
        report: { CIReport(report, notice, pointing) }, files: reports)
      try Exit.with(report.verdict, report.outcome)
    }

    private func answer(
      _ checks: [(name: String, result: Result<CheckReport, any Error>)], _ config: Config, _ notice: BypassNotice,
      _ pointing: Pointing
    ) throws {
      let answer = ChecksAnswer(checks: checks, config: config, explains: explain, notice: notice)
      BypassText(notice).tell(quietly: output.quiet)
      answer.remark()
      try output.answer(
        text: answer.text, json: { answer.json }, markdown: { answer.markdown },
        report: { answer.report(pointing) }, files: reports)
      // In the text each error stands beside its database.
      if output.quiet || output.format.isForPrograms {
        for error in answer.errors { Terminal.report(error) }
      }
      try answer.exit()
    }
  }
}
