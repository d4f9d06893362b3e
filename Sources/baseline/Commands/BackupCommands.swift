import ArgumentParser
import BaselineKit

extension Baseline {
  struct Backups: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "backups",
      abstract: "The versions of the baseline that later ones replaced.",
      discussion: """
        Older versions are in git's history; edits that were never committed are kept before a refresh writes over them.

        EXAMPLE
          baseline backups
          baseline restore 1a2b3c4
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 20

    func validate() throws {
      if limit < 1 { throw ValidationError("'--limit' is at least 1") }
    }

    func run() throws {
      let versions = try Backup(repository.project()).versions(limit: limit)
      output.answer(
        text: versions.isEmpty ? "there are none" : versions.map(line).joined(separator: "\n"),
        json: JSONAnswer { writer in
          writer.list("backups", versions) { version, writer in
            writer.object { writer in
              writer.pair("revision", "\(version.revision)")
              writer.pair("uncommitted", version.isUncommitted)
              writer.pair("time", Int(version.commit.committer.time))
              writer.pair("author", version.commit.author.name)
              writer.pair("subject", version.commit.subject)
            }
          }
        })
    }

    private func line(_ version: Backup.Version) -> String {
      let who = version.commit.committer
      return
        "\(version.revision.short)  \(TextReport.date(who.time, offset: who.offset))  \(safeLine(version.commit.author.name))  "
        + safeLine(version.commit.subject)
    }
  }

  struct Restore: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "restore",
      abstract: "Bring an older version of the baseline back as a new commit.",
      discussion: """
        EXAMPLE
          baseline restore HEAD~3
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A revision that has the wanted version.", valueName: "rev"))
    var revision: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The commit's subject instead of ours.", valueName: "subject"))
    var message: String?

    func run() throws {
      let commit = try Backup(repository.project()).restore(revision, subject: message)
      output.answer(
        text: commit.map { "committed \($0.short): the baseline of \(safeLine(revision)) is back" }
          ?? "nothing to change: HEAD has it already",
        json: JSONAnswer { $0.pair("commit", commit.map { "\($0)" }) })
    }
  }
}
