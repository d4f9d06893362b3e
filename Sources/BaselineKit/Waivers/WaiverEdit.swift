import Schema
import YAML

/// More entries in the text of a file of waivers: every other byte of it stays, comments and layout included.
package struct WaiverEdit {
  private static let key = "waivers"
  private static let header = [
    "# Known differences that are accepted until a day. baseline accept adds entries; each is reviewed like code,",
    "# covers exactly the difference whose fingerprint it has, and is removed when the difference is gone.",
  ]
  private var source: ConfigSource

  /// An entry to be added.
  package struct Entry: Sendable {
    let change: Change
    /// nil: all of the change.
    let field: Text?
    let reach: Waiver.Reach
    let owner: String
    let reason: String
    let until: Timestamp

    /// The change that the fingerprint is of.
    var subject: Change { field.flatMap(change.alone) ?? change }
  }

  /// The new text. No bytes stand for a file that is not there yet.
  ///
  /// What was made is read again. Errors: the file is not valid; its layout is one that is better edited by hand.
  package static func add(_ entries: [Entry], to bytes: [UInt8], _ config: Config) throws(ConfigError) -> [UInt8] {
    let old = try Waivers.parse(bytes, config)
    let root: YAMLNode?
    do { root = try YAMLNode.parse(bytes, file: config.waivers, limit: Waivers.largestFile) } catch {
      throw ConfigError(error)
    }
    var edit = WaiverEdit(source: ConfigSource(bytes))
    edit.add(entries, to: root)
    let edited = edit.source.edited
    if let new = try? Waivers.parse(edited, config),
      new.all.map(\.fingerprint) == old.all.map(\.fingerprint) + entries.map(\.subject.fingerprint)
    {
      return edited
    }
    throw ConfigError(
      file: config.waivers, mark: root?.start ?? YAMLMark(line: 1, column: 1),
      reason: "\(key): entries cannot be added without a risk to the rest of the file",
      hint: "lay the list out in lines that begin with -, or move the file away and run this again")
  }

  private mutating func add(_ entries: [Entry], to root: YAMLNode?) {
    guard case .mapping(let pairs, flow: false)? = root?.content, let list = pairs.first(where: { $0.key == Self.key })
    else {
      // Nothing yet, or only comments, which are somebody's own header.
      let header = source.isEmpty ? Self.header + [""] : []
      return source.append(lines: header + ["\(Self.key):"] + entries.flatMap { lines($0, indent: 2) })
    }
    switch list.value.content {
    case .sequence(let items, flow: false):
      guard let last = items.last else { return }
      let indent = list.value.start.column - 1
      source.insertLines(entries.flatMap { lines($0, indent: indent) }, after: last.lastLine)
    case .scalar where list.value.isNull:
      source.insertLines(entries.flatMap { lines($0, indent: list.start.column + 1) }, after: list.start.line)
    default: break  // [a, b]: found out when the result is read
    }
  }

  private func lines(_ entry: Entry, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var pairs = [("object", YAMLQuoting.quoted(safeLine(entry.change.object.description)))]
    if let field = entry.field { pairs.append(("field", YAMLQuoting.quoted(field.string))) }
    pairs.append(("fingerprint", "\"\(entry.subject.fingerprint)\""))
    switch entry.reach {
    case .everyDatabase: break
    case .database(let name): pairs.append(("database", YAMLQuoting.word(name)))
    case .migrations: pairs.append(("database", Waiver.noDatabase))
    }
    pairs.append(("owner", YAMLQuoting.quoted(commentLine(entry.owner))))
    pairs.append(("reason", YAMLQuoting.quoted(commentLine(entry.reason))))
    pairs.append(("until", entry.until.day))
    return remark(entry).map { "\(margin)# \($0)" }
      + pairs.enumerated().map { "\(margin)\($0.offset == 0 ? "- " : "  ")\($0.element.0): \($0.element.1)" }
  }

  /// What is accepted, for those who review it; left out where a text of the database looks like a password.
  private func remark(_ entry: Entry) -> [String] {
    let line = commentLine(ChangeWords(entry.subject).sentence)
    return ConfigSecrets.marks(in: Array(line.utf8)).isEmpty ? [line] : []
  }
}
