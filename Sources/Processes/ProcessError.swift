/// A program that could not be started or waited for. How a program that did run ended is no error: see `ExitStatus`.
package struct ProcessError: Error, Equatable, CustomStringConvertible {
  /// What was being done, with its operand, as in `starting /usr/bin/git`.
  package let operation: String
  package let reason: String
  /// What to do about it.
  package let hint: String?

  package init(operation: String, reason: String, hint: String? = nil) {
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  /// Reads `errno` at once: the next call may change it.
  static func fromErrno(_ operation: String, _ code: Int32, hint: String? = nil) -> ProcessError {
    ProcessError(operation: operation, reason: systemMessage(code), hint: hint)
  }

  package var description: String { "\(operation): \(reason)" }
}
