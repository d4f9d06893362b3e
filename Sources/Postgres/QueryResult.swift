import CPQ

/// The rows of one statement, as the server wrote them: text in UTF-8. The one owner of a PGresult, which nothing changes once it
/// is received.
package final class QueryResult: @unchecked Sendable {
  private let pq: LibPQ
  private let pointer: OpaquePointer
  package let rowCount: Int
  package let columnCount: Int
  private let operation: String

  /// Takes ownership of a result that was checked.
  init(_ pq: LibPQ, owning pointer: OpaquePointer, operation: String) {
    self.pq = pq
    self.pointer = pointer
    self.operation = operation
    rowCount = Int(pq.ntuples(pointer))
    columnCount = Int(pq.nfields(pointer))
  }

  deinit { pq.clear(pointer) }

  /// The columns' names, in order.
  package var columns: [String] { (0..<columnCount).map(name) }

  /// The value's bytes without copying them; nil for NULL. They must not be kept.
  package func withBytes<Value, Failure: Error>(
    _ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount, "no such cell")
    let (r, c) = (Int32(row), Int32(column))
    if pq.getisnull(pointer, r, c) != 0 { return try body(nil) }
    return try body(UnsafeRawBufferPointer(start: pq.getvalue(pointer, r, c), count: Int(pq.getlength(pointer, r, c))))
  }

  package func isNull(_ row: Int, _ column: Int) -> Bool {
    withBytes(row, column) { $0 == nil }
  }

  /// The value's bytes; nil for NULL.
  package func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
    withBytes(row, column) { $0.map { Array($0) } }
  }

  /// The value; nil for NULL.
  /// - Throws: when it is not UTF-8. A database of the encoding SQL_ASCII hands out the bytes that it was once given.
  package func string(_ row: Int, _ column: Int) throws(PostgresError) -> String? {
    try withBytes(row, column) { bytes throws(PostgresError) in
      guard let bytes else { return nil }
      let units = bytes.assumingMemoryBound(to: UInt8.self)
      // Nearly all is ASCII, and to decode that takes a third of the time that validating takes.
      if units.allSatisfy({ $0 < 0x80 }) { return String(decoding: units, as: UTF8.self) }
      guard let text = String(validating: units, as: UTF8.self) else {
        throw error(row, column, "\"\(escaped(bytes))\" is not valid UTF-8, as in a database of encoding SQL_ASCII")
      }
      return text
    }
  }

  /// A whole number; nil for NULL.
  package func int(_ row: Int, _ column: Int) throws(PostgresError) -> Int? {
    guard let text = try string(row, column) else { return nil }
    guard let value = Int(text) else { throw error(row, column, "\"\(text)\" is not a whole number") }
    return value
  }

  /// A boolean, which PostgreSQL writes as `t` and `f`; nil for NULL.
  package func bool(_ row: Int, _ column: Int) throws(PostgresError) -> Bool? {
    switch try string(row, column) {
    case nil: return nil
    case "t"?: return true
    case "f"?: return false
    case let text?: throw error(row, column, "\"\(text)\" is not a boolean")
    }
  }

  private func name(_ column: Int) -> String {
    pq.fname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
  }

  private func error(_ row: Int, _ column: Int, _ reason: String) -> PostgresError {
    PostgresError(operation: "\(operation): row \(row + 1), column \(name(column))", reason: reason)
  }
}

/// Bytes as printable ASCII, the others as `\xE9`; at most eighty of them.
private func escaped(_ bytes: UnsafeRawBufferPointer) -> String {
  let text = bytes.prefix(80).map { byte in
    if (0x20..<0x7f).contains(byte), byte != UInt8(ascii: "\\") { return String(UnicodeScalar(byte)) }
    return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
  return text.joined() + (bytes.count > 80 ? "…" : "")
}
