import Processes

/// A program of the team's that is told a message in JSON on its standard input.
struct NotifyingCommand: Sendable {
  private let invocation: Invocation

  private static let seconds = 10.0

  /// - Throws: Failure where there is no such program.
  init(_ command: [String], _ config: Config, workTree: String?, environment: [String: String]) throws {
    var program = command[0]
    if program.contains("/"), !program.hasPrefix("/") {
      // Beside what is checked out, as with the migration tool's.
      guard let workTree else {
        throw Failure("looking for \(program)", "a bare repository has no work tree", hint: "give its whole path")
      }
      program = "\(workTree)/\(program)"
    }
    guard !program.hasPrefix("/") || access(program, X_OK) == 0 else {
      throw Failure("looking for \(command[0])", "there is no such program", hint: "chmod +x, or correct `command`")
    }
    invocation = Invocation(
      program, Array(command.dropFirst()), environment: config.withoutSecrets(environment), directory: workTree)
  }

  /// Once: what it did before it failed, nobody knows.
  func send(_ input: [UInt8], until end: Double) -> Delivery {
    let seconds = min(Self.seconds, end - monotonicSeconds())
    guard seconds > 0 else { return Delivery(problem: "there was no time left") }
    do {
      let finished = try invocation.tell(input, seconds: seconds)
      if finished.timedOut { return Delivery(tries: 1, problem: "it took longer than \(Int(seconds)) seconds") }
      return Delivery(
        tries: 1, problem: finished.status.isSuccess ? nil : "it ended with \(finished.status)")
    } catch {
      return Delivery(tries: 1, problem: "it cannot be started: \(error.reason)")
    }
  }
}

extension Config {
  /// An environment for a program that has no business with the databases, nor with the webhooks.
  func withoutSecrets(_ environment: [String: String]) -> [String: String] {
    let secrets = Set(databases.map(\.urlEnv) + (shadow.map { [$0.urlEnv] } ?? []) + notifications.secrets)
    return environment.withoutDatabases.filter { name, _ in !secrets.contains(name) && !name.hasPrefix("GIT_") }
  }
}

extension Config.Notifications {
  /// The variables that hold URLs and keys of webhooks.
  package var secrets: [String] { channels.flatMap(\.way.secrets) }
}
