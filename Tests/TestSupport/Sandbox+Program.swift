import Processes

extension Sandbox {
  /// Runs any program with the environment of this sandbox, whatever comes of it.
  package func runProgram(
    _ program: String, _ arguments: [String], environment extra: [String: String] = [:], in directory: String? = nil
  ) throws -> CommandResult {
    try CommandResult(
      command: ([program] + arguments).joined(separator: " "),
      repository.run(program, arguments, environment: extra, in: directory))
  }

  /// Starts the program and does not wait for it; its output is thrown away.
  package func start(_ arguments: [String], environment extra: [String: String] = [:]) throws -> ChildProcess {
    try ChildProcess(
      Invocation("baseline", arguments, environment: environment.merging(extra) { $1 }, directory: path))
  }
}
