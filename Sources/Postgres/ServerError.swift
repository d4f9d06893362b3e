import Processes

/// The private server could not be found, made, started or used.
package struct ServerError: Error, Equatable, CustomStringConvertible {
  /// What was being done, with its operand.
  package let operation: String
  package let reason: String
  /// The command to run next.
  package let hint: String?

  package init(operation: String, reason: String, hint: String? = nil) {
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  /// What the body returns; its error as one of ours.
  static func wrapping<Value>(_ body: () throws(ProcessError) -> Value) throws(ServerError) -> Value {
    do throws(ProcessError) {
      return try body()
    } catch {
      throw ServerError(operation: error.operation, reason: error.reason)
    }
  }

  /// To be made at once after the call that failed.
  static func fromErrno(_ operation: String) -> ServerError {
    ServerError(operation: operation, reason: systemMessage(errno))
  }

  package var description: String { "\(operation): \(reason)" }
}
