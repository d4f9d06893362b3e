import Schema

// The file of an event (docs/events.md): one line of JSON, written in one way and read strictly, since whoever can push to the
// reference can put anything there.

extension Event {
  /// The version of the format.
  static let version: Int64 = 1
  /// Bytes of one file.
  package static let sizeLimit = 64 << 10
  static let depthLimit = 16
  static let textLimit = 16 << 10

  /// Where it lies in the reference's tree, by the time of its id: `2026/11/check-01….json`.
  package var path: String { Self.path(kind: kind, id: id, at: at) }

  static func path(kind: String, id: String, at: Timestamp) -> String {
    let month = at.day.prefix(7).replacing("-", with: "/")
    return "\(month)/\(kind)-\(id).json"
  }

  /// `[a-z][a-z_]{0,31}`.
  static func isKind(_ kind: some StringProtocol) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return (1...32).contains(kind.utf8.count) && letters.contains(kind.utf8.first ?? 0)
      && kind.utf8.allSatisfy { letters.contains($0) || $0 == UInt8(ascii: "_") }
  }

  /// The file: one line.
  /// - Throws: Failure for an event that nobody would read again, since it is too large or has a text that is too long.
  package func encoded() throws -> [UInt8] {
    var writer = JSONWriter(capacity: 512, isCompact: true)
    write(to: &writer)
    writer.newline()
    do throws(DocumentError) {
      guard try Event(parsing: writer.bytes) == self else { throw DocumentError(reason: "it would read differently") }
    } catch {
      throw Failure("recording the event \(kind)", error.reason)
    }
    return writer.bytes
  }

  /// The event as a JSON object, keys in the order of the format.
  package func write(to writer: inout JSONWriter) {
    func pair(_ key: Text, _ value: String?, _ writer: inout JSONWriter) {
      guard let value else { return }
      writer.key(key)
      writer.value(Text(value))
    }
    writer.object { writer in
      writer.key("v")
      writer.value(Self.version)
      pair("id", id, &writer)
      pair("at", "\(at)", &writer)
      pair("kind", kind, &writer)
      pair("project", project, &writer)
      pair("database", database, &writer)
      pair("actor", actor, &writer)
      pair("commit", commit, &writer)
      pair("clock", isClockSet ? "set" : nil, &writer)
      writer.key("details")
      details.write(to: &writer)
    }
  }

  /// Reads one file, or one line of several.
  /// - Throws: for the first thing that is not as docs/events.md says.
  package init(parsing bytes: [UInt8]) throws(DocumentError) {
    guard bytes.count <= Self.sizeLimit else {
      throw DocumentError(reason: "it has \(bytes.count) bytes; at most \(Self.sizeLimit) are read")
    }
    var reader = try JSONReader(bytes)
    var texts: [Text: String] = [:]
    var version: Int64?
    var details: EventValue?
    try reader.object { (key, reader) throws(DocumentError) in
      switch key {
      case "v":
        let number = try reader.integer()
        guard number == Self.version else {
          throw reader.error(
            "version \(number) of the format; this program reads \(Self.version)", hint: "upgrade baseline")
        }
        version = number
      case "id", "at", "kind", "project", "database", "actor", "commit", "clock":
        texts[key] = try EventValue.text(&reader, limit: 1024)
      case "details": details = try EventValue(&reader, depth: 1)
      default: throw reader.error("unknown key \"\(key)\"")
      }
    }
    try reader.end()
    func required(_ key: Text) throws(DocumentError) -> String {
      guard let text = texts[key], !text.isEmpty else { throw DocumentError(reason: "it has no \"\(key)\"") }
      return text
    }
    guard version != nil else { throw DocumentError(reason: "it has no \"v\"") }
    let written = try required("id")
    guard let id = ULID(written) else { throw DocumentError(reason: "its id is no ULID") }
    guard let at = Timestamp(try required("at")), texts["at"]?.utf8.count == 20 else {
      throw DocumentError(reason: "its time is none")
    }
    guard at.seconds == id.milliseconds / 1000 else { throw DocumentError(reason: "its time is not its id's") }
    let kind = try required("kind")
    guard Self.isKind(kind) else { throw DocumentError(reason: "its kind is no word in small letters") }
    if let commit = texts["commit"] {
      let isHex = commit.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      guard isHex, [40, 64].contains(commit.utf8.count) else {
        throw DocumentError(reason: "its commit is no object id")
      }
    }
    if let clock = texts["clock"], clock != "set" { throw DocumentError(reason: "its clock is not \"set\"") }
    guard let details, case .object = details else { throw DocumentError(reason: "it has no \"details\"") }
    self.init(
      id: written, at: at, kind: kind, project: try required("project"), database: texts["database"],
      actor: try required("actor"), commit: texts["commit"], isClockSet: texts["clock"] != nil, details: details)
  }
}

extension EventValue {
  /// As JSON.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.value(Text(text))
    case .number(let number): writer.value(number)
    case .truth(let truth): writer.value(truth)
    case .list(let elements):
      writer.array { writer in
        for element in elements {
          writer.element()
          element.write(to: &writer)
        }
      }
    case .object(let members):
      writer.object { writer in
        for member in members {
          writer.key(Text(member.key))
          member.value.write(to: &writer)
        }
      }
    }
  }

  fileprivate init(_ reader: inout JSONReader, depth: Int) throws(DocumentError) {
    guard depth < Event.depthLimit else { throw reader.error("nested deeper than \(Event.depthLimit)") }
    switch reader.upcoming() {
    case UInt8(ascii: "\""): self = .text(try Self.text(&reader, limit: Event.textLimit))
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .truth(try reader.flag())
    case UInt8(ascii: "["):
      var elements: [EventValue] = []
      try reader.array { (reader) throws(DocumentError) in elements.append(try EventValue(&reader, depth: depth + 1)) }
      self = .list(elements)
    case UInt8(ascii: "{"):
      var members: [EventMember] = []
      try reader.object { (key, reader) throws(DocumentError) in
        guard key.string.utf8.count <= 256 else { throw reader.error("a key of more than 256 bytes") }
        members.append(EventMember(key.string, try EventValue(&reader, depth: depth + 1)))
      }
      self = .object(members)
    default: self = .number(try reader.integer())
    }
  }

  fileprivate static func text(_ reader: inout JSONReader, limit: Int) throws(DocumentError) -> String {
    let mark = reader.mark()
    let text = try reader.text().string
    guard text.utf8.count <= limit else { throw reader.error(at: mark, "a text of more than \(limit) bytes") }
    return text
  }
}
