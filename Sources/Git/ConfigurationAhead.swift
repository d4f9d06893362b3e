import Processes
import Synchronization

/// git's answer about its configuration, asked for before the repository is looked for: git takes as long for it as the command line
/// takes to be parsed.
package enum ConfigurationAhead {
  private struct Question: Equatable {
    let directory: String
    let environment: [String: String]
  }

  private static let question = Mutex<Question?>(nil)

  /// Asked once; whoever wants it waits for the thread that asks. nil: it went wrong, and who asks again is told how.
  private static let answer: FinishedProcess? = {
    guard let question = question.withLock({ $0 }) else { return nil }
    return try? Configuration.ask(question.environment, in: question.directory)
  }()

  /// Begins to ask for that of the repository whose top is the current folder.
  package static func begin() {
    guard let folder = realpath(".", nil) else { return }
    defer { free(folder) }
    let asked = Question(
      directory: String(cString: folder), environment: Configuration.needed(currentEnvironment()))
    question.withLock { $0 = asked }
    unawaited { _ = answer }
  }

  /// - Returns: nil where something else was asked, or nothing.
  static func answer(_ environment: [String: String], in directory: String) -> FinishedProcess? {
    let wanted = Question(directory: directory, environment: environment)
    return question.withLock { $0 == wanted } ? answer : nil
  }

  /// Something was set since.
  static func forget() { question.withLock { $0 = nil } }
}
