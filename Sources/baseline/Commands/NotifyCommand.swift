import ArgumentParser
import BaselineKit

extension Baseline {
  struct Notify: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "notify",
      abstract: "Tell people what there is to tell, each thing once.",
      discussion: """
        `check` and `refresh` do so too when they have recorded what they found. This is for a timer: bypasses become due, \
        nobody answers an incident, waivers end and reviews are to be held while nothing runs (docs/notifications.md). It \
        reads events and the repository, and connects to no database. Exit code 2: a message could not be sent.

        EXAMPLES
          baseline notify
          baseline notify --dry-run
          baseline notify --test team
          */10 * * * *  cd /srv/shop && baseline notify --quiet
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "Only say what would be sent.")
    var dryRun = false
    @Flag(name: .long, help: "Try again what was given up, and channels that failed a moment ago.")
    var retry = false
    @Option(
      name: .long, help: ArgumentHelp("Send a message that means nothing over this channel.", valueName: "channel"))
    var test: String?

    func validate() throws {
      if test != nil && (dryRun || retry) {
        throw ValidationError("'--test' excludes '--dry-run' and '--retry'")
      }
    }

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let context = try output.context(repository.environment)
      let recording = Recording(project, config, context, tool: toolVersion)
      var report = NotifyReport()
      if let test {
        report.sent = [try recording.testChannel(test, config)]
      } else {
        report = recording.notify(config, isRehearsal: dryRun, isInsisting: retry)
        // A team that has none yet runs the same pipeline.
        if config.notifications.channels.isEmpty {
          report.remarks.append("there are no channels: notifications: in \(config.file)")
        }
      }
      for remark in recording.finish().remarks + report.remarks { Terminal.note("note: \(safeLine(remark))") }
      let text = NotifyText(report)
      output.answer(text: text.lines.joined(separator: "\n"), json: text.json)
      if !report.failed.isEmpty {
        if output.quiet { text.tellFailures() }
        throw Exit.failed
      }
    }
  }
}
