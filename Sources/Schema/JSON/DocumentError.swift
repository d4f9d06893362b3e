/// What is wrong with a document, and where: the reader is strict, because two parsers that forgive differently read two
/// different schemas.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
  /// 1-based; nil when it is about the whole.
  package let line: Int?
  /// 1-based, in bytes.
  package let column: Int?
  package let reason: String
  package let hint: String?

  package init(line: Int? = nil, column: Int? = nil, reason: String, hint: String? = nil) {
    self.line = line
    self.column = column
    self.reason = reason
    self.hint = hint
  }

  package var description: String {
    guard let line, let column else { return reason }
    return "line \(line), column \(column): \(reason)"
  }
}
