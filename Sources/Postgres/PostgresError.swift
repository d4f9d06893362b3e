/// A connection that could not be made or was lost, a statement that the server refused, or a value that could not be
/// read. Built from the fields of the server's report, never from libpq's formatted text, and never with a password.
package struct PostgresError: Error, Equatable, CustomStringConvertible {
  /// What was being done, with its operand, as in `connecting to postgres://app@db:5432/shop`.
  package var operation: String
  /// The server's primary message, or libpq's when there was no answer; one line.
  package var reason: String
  /// The five characters of PostgreSQL's manual, appendix A; nil when the error is not the server's.
  package var sqlstate: String?
  package var detail: String?
  /// What can be done about it: the server's hint, or ours.
  package var hint: String?
  /// Where in the statement, in characters (code points), from 1.
  package var position: Int?
  /// The server's call stack, as in `PL/pgSQL function f() line 3 at RAISE`.
  package var context: String?
  /// There is no usable connection (any more): it could not be made, or it broke.
  package var isConnectionLoss: Bool

  package init(
    operation: String, reason: String, sqlstate: String? = nil, detail: String? = nil, hint: String? = nil,
    position: Int? = nil, context: String? = nil, isConnectionLoss: Bool = false
  ) {
    self.operation = operation
    self.reason = reason
    self.sqlstate = sqlstate
    self.detail = detail
    self.hint = hint
    self.position = position
    self.context = context
    self.isConnectionLoss = isConnectionLoss
  }

  /// `statement_timeout` was reached, or somebody cancelled the statement: the server reports both as 57014.
  package var isStatementTimeout: Bool { sqlstate == "57014" }

  /// `lock_timeout` was reached, or NOWAIT found a lock.
  package var isLockTimeout: Bool { sqlstate == "55P03" }

  /// One line: operation, reason and detail.
  package var description: String {
    let text = "\(operation): \(reason)" + (detail.map { " (\($0))" } ?? "")
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
