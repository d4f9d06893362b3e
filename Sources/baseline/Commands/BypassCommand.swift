import ArgumentParser
import BaselineKit

extension Baseline {
  struct Bypass: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "bypass",
      abstract: "What was let pass in an emergency, and by when it must be settled.",
      discussion: """
        EMERGENCY_BYPASS=true lets a check, a verify or a hook pass despite its findings. Each finding has a clock of 24 \
        hours of its own from its first bypass; then the variable no longer helps for it (docs/bypass.md).

        EXAMPLES
          baseline bypass
          baseline bypass --all
          baseline bypass explain 7Q3KZPXY --reason 'payments were down'
          EMERGENCY_BYPASS=true EMERGENCY_BYPASS_REASON='payments were down' baseline check
        """,
      subcommands: [List.self, Explain.self], defaultSubcommand: List.self)

    struct List: ParsableCommand, Answering {
      static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the debts.",
        discussion: """
          EXAMPLE
            baseline bypass list --all
          """)

      @OptionGroup var repository: RepositoryOptions
      @OptionGroup var output: OutputOptions

      @Flag(name: .long, help: "Settled ones too.")
      var all = false

      func run() throws {
        let project = try repository.project()
        let context = try output.context(repository.environment)
        let list = try BypassList(project, project.config(), context)
        for remark in list.remarks { Terminal.note("note: \(safeLine(remark))") }
        let debts = list.debts.filter { all || $0.closed == nil }
        output.answer(
          text: debts.isEmpty ? "there are none" : debts.map { text($0, list.now) }.joined(separator: "\n"),
          json: JSONAnswer { writer in
            writer.list("bypasses", debts) { $0.write(at: list.now, to: &$1) }
          })
      }

      private func text(_ debt: BypassDebt, _ now: Timestamp) -> String {
        let state =
          switch debt.state(at: now) {
          case .open: "open until \(debt.deadline)"
          case .due: "due at \(debt.deadline)"
          case .overdue: "overdue since \(debt.deadline)"
          case .closed: debt.closed.map { "closed \($0.at), \($0.how.words)" } ?? "closed"
          }
        let clock = debt.isClockSet ? ", by a clock that was set by hand" : ""
        return """
          \(debt.shortID)  \(BypassText.subject(debt)): \(state)
                    since \(debt.start)\(clock), by \(safeLine(debt.actor))
                    \(debt.reason.map { "reason: \(safeLine($0))" } ?? "no reason was given: baseline bypass explain \(debt.shortID) --reason '…'")
          """
      }
    }

    struct Explain: ParsableCommand, Answering {
      static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Give the reason that was not given in the emergency.",
        discussion: """
          EXAMPLE
            baseline bypass explain 7Q3KZPXY --reason 'payments were down; incident 4711'
          """)

      @OptionGroup var repository: RepositoryOptions
      @OptionGroup var output: OutputOptions

      @Argument(help: ArgumentHelp("Which: the beginning or the end of its id.", valueName: "id"))
      var id: String
      @Option(name: .long, help: ArgumentHelp("Why.", valueName: "text"))
      var reason: String

      func validate() throws {
        if Emergency.reason(reason) == nil { throw ValidationError("'--reason' says nothing") }
      }

      func run() throws {
        let project = try repository.project()
        let context = try output.context(repository.environment)
        let recording = Recording(project, try project.config(), context, tool: toolVersion)
        let debts = try recording.explain(id, reason)
        try recording.write()
        BypassText(recording.finish()).tell(quietly: output.quiet)
        output.answer(
          text: "explained: \(debts.map { BypassText.subject($0) }.joined(separator: ", "))",
          json: JSONAnswer { writer in
            writer.list("bypasses", debts) { $0.write(at: context.clock.now, to: &$1) }
          })
      }
    }
  }
}
