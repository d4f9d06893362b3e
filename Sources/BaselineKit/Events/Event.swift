/// Something that happened, as it is kept on `refs/baseline/events`: one small immutable file. Events tell people what happened;
/// no verdict is taken from them, except a bypass's clock.
package struct Event: Equatable, Sendable {
  /// A ULID: 26 characters of Crockford's base 32, of which the first ten are the time. Sorting by it sorts by time.
  package let id: String
  package let at: Timestamp
  /// `check`, `bypass`, `stage`, …; a kind that this version does not know is kept and shown as it is.
  package let kind: String
  /// The project's configuration file.
  package let project: String
  /// Its name under `databases:`; nil: it is about none.
  package let database: String?
  /// Who: `Ada Kim <ada@shop.example>`.
  package let actor: String
  /// HEAD when it happened; nil: there was no commit.
  package let commit: String?
  /// Whether the clock was set by hand (`BASELINE_CLOCK`).
  package let isClockSet: Bool
  /// What the kind adds: an object.
  package let details: EventValue
}

/// A value in an event. Numbers are whole.
package indirect enum EventValue: Equatable, Sendable {
  case text(String)
  case number(Int64)
  case truth(Bool)
  case list([EventValue])
  /// In the order of the file; keys are distinct.
  case object([EventMember])

  package struct EventMember: Equatable, Sendable {
    package let key: String
    package let value: EventValue

    package init(_ key: String, _ value: EventValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of an object's key; nil: it has none, or it is no object.
  package subscript(_ key: String) -> EventValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var number: Int64? { if case .number(let number) = self { number } else { nil } }
  package var truth: Bool? { if case .truth(let truth) = self { truth } else { nil } }
  package var list: [EventValue]? { if case .list(let list) = self { list } else { nil } }
}
