import ArgumentParser
import BaselineKit
import Git
import Schema

extension Baseline {
  struct Verify: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Is the baseline of a commit what its migrations make?",
      discussion: """
        Runs the migrations of the work tree, the index or a commit on an empty private database and compares the result \
        with the baseline beside them. Every difference fails.

        With --down it proves the way back instead: of each migration that the sql runner's convention or Alembic can take \
        back, the schema before it must be the schema after it was applied and taken back, and it must apply once more. \
        Without --last or --since that is the newest one. The databases are empty: what a way back does to rows is not seen.

        In GitHub Actions annotations at the migrations' lines and the job's summary are written by themselves; `--format` and \
        `--report` serve other services (docs/ci.md). Not with --down, which answers as text or JSON alone.

        EXAMPLES
          baseline verify
          baseline verify --staged
          baseline verify --commit HEAD~2
          baseline verify origin/main..HEAD
          baseline verify --down
          baseline verify --down --since origin/main --strict
          baseline verify --report junit=schema.xml
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    var hasVerdict: Bool { true }
    static var formats: [OutputOptions.Format] { OutputOptions.Format.allCases }
    @OptionGroup var reports: ReportOptions
    var files: ReportOptions? { reports }

    @Flag(name: .long, help: "What is staged.")
    var staged = false
    @Option(name: .long, help: ArgumentHelp("A commit.", valueName: "rev"))
    var commit: String?
    @Argument(
      help: ArgumentHelp("Every commit of a range, A..B, oldest first.", valueName: "range"))
    var range: String?

    @Flag(name: .long, help: "Prove that the newest migrations can be taken back.")
    var down = false
    @Option(name: .long, help: ArgumentHelp("With --down: how many of the newest, or all.", valueName: "n|all"))
    var last: Last?
    @Option(
      name: .long, help: ArgumentHelp("With --down: those that a commit does not have just so.", valueName: "rev"))
    var since: String?
    @Flag(name: .long, help: "With --down: a migration without a way back fails.")
    var strict = false

    func validate() throws {
      if !down, last != nil || since != nil || strict {
        throw ValidationError("'--last', '--since' and '--strict' belong to '--down'")
      }
      if down, ![.text, .json].contains(output.format) { throw ValidationError("'--down' knows text and json") }
      if down, !reports.report.isEmpty { throw ValidationError("'--down' writes no '--report'") }
      if last != nil, since != nil { throw ValidationError("'--last' and '--since' exclude one another") }
      if down, let range {
        throw ValidationError("'--down' looks at one state: write '--since A --commit B' for '\(range)'")
      }
      if [staged, commit != nil, range != nil].filter(\.self).count > 1 {
        throw ValidationError("'--staged', '--commit' and a range exclude one another")
      }
      if let range, range.split(separator: "..", omittingEmptySubsequences: false).count != 2 {
        throw ValidationError("'\(range)' is no range; write A..B, or '--commit \(range)'")
      }
    }

    func run() throws {
      let git = try repository.repository()
      if down { return try proveWayBack(git) }
      var verifications: [(project: Project, verification: Verification)] = []
      var parts: [CIReport.Part] = []
      var errors: [any Error] = []
      var notices: [BypassNotice] = []
      let context = try output.context(repository.environment)
      for project in try repository.projects(in: git) {
        var verify = BaselineKit.Verify(project, environment: repository.environment, progress: output.progress)
        verify.recording = (try? project.config()).map { Recording(project, $0, context, tool: toolVersion) }
        for source in try sources(git, project) {
          // One that cannot be looked at hides nothing about the others.
          do {
            let verification = try verify.verify(source)
            verifications.append((project, verification))
            let config = try project.config(in: source) ?? Config(file: project.configFile)
            parts.append(CIReport.Part(verification, Pointing(config, source), remedy: remedy))
          } catch { errors.append(error) }
        }
        if let recording = verify.recording { notices.append(recording.finish()) }
      }
      for notice in notices { BypassText(notice).tell(quietly: output.quiet) }
      if verifications.isEmpty, errors.count == 1 { throw errors[0] }
      for (_, verification) in verifications { TextReport.remarks(verification.judgement) }
      parts += errors.map { CIReport.Part("baseline verify", $0, SourceLine(Config.defaultFile)) }
      parts += notices.compactMap { CIReport.Part($0, SourceLine(Config.defaultFile)) }
      let outcome = errors.isEmpty ? verifications.map(\.verification.judgement.outcome).max() ?? .passed : .failed
      try output.answer(
        text: (notices.flatMap { BypassText($0).lines }
          + verifications.map { text($0.verification, $0.project, several: verifications.count > 1) })
          .joined(separator: "\n"),
        json: { json(verifications, errors, notices) },
        markdown: { markdown(verifications, errors, notices) },
        report: { CIReport(parts, errors.isEmpty ? .same : .unknown, outcome) }, files: reports)
      for error in errors { Terminal.report(error) }
      if !errors.isEmpty { throw Exit.failed }
      if verifications.contains(where: { $0.verification.judgement.outcome == .failed }) { throw Exit.differs }
    }

    func sources(_ git: Repository, _ project: Project) throws -> [FileSource] {
      if staged { return [try FileSource(git, .index)] }
      if let commit { return [try project.source(at: commit)] }
      guard let range else { return [try project.source()] }
      let ends = range.split(separator: "..", omittingEmptySubsequences: false).map { $0.isEmpty ? "HEAD" : String($0) }
      guard let from = try git.resolve(ends[0]), let to = try git.resolve(ends[1]) else {
        throw Failure(
          "looking for the range \(range)", "one of its ends names no commit here", hint: "git log --oneline names some"
        )
      }
      return try git.commits(from: to, notIn: [from]).reversed().map { try FileSource(git, .commit($0)) }
    }

    private func text(_ verification: Verification, _ project: Project, several: Bool) -> String {
      let judgement = verification.judgement
      let subject = several ? "\(project.configFile), \(verification.source)" : verification.source
      guard judgement.verdict != .same else {
        return
          "same: the baseline of \(safeLine(subject)) is what its migrations make (\(TextReport.plural(verification.tableCount, "table")))"
      }
      return
        ([
          "differs: the baseline of \(safeLine(subject)) is not what its migrations make: \(TextReport.count(judgement))"
        ]
        + TextReport.differences(judgement) + (judgement.outcome == .failed ? ["mend it with: \(remedy)"] : [])).joined(
          separator: "\n")
    }

    private var remedy: String {
      staged ? "baseline update --staged" : "baseline update, and commit the file with its migration"
    }

    private func markdown(
      _ verifications: [(project: Project, verification: Verification)], _ errors: [any Error],
      _ notices: [BypassNotice]
    ) -> String {
      let blocks = verifications.map { project, verification -> String in
        let judgement = verification.judgement
        let subject = markdownText(
          verifications.count > 1 ? "\(project.configFile), \(verification.source)" : verification.source)
        if judgement.verdict == .same { return "### ✅ the baseline of \(subject) is what its migrations make" }
        let head =
          "### \(judgement.outcome == .failed ? "❌" : "⚠️") the baseline of \(subject) is not what its migrations make"
        let rows = judgement.differences.map { markdownRow(of: $0) }
        return
          ([head, "", "| | what | impact |", "| --- | --- | --- |"] + rows + [
            "", "Mend it with: \(markdownCode(remedy))",
          ])
          .joined(separator: "\n")
      }
      let failures = errors.map { "### ❔ unknown\n\n\(markdownText(Explanation($0).message))" }
      return notices.map { BypassText($0).markdown }.joined() + (blocks + failures).joined(separator: "\n\n")
    }

    private func json(
      _ verifications: [(project: Project, verification: Verification)], _ errors: [any Error],
      _ notices: [BypassNotice]
    ) -> JSONAnswer {
      JSONAnswer { writer in
        let judgements = verifications.map(\.verification.judgement)
        let differs = judgements.contains { $0.verdict == .differs }
        let outcome = errors.isEmpty ? judgements.map(\.outcome).max() ?? .passed : .failed
        writer.pair("verdict", !errors.isEmpty ? "unknown" : differs ? "differs" : "same")
        writer.pair("outcome", outcome.rawValue)
        if !errors.isEmpty {
          writer.list("errors", errors) { error, writer in writer.object { Explanation(error).write(to: &$0) } }
        }
        writer.list("verifications", verifications) { entry, writer in
          writer.object { writer in
            writer.pair("config", entry.project.configFile)
            writer.pair("source", entry.verification.source)
            entry.verification.judgement.write(to: &writer)
          }
        }
        notices.write(to: &writer)
      }
    }
  }
}
