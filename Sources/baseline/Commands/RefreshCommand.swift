import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Refresh: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "refresh",
      abstract: "The standard procedure: extract, back up, verify and commit the baseline.",
      discussion: """
        With migrations the document is written from the migrated database and the live one is compared; without any (or \
        with --accept-live) it is written from the live one. The commit holds the baseline alone. All or nothing.

        EXAMPLES
          baseline refresh
          baseline refresh --branch schema/refresh --push
          DATABASE_URL=postgresql:///shop baseline refresh --accept-live
          baseline refresh --emergency
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    @Flag(name: .long, help: "Write the baseline from the live database although there are migrations.")
    var acceptLive = false
    @Option(name: .long, help: "migrations or database: where the document comes from.")
    var from: Origin?
    @Flag(name: .long, help: "Run migrations.deploy on the live database first.")
    var migrate = false
    @Option(name: .long, help: ArgumentHelp("Commit there, without touching the work tree.", valueName: "name"))
    var branch: String?
    @Flag(name: .long, help: "Push with git when it is committed.")
    var push = false
    @Flag(name: .long, help: "Write the file, and stop before the commit.")
    var noCommit = false
    @Flag(name: .long, help: "Settle what passed by emergency bypass, and say so in the commit.")
    var emergency = false
    @Flag(name: .long, help: "Write no event about this refresh; bypasses that it settles are recorded all the same.")
    var noRecord = false
    @Option(name: .shortAndLong, help: ArgumentHelp("The commit's subject instead of ours.", valueName: "subject"))
    var message: String?

    enum Origin: String, ExpressibleByArgument, CaseIterable {
      case migrations
      case database
    }

    func validate() throws {
      if noCommit && (push || branch != nil || emergency) {
        throw ValidationError("'--no-commit' excludes '--push', '--branch' and '--emergency'")
      }
      if acceptLive && from == .migrations {
        throw ValidationError("'--accept-live' and '--from migrations' exclude one another")
      }
      if let message, message.allSatisfy(\.isWhitespace) || message.contains(where: \.isNewline) {
        throw ValidationError("'--message' is one line that says something")
      }
    }

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      var options = RefreshOptions()
      options.acceptLive = acceptLive || from == .database
      options.migrate = migrate
      options.branch = branch
      options.push = push
      options.commit = !noCommit
      options.emergency = emergency
      options.subject = message
      let needsLive = config.migrations == nil || options.acceptLive || migrate
      let live =
        needsLive || connection.namesDatabase(config, repository.environment)
        ? try connection.live(config, repository.environment) : nil
      var refresh = BaselineKit.Refresh(
        project, environment: repository.environment, timeouts: connection.timeouts, progress: output.progress)
      let recording = Recording(
        project, config, try output.context(repository.environment), writes: !noRecord, tool: toolVersion)
      refresh.recording = recording
      let result = Result { try refresh.refresh(options, live: live) }
      let notice = recording.finish()
      defer { NotifyText(recording.notify(config)).tell(quietly: output.quiet) }
      BypassText(notice).tell(quietly: output.quiet)
      let report = try result.get()
      for warning in report.warnings { Terminal.note("warning: \(warning)") }
      output.answer(text: text(report), json: json(report, notice))
    }

    private func text(_ report: RefreshReport) -> String {
      var lines = ["read \(TextReport.plural(report.tableCount, "table")) from \(safeLine(report.from))"]
      var counts: [(rule: String, count: Int)] = []
      for entry in report.silenced where entry.object.kind == .table {
        if let index = counts.firstIndex(where: { $0.rule == entry.rule }) {
          counts[index].count += 1
        } else {
          counts.append((entry.rule, 1))
        }
      }
      lines += counts.map { "ignored \(TextReport.plural($0.count, "table")) by \(safeLine($0.rule))" }
      if let backup = report.backup {
        lines.append("kept uncommitted edits of the old baseline as \(backup.short): baseline backups")
      }
      if report.isUnchanged {
        lines.append("nothing to change: \(safeLine(report.path)) is right already")
      } else {
        lines += TextReport.changes(report.changes)
        if let commit = report.commit {
          lines.append(
            "committed \(commit.short)\(report.branch.map { " on \(safeLine($0))" } ?? "")\(report.isPushed ? ", pushed" : "")"
          )
        } else {
          lines.append("wrote \(safeLine(report.path)), not committed")
        }
      }
      lines += report.settled.map { "settled \(BypassText.subject($0))" }
      if let live = report.live, live.verdict == .differs {
        lines.append("the live database differs from it: \(TextReport.count(live)); see: baseline check")
      }
      return lines.joined(separator: "\n")
    }

    private func json(_ report: RefreshReport, _ notice: BypassNotice) -> JSONAnswer {
      JSONAnswer { writer in
        writer.pair("baseline", report.path)
        writer.pair("from", report.from)
        writer.pair("tables", report.tableCount)
        writer.pair("unchanged", report.isUnchanged)
        writer.pair("commit", report.commit.map { "\($0)" })
        writer.pair("branch", report.branch)
        writer.pair("pushed", report.isPushed)
        writer.pair("backup", report.backup.map { "\($0)" })
        writer.list("changes", report.changes) { change, writer in change.write(to: &writer) }
        writer.list("silenced", report.silenced) { $0.write(to: &$1) }
        if let live = report.live {
          writer.key("live")
          writer.object { live.write(to: &$0) }
        }
        if !report.settled.isEmpty { writer.list("settled", report.settled) { $0.write(at: notice.now, to: &$1) } }
        writer.texts("warnings", report.warnings)
        notice.write(to: &writer)
      }
    }
  }
}
