/// What went wrong in a feature: what it was doing, why it could not, and the command to run next.
///
/// The rooms below throw their own errors; `Explanation` puts all of them into these three parts.
package struct Failure: Error, Equatable, CustomStringConvertible {
  package let operation: String
  package let reason: String
  package let hint: String?

  package init(_ operation: String, _ reason: String, hint: String? = nil) {
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  package var description: String { "\(operation): \(reason)" }
}
