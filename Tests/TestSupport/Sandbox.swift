import Postgres
import Processes

/// A place for tests of the built program: a real repository with its own HOME and clock, the program in front on PATH, and
/// where wanted a live database.
///
/// `succeed` and `fail` demand an outcome; what they throw shows the command with both its outputs, so that a failed test
/// can be read without running it again.
package final class Sandbox {
  package let repository: TestRepository
  /// The database that DATABASE_URL names, once `useLive` made it.
  package private(set) var live: TestDatabase?

  /// A repository without any file of ours.
  package init(initialised: Bool = true) throws {
    repository = try TestRepository(initialised: initialised)
    // One initdb for the whole test process.
    repository.environment.merge(try TestServer.shared.cacheEnvironment()) { $1 }
    repository.environment["TMPDIR"] = serverPlace
    if let binaries = environmentVariable("BASELINE_POSTGRES_BIN") {
      repository.environment["BASELINE_POSTGRES_BIN"] = binaries
    }
    try repository.folder.write("", to: "bin/.keep")
    guard symlink(try Self.program(), "\(repository.folder.path)/bin/baseline") == 0 else {
      throw TestFailure("symlink to the program: \(systemMessage(errno))")
    }
    let path = repository.environment["PATH"] ?? ""
    repository.environment["PATH"] = "\(repository.folder.path)/bin:\(path)"
  }

  /// The program that was built with these tests: beside the test bundle.
  package static func program() throws -> String {
    for argument in CommandLine.arguments {
      guard let bundle = argument.prefix(throughFirst: ".xctest") else { continue }
      let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      let candidate = "\(folder.isEmpty ? "." : folder)/baseline"
      if access(candidate, X_OK) == 0, let resolved = realpath(candidate, nil) {
        defer { free(resolved) }
        return String(cString: resolved)
      }
    }
    throw TestFailure("the program baseline is not beside the test bundle: \(CommandLine.arguments)")
  }

  /// The top of the work tree; absolute.
  package var path: String { repository.path }

  /// What every program of this test is started with.
  package var environment: [String: String] {
    get { repository.environment }
    set { repository.environment = newValue }
  }

  /// Runs the program, whatever comes of it.
  package func run(
    _ arguments: [String], input: String = "", environment extra: [String: String] = [:], in directory: String? = nil
  ) throws -> CommandResult {
    try CommandResult(
      command: (["baseline"] + arguments).joined(separator: " "),
      repository.run("baseline", arguments, input: input, environment: extra, in: directory))
  }

  /// Demands exit 0 and, unless remarks are expected, nothing on standard error.
  /// - Returns: standard output without the final newline.
  @discardableResult package func succeed(
    _ arguments: String..., remarks: Bool = false, input: String = "", environment: [String: String] = [:],
    in directory: String? = nil
  ) throws -> String {
    let result = try run(arguments, input: input, environment: environment, in: directory)
    guard result.code == 0, remarks || result.error.isEmpty else {
      throw TestFailure("expected exit 0\(remarks ? "" : " and no remarks"):\n\(result)")
    }
    return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
  }

  /// Demands an exit code other than 0; with 2 also an error in our form on standard error.
  @discardableResult package func fail(
    _ arguments: String..., code: Int32, input: String = "", environment: [String: String] = [:],
    in directory: String? = nil
  ) throws -> CommandResult {
    let result = try run(arguments, input: input, environment: environment, in: directory)
    guard result.code == code, code != 2 || result.error.contains("baseline: ") || !result.output.isEmpty else {
      throw TestFailure("expected exit \(code):\n\(result)")
    }
    return result
  }

  /// Runs git, whatever comes of it: for commits and pushes that a hook may stop.
  package func git(
    _ arguments: [String], environment extra: [String: String] = [:], in directory: String? = nil, input: String = ""
  ) throws -> CommandResult {
    repository.tick()
    return try CommandResult(
      command: (["git"] + arguments).joined(separator: " "),
      repository.run("git", arguments, input: input, environment: extra, in: directory))
  }

  /// Runs git and demands success.
  /// - Returns: standard output without the final newline.
  @discardableResult package func git(
    _ arguments: String..., in directory: String? = nil, environment: [String: String] = [:]
  ) throws -> String {
    let result = try git(arguments, environment: environment, in: directory)
    guard result.code == 0 else { throw TestFailure("expected exit 0:\n\(result)") }
    return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
  }

  /// Runs git and demands that it fails.
  @discardableResult package func gitFails(
    _ arguments: String..., in directory: String? = nil, environment: [String: String] = [:]
  ) throws -> CommandResult {
    let result = try git(arguments, environment: environment, in: directory)
    guard result.code != 0 else { throw TestFailure("expected a failure:\n\(result)") }
    return result
  }

  /// Writes a file of the work tree.
  package func write(_ text: String, to relativePath: String) throws { try repository.write(text, to: relativePath) }

  /// Writes an executable file of the work tree.
  package func writeProgram(_ text: String, to relativePath: String) throws {
    try repository.write(text, to: relativePath)
    chmod("\(path)/\(relativePath)", 0o755)
  }

  /// The text of a file of the work tree; nil: none.
  package func text(_ relativePath: String) throws -> String? { try repository.text(relativePath) }

  /// Makes a database on the shared server, runs the statements in it, and names it in DATABASE_URL.
  @discardableResult package func useLive(_ sql: String = Shop.allMigrations) throws -> TestDatabase {
    let database = try TestServer.shared.database(sql)
    live = database
    environment["DATABASE_URL"] = database.url
    return database
  }
}

/// A program that has ended, in a form that a failed test can print.
package struct CommandResult: CustomStringConvertible {
  package let command: String
  package let status: ExitStatus
  package let output: String
  package let error: String

  init(command: String, status: ExitStatus, output: String, error: String) {
    self.command = command
    self.status = status
    self.output = output
    self.error = error
  }

  init(command: String, _ finished: FinishedProcess) throws {
    guard !finished.timedOut else { throw TestFailure("\(command) did not end:\n\(finished.errorText)") }
    self.init(command: command, status: finished.status, output: finished.text, error: finished.errorText)
  }

  /// The exit code; minus the signal's number where one ended it.
  package var code: Int32 {
    switch status {
    case .exited(let code): code
    case .signalled(let signal): -signal
    }
  }

  package var description: String {
    "$ \(command)\n\(status)\n--- standard output\n\(output)--- standard error\n\(error)---"
  }
}

extension String {
  /// The text up to and with the first occurrence of another; nil: it is not in it.
  fileprivate func prefix(throughFirst suffix: String) -> String? {
    var end = startIndex
    while end < endIndex {
      if self[end...].hasPrefix(suffix) { return String(self[..<index(end, offsetBy: suffix.count)]) }
      end = index(after: end)
    }
    return nil
  }
}
