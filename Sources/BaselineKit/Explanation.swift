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
    case let error as GitError: self.init("\(error.operation): \(error.reason)", hint: error.hint)
    case let error as ServerError: self.init(error.description, hint: error.hint)
    case let error as StatementError: self = error.explanation
    case let error as MigrationError: self.init("reading the migration \(error)", hint: error.hint)
    case let error as ConfigError:
      self.init(
        "reading the configuration: \(error)", details: error.others.map(\.description), hint: error.hint)
    case let error as PatternError: self.init(error.description, hint: error.hint)
    case let error as PostgresError:
      var details: [String] = []
      if let detail = error.detail { details.append("detail: \(detail)") }
      if let context = error.context { details.append("context: \(context)") }
      self.init(
        singleLine("\(error.operation): \(error.reason)"), details: details, hint: error.hint ?? error.remedy)
    case let error as ProcessError: self.init(error.description, hint: error.hint)
    case let error as CatalogError: self.init("reading the catalog: \(error)", hint: error.hint)
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

extension PostgresError {
  /// What to do about the server's refusals that everybody meets, by SQLSTATE (the manual, appendix A).
  fileprivate var remedy: String? {
    switch sqlstate {
    case "28P01", "28000": "check the user and the password in the connection URL, PGPASSWORD or ~/.pgpass"
    case "3D000": "check the database's name in the connection URL; psql -l lists what there is"
    case "42501": "let the user in: GRANT CONNECT ON DATABASE …; docs/permissions.md lists all that a reader needs"
    case "53300": "too many are connected: try again later, or raise max_connections"
    case "55P03": "somebody holds a lock, most likely a migration: try again when it is done, or raise --lock-timeout"
    case "57014": "raise --statement-timeout, or try again when the server has less to do"
    case "57P01", "57P02", "57P03": "the server is starting or stopping: try again when it is up"
    default: nil
    }
  }
}

/// Several problems found in one look: all are told, not only the first.
package struct Failures: Error {
  package let all: [any Error]

  package init(_ all: [any Error]) {
    self.all = all
  }
}
