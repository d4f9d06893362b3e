import ArgumentParser
import BaselineKit
import Git
import Schema

extension Baseline {
  struct History: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "history",
      abstract: "Who changed what, when and how: from git, in git's order.",
      discussion: """
        EXAMPLES
          baseline history
          baseline history customers
          baseline history public.customers.email
          baseline history constraint:customers.customers_email_key --format json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("[kind:][schema.]name[.member]; without it the whole schema.", valueName: "object"))
    var object: String?
    @Option(name: .long, help: ArgumentHelp("Begin at this revision.", valueName: "rev"))
    var at = "HEAD"
    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many commits.", valueName: "count"))
    var limit: Int?
    @Flag(name: .long, help: "Exit 1 when there is any.")
    var exitCode = false

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("'--limit' is at least 1") }
    }

    func run() throws {
      let project = try repository.project()
      let report = try BaselineKit.History(project).history(of: object.map(Address.init), from: at, limit: limit)
      for note in report.notCompared { Terminal.note("note: \(note)") }
      if report.isShallow {
        Terminal.note("note: this is a shallow clone: history goes on where it ends (git fetch --unshallow)")
      }
      output.answer(text: text(report), json: json(report))
      if exitCode && !report.entries.isEmpty { throw Exit.differs }
    }

    private func text(_ report: HistoryReport) -> String {
      if report.entries.isEmpty { return "no commit changed it" }
      return report.entries.map { entry in
        let author = entry.commit.author
        let head =
          "\(entry.commit.oid.short)  \(TextReport.date(author.time, offset: author.offset))  \(safeLine(author.name))"
        var lines = [head, "    \(safeLine(entry.commit.subject))"]
        if let problem = entry.problem { lines.append("    ! \(safeLine(problem))") }
        if entry.isFirst && object == nil {
          let tables = entry.changes.filter { $0.object.kind == .schema }.flatMap(\.contents).filter {
            $0.list == "tables"
          }
          lines.append("    the baseline began: \(TextReport.plural(tables.reduce(0) { $0 + $1.keys.count }, "table"))")
        } else {
          lines += TextReport.changes(entry.changes).map { "  \($0)" }
        }
        return lines.joined(separator: "\n")
      }.joined(separator: "\n\n")
    }

    private func json(_ report: HistoryReport) -> JSONAnswer {
      JSONAnswer { writer in
        writer.pair("shallow", report.isShallow)
        writer.list("entries", report.entries) { entry, writer in
          writer.object { writer in
            writer.pair("commit", "\(entry.commit.oid)")
            writer.pair("author", entry.commit.author.name)
            writer.pair("email", entry.commit.author.email)
            writer.pair("time", Int(entry.commit.author.time))
            writer.pair("subject", entry.commit.subject)
            writer.pair("first", entry.isFirst)
            writer.pair("problem", entry.problem)
            writer.list("changes", entry.changes) { change, writer in change.write(to: &writer) }
          }
        }
        writer.texts("not_compared", report.notCompared)
      }
    }
  }
}
