import Processes
import Synchronization

/// git's answer about its configuration, asked for before the repository is looked for: git takes as long for it as the command line
/// takes to be parsed.
package enum ConfigurationAhead {
  private struct Answer {
    let directory: String
    let environment: [String: String]
    let finished: FinishedProcess
  }

  private static let isBegun = Atomic(false)

  /// Asked once, by the first who wants it; others wait for that one.
  private static let answer: Answer? = {
    guard let folder = realpath(".", nil) else { return nil }
    defer { free(folder) }
    let (directory, environment) = (String(cString: folder), Configuration.needed(currentEnvironment()))
    // Whoever wants it asks again, and is told what is wrong.
    guard let finished = try? Configuration.ask(environment, in: directory) else { return nil }
    return Answer(directory: directory, environment: environment, finished: finished)
  }()

  /// Begins to ask for that of the repository whose top is the current folder.
  package static func begin() {
    isBegun.store(true, ordering: .relaxed)
    unawaited { _ = answer }
  }

  /// - Returns: nil where something else was asked, or nothing.
  static func answer(_ environment: [String: String], in directory: String) -> FinishedProcess? {
    guard isBegun.load(ordering: .relaxed), let answer, answer.directory == directory, answer.environment == environment
    else { return nil }
    return answer.finished
  }
}
