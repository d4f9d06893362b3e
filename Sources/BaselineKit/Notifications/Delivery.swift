import Processes

/// What came of sending a message.
package struct Delivery: Equatable, Sendable {
  package var tries = 0
  /// Why nobody was told; nil: it was sent. Never a URL.
  package var problem: String?
}

/// A channel that a run can reach: it has what the environment must hold for it.
struct Courier: Sendable {
  private enum Way {
    case webhook(Webhook)
    case command(NotifyingCommand)
  }

  private let way: Way

  /// - Throws: Failure that says what is missing or refused; the URL is in no message.
  init(_ channel: Config.Channel, _ config: Config, workTree: String?, environment: [String: String]) throws {
    switch channel.way {
    case .webhook(let urlEnv, let secretEnv):
      let value = { (name: String) throws -> String in
        if let value = environment[name], !value.isEmpty { return value }
        throw Unreachable(variable: name)
      }
      way = .webhook(
        try Webhook(url: value(urlEnv), of: urlEnv, secret: secretEnv.map(value), environment: environment))
    case .command(let command):
      way = .command(try NotifyingCommand(command, config, workTree: workTree, environment: environment))
    }
  }

  /// - Parameter end: on the monotonic clock: no new try begins after it, and none lasts longer.
  func send(_ message: Message, until end: Double) -> Delivery {
    switch way {
    case .webhook(let webhook): webhook.send(message.slack, until: end)
    case .command(let command): command.send(message.json, until: end)
    }
  }
}

/// The environment lacks what a channel needs: this run cannot tell anybody, others may.
struct Unreachable: Error {
  let variable: String
  var reason: String { "the environment has no \(variable)" }
}
