import ArgumentParser
import BaselineKit
import Git
import Processes
import Schema

extension Baseline {
  struct Init: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "init",
      abstract: "Begin: find the migrations, write configuration and first baseline, install the hooks.",
      discussion: """
        Writes ci/schema_drift_config.yml, the baseline and a line of .gitattributes, and commits nothing. Run it again at \
        any time: what is there stays.

        EXAMPLES
          baseline init
          DATABASE_URL=postgresql:///shop baseline init --schema public --schema billing
          baseline init --layout folder --no-hooks
          baseline init --ci github
          baseline init --adopt --until 2026-12-31 --reason 'differs since before we began'
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    @Option(
      name: .long,
      help: ArgumentHelp("A schema to watch, a name or a glob. May be given several times.", valueName: "glob"))
    var schema: [String] = []
    @Option(name: .long, help: ArgumentHelp("Compare these too: owners,privileges.", valueName: "list"))
    var track: String?
    @Option(name: .long, help: "One file, or a folder with a file for each object.")
    var layout: LayoutArgument?
    @Flag(name: .long, help: "Take the schema from the live database although there are migrations.")
    var fromDatabase = false
    @Flag(name: .long, help: "Do not install the git hooks.")
    var noHooks = false
    @Flag(name: .long, help: "Let the hooks run the migration command that was found.")
    var trust = false
    @Option(name: .long, help: "Write a pipeline too: migrate, drift check, build, and what runs on a schedule.")
    var ci: Pipelines.Service?
    @Flag(
      name: .long,
      help: "The live database differs from what the migrations make: accept that for a time, in the file of waivers.")
    var adopt = false
    @Option(name: .long, help: ArgumentHelp("With --adopt: the last day, in UTC: 2026-12-31.", valueName: "date"))
    var until: String?
    @Option(name: .long, help: ArgumentHelp("With --adopt: why.", valueName: "text"))
    var reason: String?

    enum LayoutArgument: String, ExpressibleByArgument, CaseIterable {
      case file
      case folder
    }

    func validate() throws {
      _ = try tracked()
      _ = try adoption()
    }

    private func adoption() throws -> Acceptance? {
      guard adopt else {
        if until != nil || reason != nil { throw ValidationError("'--until' and '--reason' belong to '--adopt'") }
        return nil
      }
      guard let until, let reason, !reason.allSatisfy(\.isWhitespace) else {
        throw ValidationError("'--adopt' needs '--until' and '--reason'")
      }
      return Acceptance(of: nil, until: try lastDay(until), reason: reason)
    }

    func run() throws {
      let project = try repository.project()
      var options = InitOptions()
      options.schemas = schema
      options.track = try tracked()
      options.layout = layout.flatMap { Config.Layout(rawValue: $0.rawValue) }
      options.fromDatabase = fromDatabase
      let adoption = try adoption()
      let accepting = Accepting(project, try output.context(repository.environment))
      if let adoption { try demandDatabase(project, accepting, adoption) }
      let report = try Initialising(
        project, environment: repository.environment, timeouts: connection.timeouts, progress: output.progress
      ).run(options, url: nil)
      let adopted = try adoption.map {
        let live = try connection.live(report.config, repository.environment)
        return try accepting.accept($0, of: live, report.config, connection.timeouts)
      }
      let pipeline = try ci.map { try Pipelines(project, report.config).write(for: $0) }
      let trusted = try trustCommand(of: report.config, in: project.repository, told: trust)
      let chained = noHooks ? nil : try installHooks(project, report.config)
      let isRegistered = try project.register()
      output.answer(
        text: text(report, adopted, pipeline, trusted, chained, isRegistered: isRegistered),
        json: json(report, adopted, pipeline))
    }

    /// Nothing is written where it is plain before that nothing can be adopted.
    private func demandDatabase(_ project: Project, _ accepting: Accepting, _ adoption: Acceptance) throws {
      try accepting.demandSense(adoption)
      let config = try project.config(in: project.source()) ?? Config(file: project.configFile)
      guard connection.namesDatabase(config, repository.environment) else {
        throw Failure(
          "adopting a live database", "none is named", hint: "export DATABASE_URL=postgresql://…, and run this again")
      }
    }

    private func tracked() throws -> Set<Tracked> {
      try Set(
        (track ?? "").split(separator: ",").map { word in
          guard let tracked = Tracked(rawValue: String(word)) else {
            throw ValidationError("'--track' takes owners, privileges, or both with a comma between")
          }
          return tracked
        })
    }

    private func installHooks(_ project: Project, _ config: Config) throws -> [HookName]? {
      do {
        return try HookInstallation(project.repository).install(
          program: try ownPath(), failsWithout: config.hooks.missing == .fail)
      } catch {
        Terminal.report(error)
        return nil
      }
    }

    private func text(
      _ report: InitReport, _ adopted: Accepting.Report?, _ pipeline: (written: [String], kept: [String])?,
      _ trusted: Bool, _ chained: [HookName]?, isRegistered: Bool
    ) -> String {
      var lines =
        report.files.isEmpty
        ? pipeline?.written.isEmpty ?? true ? ["everything was there already"] : []
        : report.files.prefix(12).map { "wrote \(safeLine($0))" }
      if report.files.count > 12 { lines.append("and \(report.files.count - 12) more files") }
      let tables = TextReport.plural(report.tableCount, "table")
      lines.append(
        report.isBaselineNew
          ? "baseline: \(tables) from \(safeLine(report.from))"
          : "baseline: \(safeLine(report.baseline)) stays as it is (\(tables)); see: baseline verify")
      if let adopted {
        lines += adopted.isEmpty ? ["the live database is what the migrations make: nothing to accept"] : adopted.lines
      }
      if let pipeline {
        lines += pipeline.written.map { "wrote \(safeLine($0))" }
        lines += pipeline.kept.map { "\(safeLine($0)) stays as it is" }
        if pipeline.kept.contains(".gitlab-ci.yml") {
          lines.append(
            "add to it: include: [local: \(pipelineFile(pipeline))], and that file's stages where it has its own")
        }
        lines.append(
          "pipeline: each file says at its beginning which secrets it wants, and where to write your own commands")
      }
      if let migrations = report.migrations {
        lines.append(
          "migrations: \(migrations.runner.rawValue), \(migrations.paths.map(safeLine).joined(separator: ", "))")
      }
      if let chained {
        lines.append(
          "hooks: installed"
            + (chained.isEmpty ? "" : ", in front of your own \(chained.map(\.rawValue).joined(separator: ", "))"))
      }
      if report.migrations.map({ $0.runner != .sql }) ?? false && !trusted {
        lines.append(
          "the hooks may not run \(safeLine(report.migrations?.command?.joined(separator: " ") ?? "")) yet: baseline trust"
        )
      }
      if isRegistered {
        lines.append(
          "commands and hooks of this clone look at \(safeLine(report.configFile)) too (git config baseline.config)")
      }
      let written = report.files.isEmpty ? [] : [report.configFile, report.baseline, ".gitattributes"]
      let toCommit =
        written + (adopted.map { $0.entries.isEmpty ? [] : [$0.file] } ?? []) + (pipeline?.written ?? [])
      if !toCommit.isEmpty {
        lines.append(
          "next: look at \(safeLine(written.first ?? pipeline?.written.first ?? report.configFile)), then: git add "
            + toCommit.map(shellWord).joined(separator: " ") + " && git commit")
      }
      return lines.joined(separator: "\n")
    }

    private func pipelineFile(_ pipeline: (written: [String], kept: [String])) -> String {
      (pipeline.written + pipeline.kept).map(safeLine).first { $0.hasSuffix(".gitlab-ci.yml") } ?? ""
    }

    private func json(
      _ report: InitReport, _ adopted: Accepting.Report?, _ pipeline: (written: [String], kept: [String])?
    ) -> JSONAnswer {
      JSONAnswer { writer in
        writer.pair("config", report.configFile)
        writer.pair("baseline", report.baseline)
        writer.pair("from", report.from)
        writer.pair("tables", report.tableCount)
        writer.texts("files", report.files)
        writer.pair("baseline_kept", !report.isBaselineNew)
        adopted?.writeEntries(as: "adopted", to: &writer)
        if let pipeline {
          writer.texts("pipeline", pipeline.written)
          writer.texts("pipeline_kept", pipeline.kept)
        }
      }
    }
  }
}

/// Lets hooks run a configuration's command, when told to or when a person at the terminal says yes to exactly that command.
/// - Returns: whether hooks may run it now.
func trustCommand(of config: Config, in repository: Repository, told: Bool) throws -> Bool {
  let trust = BaselineKit.Trust(repository)
  if try trust.covers(config) { return true }
  let command = config.migrations?.command?.joined(separator: " ") ?? ""
  guard told || Terminal.confirms("Let the hooks of this clone run: \(safeLine(command))?") else { return false }
  return try trust.trust(config)
}

/// The absolute path of the running program, for hook scripts.
func ownPath() throws -> String {
  let arguments0 = CommandLine.arguments.first ?? "baseline"
  let path = arguments0.contains("/") ? arguments0 : try resolveProgram(arguments0, path: environmentVariable("PATH"))
  guard let resolved = realpath(path, nil) else { throw Failure("looking for our own program", systemMessage(errno)) }
  defer { free(resolved) }
  return String(cString: resolved)
}

extension Pipelines.Service: ExpressibleByArgument {}
