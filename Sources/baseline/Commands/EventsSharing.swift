import ArgumentParser
import BaselineKit

extension Baseline {
  struct EventsPush: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "push",
      abstract: "Bring the events of this clone to the remote, merged with those that are there.",
      discussion: """
        Never by force. Where the remote refuses, the events that it lacks stay here and are written to a file, which \
        `baseline events import` takes where somebody may push (exit code 2).

        EXAMPLES
          baseline events push
          baseline events push --output events.jsonl
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(
      name: .customLong("output"),
      help: ArgumentHelp(
        "Where to keep what could not be pushed. Default: $BASELINE_EVENTS_FILE, then a file below .git.",
        valueName: "file"))
    var file: String?

    func run() throws {
      let log = try repository.eventLog()
      output.progress("pushing events to \(log.remote)")
      let count = try log.push(keepingIn: file)
      output.answer(
        text: count == 0
          ? "nothing to push: \(log.remote) has them all"
          : "pushed \(TextReport.plural(count, "event")) to \(log.remote)",
        json: JSONAnswer { $0.pair("pushed", count) })
    }
  }

  struct EventsPull: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "pull",
      abstract: "Fetch the remote's events and merge them with those that are here.",
      discussion: """
        EXAMPLE
          baseline events pull
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let log = try repository.eventLog()
      output.progress("fetching events from \(log.remote)")
      let before = try log.count()
      try log.requireFetch()
      let (here, received) = try (log.count(), log.count() - before)
      output.answer(
        text: received == 0
          ? "nothing new: \(TextReport.plural(here, "event"))"
          : "\(received > 0 ? "+" : "")\(received): \(TextReport.plural(here, "event")) here now",
        json: JSONAnswer { writer in
          writer.pair("events", here)
          writer.pair("before", before)
        })
    }
  }

  struct EventsImport: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Take in events from files, as a run that could not push wrote them.",
      discussion: """
        To do so twice changes nothing, and what was pruned here stays away. Lines that are no events are refused (exit code 2) \
        and do not stop the others.

        EXAMPLE
          baseline events import events.jsonl && baseline events push
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A file with one event on each line.", valueName: "file"))
    var files: [String]

    func run() throws {
      let result = try repository.eventLog().importFiles(files)
      if output.format == .text { for refusal in result.refused { EventText.remark(refusal) } }
      output.answer(
        text: "imported \(TextReport.plural(result.added, "event")); known \(result.known), pruned before "
          + "\(result.pruned), refused \(result.refused.count)",
        json: JSONAnswer { writer in
          writer.pair("added", result.added)
          writer.pair("known", result.known)
          writer.pair("pruned", result.pruned)
          writer.list("refused", result.refused) { $0.write(to: &$1) }
        })
      if !result.refused.isEmpty { throw Exit.failed }
    }
  }

  struct EventsPrune: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Remove old events, here and with the next push everywhere.",
      discussion: """
        Bypasses are kept, since their clock must not begin anew, reviews and their decisions, and all checks from the first \
        one that saw a finding which was open then. Git's history keeps the removed files; clones learn from it that they are gone.

        EXAMPLES
          baseline events prune --before 2025-11-01 --dry-run
          baseline events prune --before 2025-11-01 --keep stage && baseline events push
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(
      name: .long, help: ArgumentHelp("Older ones go: 2025-11-01, or 2025-11-01T00:00:00Z.", valueName: "time"),
      transform: momentArgument)
    var before: Timestamp
    @Option(
      name: .long, help: ArgumentHelp("Keep events of this kind too. May be given several times.", valueName: "kind"))
    var keep: [String] = []
    @Flag(name: .long, help: "Only count.")
    var dryRun = false

    func run() throws {
      let log = try repository.eventLog()
      let kinds = EventLog.lastingKinds.union(keep)
      let result = try log.prune(before: before, keeping: kinds, isRehearsal: dryRun)
      let kept =
        result.kept == 0
        ? "" : "; \(result.kept) of that age kept (\(kinds.sorted().joined(separator: ", ")), checks of open findings)"
      output.answer(
        text: "\(dryRun ? "would remove" : "removed") \(TextReport.plural(result.removed, "event"))\(kept)"
          + (dryRun || result.removed == 0 ? "" : "\nnext: baseline events push"),
        json: JSONAnswer { writer in
          writer.pair("removed", result.removed)
          writer.pair("kept", result.kept)
          writer.pair("written", !dryRun)
        })
    }
  }
}
