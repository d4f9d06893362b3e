import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Accept: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "accept",
      abstract: "Accept known differences until a day, with a reason.",
      discussion: """
        Looks at the live database and adds an entry for each difference of the named objects, and of what lies in them, to \
        the file of waivers (ci/schema_waivers.yml). An entry covers exactly this difference: one that changes, or whose day \
        is over, fails again. The file is committed and reviewed like code. What only comes of migrations, not deployed yet or \
        not in this state, is left out. What tenants have otherwise is accepted for all of them together, as \
        "tenant_*".users.n; a name without a schema means that too.

        EXAMPLES
          baseline accept customers.email --until 2026-12-31 --reason 'goes with release 4'
          baseline accept reports --database production --until 2027-03-01 --reason 'made by the DBA' --owner 'Ada Kim'
          baseline accept customers.email --field comment --until 2026-12-31 --reason 'mended next week'
          baseline accept --all --verify --until 2026-12-31 --reason 'the extension is missing on CI'
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var terms: AcceptanceOptions

    @Argument(
      help: ArgumentHelp(
        "What differs: a table, public.customers.email, index:public.orders.at_idx.", valueName: "object"))
    var objects: [String] = []
    @Flag(name: .long, help: "Every difference that does not only come of migrations.")
    var all = false
    @Flag(name: .long, help: "What verify and the hooks find, instead of a live database.")
    var verify = false
    @Option(
      name: .long,
      help: ArgumentHelp(
        "Only this field of what differs, as check names it. May be given several times.", valueName: "name"))
    var field: [String] = []

    func validate() throws {
      if all != objects.isEmpty { throw ValidationError("name what differs, or give '--all'") }
      if verify && connection.database != nil {
        throw ValidationError("'--verify' looks at no live database: leave '--database' out")
      }
    }

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      var acceptance = try terms.acceptance(of: all ? nil : objects.map { try Address($0) })
      acceptance.fields = field.map { Text($0) }
      let accepting = Accepting(project, try output.context(repository.environment))
      let database = verify ? nil : try connection.live(config, repository.environment)
      let report = try accepting.accept(acceptance, of: database, config, connection.timeouts)
      guard !report.isEmpty else {
        throw Failure(
          "accepting all differences", "there are none that do not only come of migrations",
          hint: "baseline \(verify ? "verify" : "check") lists what differs")
      }
      output.answer(text: text(report), json: JSONAnswer { report.write(to: &$0) })
    }

    private func text(_ report: Accepting.Report) -> String {
      (report.lines
        + (report.entries.isEmpty
          ? [] : ["next: have it reviewed: git add \(shellWord(report.file)) && git commit"]))
        .joined(separator: "\n")
    }
  }
}

/// For how long, and why, something is accepted.
struct AcceptanceOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The last day on which it is accepted, in UTC: 2026-12-31.", valueName: "date"))
  var until: String
  @Option(name: .long, help: ArgumentHelp("Why; whoever reviews it reads this.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who sees to it. Default: the name that git knows.", valueName: "name"))
  var owner: String?

  func validate() throws {
    _ = try lastDay(until)
    if reason.allSatisfy(\.isWhitespace) { throw ValidationError("'--reason' takes a reason") }
    if let owner, owner.allSatisfy(\.isWhitespace) { throw ValidationError("'--owner' takes a name") }
  }

  func acceptance(of objects: [Address]?) throws -> Acceptance {
    var acceptance = Acceptance(of: objects, until: try lastDay(until), reason: reason)
    acceptance.owner = owner
    return acceptance
  }
}

/// The day of `--until`.
func lastDay(_ text: String) throws -> Timestamp {
  guard text.utf8.count == 10, let day = Timestamp(text) else {
    throw ValidationError("'--until' takes a day, as in 2026-12-31")
  }
  return day
}

extension Accepting.Report {
  var lines: [String] {
    var lines: [String] = []
    if let day = entries.first?.lastDay {
      lines.append("accepted until \(day), in \(safeLine(file)): \(TextReport.plural(entries.count, "difference"))")
      lines += entries.prefix(20).map { "  \(safeLine($0.sentence))" }
      if entries.count > 20 { lines.append("  and \(entries.count - 20) more") }
    }
    if !already.isEmpty {
      lines.append("\(TextReport.plural(already.count, "difference")) accepted at least so long already")
    }
    if !leftOut.isEmpty {
      lines.append(
        "left out, for only migrations make it differ: "
          + leftOut.prefix(5).map { safeLine($0.object.description) }.joined(separator: ", ")
          + (leftOut.count > 5 ? " and \(leftOut.count - 5) more" : ""))
    }
    return lines
  }

  /// `file`, `waivers`, `already`, `left_out`.
  func write(to writer: inout JSONWriter) {
    writer.pair("file", file)
    writeEntries(as: "waivers", to: &writer)
    writer.texts("already", already.map(\.object.name))
    writer.texts("left_out", leftOut.map(\.object.name))
  }

  /// A list of accepted differences.
  func writeEntries(as key: Text, to writer: inout JSONWriter) {
    writer.list(key, entries) { entry, writer in
      writer.object { writer in
        writer.pair("object", entry.object.name)
        writer.pair("kind", entry.object.kind.rawValue)
        writer.pair("field", entry.fieldName)
        writer.pair("fingerprint", entry.fingerprint)
      }
    }
  }
}
