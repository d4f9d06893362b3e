import ArgumentParser
import BaselineKit
import Git
import Processes

/// The root: the list of commands and the one place where an error becomes text and an exit code.
@main
struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Versions the schema of a PostgreSQL database in git.",
    discussion: """
      The schema is read from the catalog into a canonical document, committed with the code, and proved to be what the \
      repository's migrations make. A live database is compared with it, and git answers who changed what.

      Exit codes: 0 passed or done; 1 it differs and the policy fails it; 2 could not find out or could not do it; \
      64 wrong usage.

      EXAMPLES
        baseline init                    begin: configuration, first baseline, hooks
        baseline update --staged         after writing a migration
        baseline check                   is the live database what the baseline says?
        baseline history customers       who changed this table, when and how
      """,
    version: toolVersion,
    groupedSubcommands: [
      CommandGroup(name: "Every day", subcommands: [Init.self, Update.self, Verify.self, Check.self, Refresh.self]),
      CommandGroup(
        name: "Looking back", subcommands: [History.self, Show.self, Diff.self, Backups.self, Restore.self]),
      CommandGroup(
        name: "Operations",
        subcommands: [
          Incidents.self, Ack.self, Missed.self, Bypass.self, Notify.self, Review.self, Stats.self, Dashboard.self,
          Events.self,
        ]),
      CommandGroup(
        name: "Setting up",
        subcommands: [Hooks.self, Trust.self, Ignore.self, Accept.self, Snapshot.self, Doctor.self, Hook.self]),
    ])

  /// What argument-parser's messages begin with.
  static var _errorLabel: String { "baseline" }

  static func main() {
    // A reader that went away (`baseline history | head`) is no error.
    signal(SIGPIPE, SIG_IGN)
    growHeapsAtOnce()
    // What takes as long as the command line takes to be parsed: hooks and people wait for this command most.
    if CommandLine.arguments.dropFirst().first == Check.configuration.commandName {
      if !CommandLine.arguments.contains(where: { $0.hasPrefix("--snapshot") }) { LiveDatabase.getReady() }
      ConfigurationAhead.begin()
    }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
      try (command as? any Answering)?.validateFormat()
    } catch {
      end(error)
    }
    do {
      try command.run()
    } catch let code as ExitCode {
      Terminal.exit(code.rawValue)
    } catch  where [.success, .validationFailure].contains(exitCode(for: error)) {
      // Asking for help is a command of argument-parser's that throws; wrong usage may only be found while running.
      end(error)
    } catch {
      (command as? any Answering)?.answer(error)
      Terminal.report(error)
      Terminal.exit(Exit.failed.rawValue)
    }
    Terminal.exit(0)
  }

  /// Usage errors (64), --help and --version (0): argument-parser's own words, around what was on the command line.
  private static func end(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    if code == .success { exit(withError: error) }
    Terminal.note(fullMessage(for: error))
    Terminal.exit(code.rawValue)
  }
}

/// The version of the tool; never written into a document.
let toolVersion = "0.1.0"
