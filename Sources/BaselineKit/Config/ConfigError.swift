import YAML

/// A mistake in a configuration file, and the other ones that were found in the same reading.
package struct ConfigError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's path within the repository.
  package let file: String
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int
  /// Lower case, without a final stop.
  package let reason: String
  /// What to write instead.
  package let hint: String?
  /// The file's other mistakes, in file order; empty in each of these.
  package let others: [ConfigError]

  init(file: String, mark: YAMLMark, reason: String, hint: String? = nil, others: [ConfigError] = []) {
    self.file = file
    line = mark.line
    column = mark.column
    self.reason = reason
    self.hint = hint
    self.others = others
  }

  /// Every mistake of the file, in file order.
  package var all: [ConfigError] {
    [ConfigError(file: file, mark: mark, reason: reason, hint: hint)] + others
  }

  /// `file:line:column: reason`, of the first mistake.
  package var description: String { "\(file):\(mark): \(reason)" }

  var mark: YAMLMark { YAMLMark(line: line, column: column) }
}

extension ConfigError {
  init(_ error: YAMLError) {
    self.init(file: error.file, mark: error.mark, reason: error.reason, hint: error.hint)
  }
}
