import Schema
import YAML

/// A known difference, accepted until a day: one entry of the reviewed file (design section 9).
package struct Waiver: Sendable {
  /// Where it stands in the file.
  let mark: YAMLMark
  package var line: Int { mark.line }
  /// What differs; the fingerprint decides, and both must mean the same object.
  package let object: Address
  /// Only this field of it; nil: the whole difference.
  package let field: Text?
  package let fingerprint: String
  package let reach: Reach
  package let owner: String
  package let reason: String
  /// The first second of the last day on which it holds.
  package let until: Timestamp

  /// Where a waiver holds.
  package enum Reach: Equatable, Sendable {
    case everyDatabase
    /// One of `databases:`.
    case database(String)
    /// `database: none`: no live database, but what `verify` and the hooks find.
    case migrations
  }

  /// The word that stands for no database; none can be called so.
  package static let noDatabase = "none"

  /// Whether its last day is over, in UTC.
  package func hasEnded(_ now: Timestamp) -> Bool { now >= until + Self.daySeconds }

  static let daySeconds: Int64 = 86_400

  /// Whether it is about this object, whatever the difference. A name that holds control characters stands there in its visible
  /// form: no file may hold them.
  func names(_ object: ObjectID) -> Bool {
    self.object.means(object) || self.object.text.utf8.elementsEqual(safeLine(object.description).utf8)
  }

  /// Whether it accepts the change, or with a field the change of that field.
  func covers(_ change: Change) -> Bool {
    guard names(change.object) else { return false }
    guard let field else { return fingerprint == change.fingerprint }
    return change.alone(field).map { $0.fingerprint == fingerprint } ?? false
  }
}

extension Change {
  /// The change as it would be if only this field differed; nil: it does not, or the object came or went.
  package func alone(_ field: Text) -> Change? {
    guard action == .altered, let change = self.field(field) else { return nil }
    return Change(object: object, action: action, fields: [change])
  }
}

extension ConfigReader {
  static let waiverKeys = ["object", "field", "fingerprint", "database", "owner", "reason", "until"]

  func waiver(_ node: YAMLNode, as key: String, databases: [String]) -> Waiver? {
    guard let section = section(node, as: key, keys: Self.waiverKeys) else { return nil }
    let object = section.required("object", address)
    let field = section.value("field", fieldName)
    let fingerprint = section.required("fingerprint", self.fingerprint)
    let reach = section.value("database") { self.reach($0, as: $1, databases: databases) }
    let owner = section.required("owner", text)
    let reason = section.required("reason", text)
    let until = section.required("until", day)
    guard let object, let fingerprint, let owner, let reason, let until else { return nil }
    return Waiver(
      mark: node.start, object: object, field: field, fingerprint: fingerprint, reach: reach ?? .everyDatabase,
      owner: owner, reason: reason, until: until)
  }

  private func address(_ node: YAMLNode, as key: String) -> Address? {
    guard let text = text(node, as: key) else { return nil }
    do { return try Address(text) } catch {
      mistake(at: node.start, "\(key): \(shown(text)) is no object's address", hint: Explanation(error).hint)
      return nil
    }
  }

  private func fieldName(_ node: YAMLNode, as key: String) -> Text? {
    word(node, as: key, from: Set(Kind.allCases.flatMap(\.fieldNames).map(\.string)).sorted() + ["column order"])
      .map { Text($0) }
  }

  private func fingerprint(_ node: YAMLNode, as key: String) -> String? {
    guard let text = text(node, as: key) else { return nil }
    if text.utf8.count == 32, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) { return text }
    mistake(at: node.start, "\(key): not 32 hexadecimal digits", hint: "baseline accept writes entries")
    return nil
  }

  private func reach(_ node: YAMLNode, as key: String, databases: [String]) -> Waiver.Reach? {
    guard let name = word(node, as: key, from: databases + [Waiver.noDatabase]) else { return nil }
    return name == Waiver.noDatabase ? .migrations : .database(name)
  }

  /// A day of the calendar, in UTC.
  func day(_ node: YAMLNode, as key: String) -> Timestamp? {
    guard let text = text(node, as: key) else { return nil }
    if text.utf8.count == 10, let day = Timestamp(text) { return day }
    mistake(at: node.start, "\(key): \(shown(text)) is no day", hint: "as in 2026-12-31")
    return nil
  }
}
