/// What a field can hold. One conformance is all that reading from the catalog, writing, reading back and reporting need.
package protocol FieldValue: Equatable, Sendable {
  /// From a cell of a catalog query; nil where SQL's value is NULL.
  init(catalog cell: Text?) throws(DocumentError)
  init(from reader: inout JSONReader) throws(DocumentError)
  func write(to writer: inout JSONWriter)
  /// The value in a report; nil: there is none.
  var words: Text? { get }
}

extension Text: FieldValue {
  package init(catalog cell: Text?) throws(DocumentError) {
    guard let cell else { throw DocumentError(reason: "NULL where a text was expected") }
    self = cell
  }

  package init(from reader: inout JSONReader) throws(DocumentError) {
    self = try reader.text()
  }

  package func write(to writer: inout JSONWriter) { writer.value(self) }
  package var words: Text? { self }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  package init(catalog cell: Text?) throws(DocumentError) {
    if let cell { self = .some(try Wrapped(catalog: cell)) } else { self = nil }
  }

  package init(from reader: inout JSONReader) throws(DocumentError) {
    self = .some(try Wrapped(from: &reader))
  }

  /// Absent rather than null: a field that is nil is its default and never written.
  package func write(to writer: inout JSONWriter) {
    if let value = self { value.write(to: &writer) } else { writer.null() }
  }

  package var words: Text? { self.flatMap(\.words) }
}

extension Bool: FieldValue {
  package init(catalog cell: Text?) throws(DocumentError) {
    switch cell {
    case "t": self = true
    case "f", nil: self = false
    default: throw DocumentError(reason: "neither t nor f where a boolean was expected")
    }
  }

  package init(from reader: inout JSONReader) throws(DocumentError) {
    self = try reader.flag()
  }

  package func write(to writer: inout JSONWriter) { writer.value(self) }
  package var words: Text? { self ? "true" : "false" }
}

extension Int64: FieldValue {
  package init(catalog cell: Text?) throws(DocumentError) {
    guard let cell, let number = Int64(cell.string) else {
      throw DocumentError(reason: "no whole number where one was expected")
    }
    self = number
  }

  package init(from reader: inout JSONReader) throws(DocumentError) {
    self = try reader.integer()
  }

  package func write(to writer: inout JSONWriter) { writer.value(self) }
  package var words: Text? { Text(String(self)) }
}

/// A list whose order means something: enum labels, index keys. The catalog's cell is a JSON array.
extension Array: FieldValue where Element == Text {
  package init(catalog cell: Text?) throws(DocumentError) {
    self = []
    guard let cell else { return }
    var reader = try JSONReader(Array<UInt8>(cell.string.utf8))
    try self.init(from: &reader)
    try reader.end()
  }

  package init(from reader: inout JSONReader) throws(DocumentError) {
    var list: [Text] = []
    try reader.array { reader throws(DocumentError) in list.append(try reader.text()) }
    self = list
  }

  package func write(to writer: inout JSONWriter) {
    writer.array { writer in
      for text in self {
        writer.element()
        writer.value(text)
      }
    }
  }

  /// `a, b`; an element that would read like two is quoted.
  package var words: Text? {
    isEmpty ? nil : Text(map { $0.needsQuotesInList ? "\"\($0)\"" : $0.string }.joined(separator: ", "))
  }
}

extension Text {
  fileprivate var needsQuotesInList: Bool {
    string.isEmpty || string.utf8.contains(UInt8(ascii: ",")) && string.contains(", ")
  }
}
