import ArgumentParser
import BaselineKit
import Schema

extension Baseline {
  struct Show: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print a baseline, at any revision, whole or one object of it.",
      discussion: """
        EXAMPLES
          baseline show
          baseline show --at HEAD~10 customers
          baseline show --format json > schema.json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("[kind:][schema.]name[.member].", valueName: "object"))
    var object: String?
    @Option(name: .long, help: ArgumentHelp("A revision; without it the work tree.", valueName: "rev"))
    var at: String?

    func run() throws {
      let project = try repository.project()
      var snapshot = try BaselineKit.Show(project).snapshot(at: at)
      var id: ObjectID?
      if let object {
        id = try Address(object).resolve(among: snapshot.objects)
        snapshot = try id.map(snapshot.only) ?? snapshot
      }
      if output.format == .json {
        Terminal.write(snapshot.canonicalBytes.withoutCommands)
      } else {
        output.answer(text: text(snapshot, id), json: JSONAnswer { _ in })
      }
    }

    /// Every object with its fields; with one object only that and what lies in it.
    private func text(_ snapshot: Schema.Snapshot, _ id: ObjectID?) -> String {
      let changes = compare(Schema.Snapshot(postgres: nil, version: snapshot.version), snapshot).changes
      let all = changes.flatMap { SnapshotWords.lines($0, in: snapshot) }
      guard let id else { return all.joined(separator: "\n") }
      return SnapshotWords.object(id, in: snapshot).joined(separator: "\n")
    }
  }
}

/// A snapshot in words.
private enum SnapshotWords {
  /// A schema's or the database's own contents, one line for each object.
  static func lines(_ change: Change, in snapshot: Schema.Snapshot) -> [String] {
    var lines = ["\(change.object.kind.word) \(safeLine(change.object.name))"]
    for list in change.contents {
      for key in list.keys { lines.append("  \(list.list.string.replacing("_", with: " ")): \(safeLine(key.string))") }
    }
    return lines
  }

  /// One object with its fields, and its members with theirs, indented.
  static func object(_ id: ObjectID, in snapshot: Schema.Snapshot) -> [String] {
    var lines: [String] = []
    for found in snapshot.objects where found.isInside(id) {
      let indent = String(repeating: "  ", count: found.path.count - id.path.count)
      lines.append("\(indent)\(found.kind.word) \(safeLine(found == id ? found.name : found.key.string))")
      for field in fields(of: found, in: snapshot) {
        lines.append("\(indent)    \(field.name): \(safeLine(field.new?.string ?? ""))")
      }
    }
    return lines
  }

  /// The fields of one object: what a comparison with a snapshot without it would say.
  private static func fields(of id: ObjectID, in snapshot: Schema.Snapshot) -> [FieldChange] {
    guard let without = try? snapshot.filtered({ $0.id == id ? .remove(rule: "") : .keep }).snapshot else { return [] }
    return compare(without, snapshot).changes.first { $0.object == id }?.fields ?? []
  }
}
