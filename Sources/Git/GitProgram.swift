import Processes

/// The variables that git's children always get: a path is a path and no pattern, and nothing waits for a password.
private let fixedVariables = ["GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"]

/// Runs git where no repository is open yet. Its messages come in English, since they are looked at.
func runGit(
  _ arguments: [String], input: [UInt8] = [], environment: [String: String], directory: String, seconds: Double? = nil
) throws(GitError) -> FinishedProcess {
  let variables = environment.merging(fixedVariables) { $1 }.merging(["LC_ALL": "C", "LANGUAGE": ""]) { $1 }
  do throws(ProcessError) {
    return try Invocation("git", arguments, environment: variables, directory: directory)
      .run(input: input, seconds: seconds)
  } catch {
    throw GitError(error, hint: error.reason.contains("PATH") ? "install git, or put it on PATH" : nil)
  }
}

extension Repository {
  /// Runs the git program for this repository, started at the top of its work tree, with this repository's environment.
  /// After `seconds` it is ended; nil: never. Throws when git could not be started; how it ended is in the result.
  package func git(
    _ arguments: [String], input: [UInt8] = [], seconds: Double? = nil
  ) throws(GitError) -> FinishedProcess {
    try runGit(arguments, input: input, environment: environment, directory: topDirectory, seconds: seconds)
  }

  /// The same, and demands success.
  /// - Returns: what it printed, without the final newline.
  package func gitOutput(
    _ arguments: [String], input: [UInt8] = [], doing operation: String
  ) throws(GitError) -> String {
    let finished = try git(arguments, input: input)
    guard finished.status.isSuccess else { throw .program(operation, finished) }
    return finished.text.hasSuffix("\n") ? String(finished.text.dropLast()) : finished.text
  }
}

extension GitError {
  /// A program that ended badly: its last words are the reason.
  static func program(_ operation: String, _ finished: FinishedProcess, hint: String? = nil) -> GitError {
    let words = finished.errorText.split(separator: "\n").map { line in
      ["fatal: ", "error: "].first { line.hasPrefix($0) }.map { String(line.dropFirst($0.count)) } ?? String(line)
    }
    let reason =
      finished.timedOut ? "it took too long" : words.isEmpty ? "\(finished.status)" : words.joined(separator: "; ")
    let code: Int32 = if case .exited(let code) = finished.status { code } else { 0 }
    return GitError(operation: operation, reason: reason, hint: hint, code: code)
  }
}
