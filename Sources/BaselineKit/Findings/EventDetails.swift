import Schema

/// Why the details of an event cannot be used. It is passed over then, and told: whoever may push to the events' reference may
/// have written it.
package struct BrokenEvent: Error, Equatable, CustomStringConvertible {
  package let reason: String

  init(_ reason: String) {
    self.reason = reason
  }

  package var description: String { reason }
}

/// The members of an object in an event, read strictly: each is there and of its type, or the event is broken. Keys that this
/// version does not know are left alone.
struct EventDetails {
  private let value: EventValue

  init(_ value: EventValue) throws(BrokenEvent) {
    guard case .object = value else { throw BrokenEvent("an object was expected") }
    self.value = value
  }

  func text(_ key: String, limit: Int = 4_096) throws(BrokenEvent) -> String {
    guard let text = try optionalText(key, limit: limit) else { throw BrokenEvent("\(key) is missing") }
    return text
  }

  func optionalText(_ key: String, limit: Int = 4_096) throws(BrokenEvent) -> String? {
    guard let member = value[key] else { return nil }
    guard let text = member.text else { throw BrokenEvent("\(key) is no text") }
    guard text.utf8.count <= limit else { throw BrokenEvent("\(key) has more than \(limit) bytes") }
    return text
  }

  /// One of the words of a type; nil: the key is not there.
  func optionalWord<Word: RawRepresentable<String>>(_ key: String, _ type: Word.Type) throws(BrokenEvent) -> Word? {
    guard let text = try optionalText(key) else { return nil }
    guard let word = Word(rawValue: text) else { throw BrokenEvent("\(key) has an unknown value") }
    return word
  }

  func word<Word: RawRepresentable<String>>(_ key: String, _ type: Word.Type) throws(BrokenEvent) -> Word {
    guard let word = try optionalWord(key, type) else { throw BrokenEvent("\(key) is missing") }
    return word
  }

  /// A count, or what else is never negative.
  func number(_ key: String) throws(BrokenEvent) -> Int64 {
    guard let number = try optionalNumber(key) else { throw BrokenEvent("\(key) is missing") }
    return number
  }

  func optionalNumber(_ key: String) throws(BrokenEvent) -> Int64? {
    guard let member = value[key] else { return nil }
    guard let number = member.number, number >= 0 else { throw BrokenEvent("\(key) is no number from 0 on") }
    return number
  }

  /// Absent means no.
  func flag(_ key: String) throws(BrokenEvent) -> Bool {
    guard let member = value[key] else { return false }
    guard let flag = member.truth else { throw BrokenEvent("\(key) is neither true nor false") }
    return flag
  }

  func optionalTime(_ key: String) throws(BrokenEvent) -> Timestamp? {
    guard let text = try optionalText(key) else { return nil }
    guard let time = Timestamp(text) else { throw BrokenEvent("\(key) is no time") }
    return time
  }

  /// A list; absent means empty.
  func list<Element>(
    _ key: String, limit: Int = 1_000, _ read: (EventValue) throws(BrokenEvent) -> Element
  ) throws(BrokenEvent) -> [Element] {
    guard let member = value[key] else { return [] }
    guard let list = member.list else { throw BrokenEvent("\(key) is no list") }
    guard list.count <= limit else { throw BrokenEvent("\(key) has more than \(limit) elements") }
    var elements: [Element] = []
    for element in list { elements.append(try read(element)) }
    return elements
  }

  func texts(_ key: String, limit: Int = 1_000) throws(BrokenEvent) -> [String] {
    try list(key, limit: limit) { element throws(BrokenEvent) in
      guard let text = element.text else { throw BrokenEvent("\(key) has other than texts") }
      return text
    }
  }

  /// The object that the members `kind` and `path` name.
  func object() throws(BrokenEvent) -> ObjectID {
    let kind = try word("kind", Kind.self)
    let path = try texts("path", limit: 3)
    guard !path.isEmpty || kind == .database else { throw BrokenEvent("path is empty") }
    return ObjectID(kind, path.map { Text($0) })
  }
}

extension ObjectID {
  /// How an event names it: `kind` and `path`.
  var members: [EventValue.EventMember] {
    [.init("kind", .text(kind.rawValue)), .init("path", .list(path.map { .text($0.string) }))]
  }
}

extension [EventValue.EventMember] {
  /// Adds what there is; nil: nothing.
  mutating func add(_ key: String, _ value: EventValue?) {
    if let value { append(.init(key, value)) }
  }
}

extension [Event] {
  /// By time, each once, whatever order they came in. Two events of one id that are not the same can only be made by hand; both
  /// stay, in an order of their own.
  var inOrder: [Event] {
    let sorted = self.sorted { one, other in
      if one.at != other.at { return one.at < other.at }
      let (a, b) = (Text(one.id), Text(other.id))
      return a == b ? Text("\(one)") < Text("\(other)") : a < b
    }
    return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
  }
}
