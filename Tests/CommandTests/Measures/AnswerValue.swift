import Schema

/// A JSON answer as a value, to be compared with another.
indirect enum AnswerValue: Equatable {
  case object([String: AnswerValue])
  case list([AnswerValue])
  case text(String)
  case number(Int64)
  case flag(Bool)
  case null

  init(_ text: String) throws {
    var reader = try JSONReader(Array(text.utf8))
    self = try AnswerValue(&reader)
    try reader.end()
  }

  private init(_ reader: inout JSONReader) throws(DocumentError) {
    switch reader.upcoming() {
    case UInt8(ascii: "{"):
      var members: [String: AnswerValue] = [:]
      try reader.object { (key, reader) throws(DocumentError) in members[key.string] = try AnswerValue(&reader) }
      self = .object(members)
    case UInt8(ascii: "["):
      var elements: [AnswerValue] = []
      try reader.array { (reader) throws(DocumentError) in elements.append(try AnswerValue(&reader)) }
      self = .list(elements)
    case UInt8(ascii: "\""): self = .text(try reader.text().string)
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .flag(try reader.flag())
    case UInt8(ascii: "n") where reader.null(): self = .null
    default: self = .number(try reader.integer())
    }
  }

  subscript(_ key: String) -> AnswerValue? { if case .object(let members) = self { members[key] } else { nil } }

  /// Where two differ, as `weeks.3.findings: 2, not 3`.
  func differences(from wanted: AnswerValue, at path: String) -> [String] {
    switch (self, wanted) {
    case (.object(let mine), .object(let theirs)) where mine.keys == theirs.keys:
      return mine.sorted { $0.key < $1.key }.flatMap { key, value in
        theirs[key].map { value.differences(from: $0, at: "\(path).\(key)") } ?? []
      }
    case (.list(let mine), .list(let theirs)) where mine.count == theirs.count:
      return mine.indices.flatMap { mine[$0].differences(from: theirs[$0], at: "\(path).\($0)") }
    default: return self == wanted ? [] : ["\(path): \(self), not \(wanted)"]
    }
  }
}
