import ArgumentParser
import BaselineKit
import Processes

extension Baseline {
  struct Hook: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "hook",
      abstract: "What the hook scripts call.",
      discussion: """
        EXAMPLES
          baseline hook pre-commit
          baseline hook pre-push "$@"     (with git's standard input)
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "pre-commit, pre-merge-commit or pre-push.")
    var name: HookArgument
    @Argument(help: ArgumentHelp("What git gives the hook.", valueName: "arguments"))
    var arguments: [String] = []

    enum HookArgument: String, ExpressibleByArgument, CaseIterable {
      case preCommit = "pre-commit"
      case preMergeCommit = "pre-merge-commit"
      case prePush = "pre-push"
    }

    func run() throws {
      let git = try repository.repository()
      let run = HookRun(
        try repository.projects(in: git), in: git, try output.context(repository.environment), tool: toolVersion)
      let reports =
        name == .prePush
        ? try run.verifyPushed(to: arguments.first ?? "origin", lines: try standardInput()) : try run.verifyStaged()
      for report in reports { tell(report) }
      let notices = self.notices(reports)
      for notice in notices { BypassText(notice).tell(quietly: output.quiet) }
      if output.format == .json { Terminal.write(json(reports, notices).bytes) }
      // Of several, 2 wins over 1.
      if reports.contains(where: { if case .failed = $0.result { true } else { false } }) { throw Exit.failed }
      if reports.contains(where: \.differs) { throw Exit.differs }
    }

    private func tell(_ report: HookReport) {
      switch report.result {
      case .untouched: break
      case .failed(let explanation): Terminal.report(explanation)
      case .unknown(let explanation):
        Terminal.note("baseline: not verified: \(explanation.message)")
        if let hint = explanation.hint { Terminal.note("hint: \(hint)") }
      case .verified(let verification):
        let judgement = verification.judgement
        TextReport.remarks(judgement)
        guard judgement.verdict == .differs else {
          if !output.quiet {
            Terminal.note(
              "baseline: verified \(report.subject) (\(TextReport.plural(verification.tableCount, "table")))")
          }
          return
        }
        Terminal.note(
          "baseline: the baseline of \(report.subject) is not what its migrations make: \(TextReport.count(judgement))")
        for line in TextReport.differences(judgement) { Terminal.note(line) }
        if report.differs { Terminal.note("hint: \(report.remedy)") }
      }
    }

    /// Each project's last word: pushing several branches verifies it several times.
    private func notices(_ reports: [HookReport]) -> [BypassNotice] {
      var notices: [(file: String, notice: BypassNotice)] = []
      for report in reports {
        guard let notice = report.notice else { continue }
        if let known = notices.firstIndex(where: { $0.file == report.configFile }) {
          notices[known].notice = notices[known].notice.followed(by: notice)
        } else {
          notices.append((report.configFile, notice))
        }
      }
      return notices.map(\.notice)
    }

    private func json(_ reports: [HookReport], _ notices: [BypassNotice]) -> JSONAnswer {
      JSONAnswer { writer in
        writer.list("verifications", reports) { report, writer in
          writer.object { writer in
            writer.pair("config", report.configFile)
            writer.pair("source", report.subject)
            writer.pair("result", report.result.word)
            switch report.result {
            case .untouched: break
            case .verified(let verification): verification.judgement.write(to: &writer)
            case .unknown(let explanation), .failed(let explanation):
              writer.pair("verdict", "unknown")
              writer.key("error")
              writer.object { explanation.write(to: &$0) }
            }
            if report.differs { writer.pair("remedy", report.remedy) }
          }
        }
        notices.write(to: &writer)
      }
    }

    /// git closes it at the end; a terminal is not read, so that a call by hand does not wait for ever.
    private func standardInput() throws -> String {
      if isatty(0) == 1 { return "" }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(0, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw Failure("reading what is pushed", systemMessage(errno)) }
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes.append(contentsOf: buffer[0..<count])
      }
    }
  }

  struct Hooks: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "hooks",
      abstract: "Install, remove or look at the git hooks.",
      discussion: """
        EXAMPLES
          baseline hooks install
          baseline hooks status
          baseline hooks uninstall
        """,
      subcommands: [Install.self, Uninstall.self, Status.self])

    struct Install: ParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install pre-commit, pre-merge-commit and pre-push; existing hooks keep working.",
        discussion: """
          EXAMPLE
            baseline hooks install --trust
          """)

      @OptionGroup var repository: RepositoryOptions
      @Flag(name: .long, help: "Let the hooks run the configuration's migration command.")
      var trust = false

      func run() throws {
        let git = try repository.repository()
        let installation = HookInstallation(git)
        let projects = try repository.projects(in: git)
        if !repository.config.isEmpty { for project in projects { try project.register() } }
        let configs = projects.compactMap { try? $0.config() }
        let chained = try installation.install(
          program: ownPath(), failsWithout: configs.contains { $0.hooks.missing == .fail })
        Terminal.print(
          "installed in \(safeLine(try installation.folder()))"
            + (try installation.isShared() ? ", which core.hooksPath makes serve all your repositories" : ""))
        if !chained.isEmpty {
          Terminal.print("your own hooks run first: \(chained.map(\.rawValue).joined(separator: ", "))")
        }
        for config in configs {
          if try !trustCommand(of: config, in: git, told: trust) {
            Terminal.print("the hooks may not run the command of \(safeLine(config.file)) yet: baseline trust")
          }
        }
      }
    }

    struct Uninstall: ParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Remove our hooks; older ones come back byte for byte.",
        discussion: """
          EXAMPLE
            baseline hooks uninstall
          """)

      @OptionGroup var repository: RepositoryOptions

      func run() throws {
        let removed = try HookInstallation(repository.repository()).uninstall()
        Terminal.print(
          removed.isEmpty ? "none of ours were there" : "removed \(removed.map(\.rawValue).joined(separator: ", "))")
      }
    }

    struct Status: ParsableCommand, Answering {
      static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How the hooks stand.",
        discussion: """
          EXAMPLE
            baseline hooks status
          """)

      @OptionGroup var repository: RepositoryOptions
      @OptionGroup var output: OutputOptions

      func run() throws {
        let status = try HookInstallation(repository.repository()).status()
        let words: (HookInstallation.Status) -> String = { status in
          switch status {
          case .installed: "installed"
          case .chained: "installed, runs your own first"
          case .foreign: "not ours"
          case .absent: "absent"
          }
        }
        output.answer(
          text: status.map { "\($0.hook.rawValue): \(words($0.status))" }.joined(separator: "\n"),
          json: JSONAnswer { writer in
            writer.list("hooks", status) { entry, writer in
              writer.object { writer in
                writer.pair("name", entry.hook.rawValue)
                writer.pair("status", "\(entry.status)")
              }
            }
          })
      }
    }
  }
}

extension HookReport {
  /// Whether there is a verdict and it stops git.
  fileprivate var differs: Bool {
    if case .verified(let verification) = result { verification.judgement.outcome == .failed } else { false }
  }
}

extension HookReport.Result {
  fileprivate var word: String {
    switch self {
    case .untouched: "untouched"
    case .verified: "verified"
    case .unknown: "unknown"
    case .failed: "failed"
    }
  }
}
