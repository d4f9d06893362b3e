import Git
import Postgres
import Processes
import Schema

/// Any error of any room as what a person is told: one line of what and why, more lines where they help, and a hint.
package struct Explanation: Equatable, Sendable {
  package let message: String
  package let details: [String]
  package let hint: String?

  package init(_ message: String, details: [String] = [], hint: String? = nil) {
    self.message = message
    self.details = details
    self.hint = hint
  }

  package init(_ error: any Error) {
    switch error {
    case let error as Failure: self.init(error.description, hint: error.hint)
    case let error as Failures: self.init(error)
    case let error as GitError: self.init(error.description, hint: error.hint)
    case let error as ServerError: self.init(error.description, hint: error.hint)
    case let error as StatementError: self = error.explanation
    case let error as MigrationError: self.init(error.description, hint: error.hint)
    case let error as ConfigError:
      self.init(
        "reading the configuration: \(error)", details: error.others.map(\.description), hint: error.hint)
    case let error as PatternError: self.init(error.description, hint: error.hint)
    case let error as PostgresError:
      var details: [String] = []
      if let detail = error.detail { details.append("detail: \(detail)") }
      if let context = error.context { details.append("context: \(context)") }
      self.init(error.description, details: details, hint: error.hint)
    case let error as DocumentError: self.init(error.description, hint: error.hint)
    default: self.init("\(error)")
    }
  }

  private init(_ failures: Failures) {
    let all = failures.all.map { Explanation($0) }
    self.init(
      all.first?.message ?? "nothing",
      details: all.dropFirst().map(\.message), hint: all.lazy.compactMap(\.hint).first)
  }
}

/// Several problems found in one look: all are told, not only the first.
package struct Failures: Error {
  package let all: [any Error]

  package init(_ all: [any Error]) {
    self.all = all
  }
}
