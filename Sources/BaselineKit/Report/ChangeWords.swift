import Schema

/// A change in words, without colours and without any escaping: whoever prints makes it safe.
package struct ChangeWords {
  private let change: Change
  private let isWaiting: Bool

  /// - Parameter isWaiting: what is not there was not removed: it is still to come.
  package init(_ change: Change, isWaiting: Bool = false) {
    self.change = change
    self.isWaiting = isWaiting
  }

  /// One line: `column public.customers.email altered: type character varying(100) -> text`.
  package var sentence: String {
    let subject = "\(change.object.kind.word) \(change.object.name)"
    switch change.action {
    case .added: return "\(subject) added\(description(\.new))\(rename("renamed from"))"
    case .removed: return "\(subject) \(isWaiting ? "missing" : "removed")\(description(\.old))\(rename("renamed to"))"
    case .altered:
      if change.isLeftover {
        return "\(subject) differs in a way that baseline cannot name; please report this"
      }
      return "\(subject) altered: \(change.fields.map(words).joined(separator: "; "))"
    }
  }

  /// What an object that came or went is: a column's type, how many columns a table has.
  private func description(_ value: (FieldChange) -> Text?) -> String {
    if change.object.kind == .column {
      guard let type = change.field("type").flatMap(value) else { return " with its table" }
      let nullable = change.field("nullable").flatMap(value) == "false" ? " not null" : ""
      return " (\(type)\(nullable))"
    }
    if let type = change.field("type").flatMap(value), change.object.kind == .constraint {
      let columns = (change.field("columns").flatMap(value)).map { " on \($0)" } ?? ""
      return " (\(type)\(columns))"
    }
    if let columns = change.contents.first(where: { $0.list == "columns" }) {
      return " (\(columns.keys.count) \(columns.keys.count == 1 ? "column" : "columns"))"
    }
    return ""
  }

  private func rename(_ words: String) -> String {
    change.possibleRename.map { ", perhaps \(words) \(quotedIdentifier($0.key))" } ?? ""
  }

  private func words(_ field: FieldChange) -> String {
    "\(field.name) \(shortened(field.old)) -> \(shortened(field.new))"
  }

  /// Long texts (a function's body, a view's definition) are told by where they begin to differ.
  private func shortened(_ value: Text?) -> String {
    guard let value else { return "none" }
    let line = singleLine(value.string)
    return line.count <= 100 ? line : "\(line.prefix(97))..."
  }
}

/// A text on one line: every run of white space and line ends is a blank.
func singleLine(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
