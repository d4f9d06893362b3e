import Processes

extension Sandbox {
  /// Runs any program with the environment of this sandbox, whatever comes of it.
  @discardableResult package func runProgram(
    _ program: String, _ arguments: [String], environment extra: [String: String] = [:], in directory: String? = nil
  ) throws -> CommandResult {
    try CommandResult(
      command: ([program] + arguments).joined(separator: " "),
      repository.run(program, arguments, environment: extra, in: directory))
  }

  /// Starts our program and does not wait for it.
  package func start(
    _ arguments: [String], environment extra: [String: String] = [:]
  ) throws -> StartedCommand {
    try StartedCommand(
      Invocation("baseline", arguments, environment: environment.merging(extra) { $1 }, directory: path),
      output: "\(repository.folder.path)/output")
  }
}

/// A program that runs beside the test; its outputs go to files.
package final class StartedCommand {
  package let process: ChildProcess
  private let command: String
  private let output: String

  fileprivate init(_ invocation: Invocation, output: String) throws {
    command = ([invocation.program] + invocation.arguments).joined(separator: " ")
    self.output = output
    let out = open("\(output).out", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    let err = open("\(output).err", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    defer { for descriptor in [out, err] where descriptor >= 0 { close(descriptor) } }
    guard out >= 0, err >= 0 else { throw TestFailure("open \(output): \(systemMessage(errno))") }
    process = try ChildProcess(invocation, streams: .init(output: out, error: err))
  }

  /// Waits for its end, at most two minutes.
  package func finish() throws -> CommandResult {
    guard try process.waits(seconds: 120) else {
      process.signalGroup(SIGKILL)
      throw TestFailure("\(command) did not end")
    }
    return CommandResult(
      command: command, status: try process.wait(), output: try text("\(output).out"), error: try text("\(output).err"))
  }

  private func text(_ file: String) throws -> String {
    try Invocation("cat", [file], environment: ["PATH": "/usr/bin:/bin"]).run().text
  }
}
