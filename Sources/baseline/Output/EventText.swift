import BaselineKit
import Schema

/// Events in words. Anybody who can push may have written them: every part goes through `safeLine`.
enum EventText {
  /// `7Q3ZK8M2  2026-11-22 16:28:37Z  stage  production  Ada Kim  stage=migrate status=failed`; the first word is the end of the
  /// id, which `show` takes.
  static func line(_ event: Event) -> String {
    var words = ["\(event.id.suffix(8))", moment(event), event.kind]
    if let database = event.database { words.append(database) }
    words.append(String(event.actor.prefix { $0 != "<" }).trimmed)
    if case .object(let members) = event.details {
      let summary = members.compactMap { member in scalar(member.value).map { "\(member.key)=\($0)" } }
      words.append(shortened(summary.joined(separator: " "), 100))
    }
    return words.map { safeLine($0) }.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// All of it, a line for each value.
  static func whole(_ event: Event) -> [String] {
    let envelope = [
      ("id", event.id), ("at", "\(event.at)\(event.isClockSet ? " (the clock was set by hand)" : "")"),
      ("kind", event.kind), ("project", event.project), ("database", event.database), ("actor", event.actor),
      ("commit", event.commit),
    ]
    return envelope.compactMap { key, value in value.map { "\(key): \(safeLine($0))" } }
      + (event.details == .object([]) ? [] : ["details:"] + lines(event.details, "  "))
  }

  /// What was not read, and why.
  static func remarks(_ reading: EventReading) {
    for refusal in reading.refused.prefix(20) { remark(refusal) }
    if reading.refused.count > 20 {
      Terminal.note("note: and \(reading.refused.count - 20) more files that are no events")
    }
    if reading.unread > 0 { Terminal.note("note: \(reading.unread) older files were not read: there are too many") }
  }

  static func remark(_ refusal: EventReading.Refusal) {
    Terminal.note("note: not an event: \(safeLine(refusal.path)): \(safeLine(refusal.reason))")
  }

  private static func moment(_ event: Event) -> String {
    "\(event.at)".replacing("T", with: " ") + (event.isClockSet ? "!" : "")
  }

  private static func scalar(_ value: EventValue) -> String? {
    switch value {
    case .text(let text): shortened(text, 40)
    case .number(let number): "\(number)"
    case .truth(let truth): "\(truth)"
    case .list, .object: nil
    }
  }

  private static func shortened(_ text: String, _ count: Int) -> String {
    text.count <= count ? text : "\(text.prefix(count - 1))…"
  }

  private static func lines(_ value: EventValue, _ indent: String) -> [String] {
    func entry(_ head: String, _ value: EventValue) -> [String] {
      switch value {
      case .text(let text): ["\(indent)\(head) \(safeLine(text))"]
      case .list([]), .object([]): ["\(indent)\(head) none"]
      case .list, .object: ["\(indent)\(head)"] + lines(value, indent + "  ")
      case .number, .truth: ["\(indent)\(head) \(scalar(value) ?? "")"]
      }
    }
    return switch value {
    case .object(let members): members.flatMap { entry("\(safeLine($0.key)):", $0.value) }
    case .list(let elements): elements.flatMap { entry("-", $0) }
    default: entry("-", value)
    }
  }
}

extension EventReading.Refusal {
  /// `path`, `reason`.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("path", path)
      writer.pair("reason", reason)
    }
  }
}

extension String {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
