/// Why a YAML text was refused, and where.
package struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's name as it was given to ``YAMLNode/parse(_:file:)``.
  package let file: String
  package let mark: YAMLMark
  /// Lower case, without a final stop.
  package let reason: String
  /// What to do about it.
  package let hint: String?

  package init(file: String, mark: YAMLMark, reason: String, hint: String? = nil) {
    self.file = file
    self.mark = mark
    self.reason = reason
    self.hint = hint
  }

  package var line: Int { mark.line }
  package var column: Int { mark.column }

  /// `file:line:column: reason`, as compilers write it.
  package var description: String { "\(file):\(mark): \(reason)" }
}
