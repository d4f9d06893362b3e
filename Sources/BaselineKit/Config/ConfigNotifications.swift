import YAML

extension Config {
  /// Who is told of what (docs/notifications.md).
  package struct Notifications: Hashable, Sendable {
    /// In file order; empty: nobody is told anything.
    package var channels: [Channel] = []
    package var escalation: Escalation?
  }

  /// A way to people.
  package struct Channel: Hashable, Sendable {
    /// The user's name for it; events and answers use it.
    package let name: String
    package let way: Way
    /// What is told over it.
    package let occasions: Set<Occasion>
  }

  /// How a channel is reached.
  package enum Way: Hashable, Sendable {
    /// A Slack-compatible webhook, by the environment variables that hold its URL and the key of its signature.
    case webhook(urlEnv: String, secretEnv: String?)
    /// A program, started without a shell.
    case command([String])

    /// The variables that hold secrets of it.
    package var secrets: [String] {
      switch self {
      case .webhook(let url, let secret): [url] + (secret.map { [$0] } ?? [])
      case .command: []
      }
    }
  }

  /// Who is told when nobody answers an incident.
  package struct Escalation: Hashable, Sendable {
    /// Seconds since somebody was told first.
    package let after: Int64
    /// A channel's name.
    package let channel: String
  }
}

extension ConfigReader {
  func notifications(_ node: YAMLNode, as key: String) -> Config.Notifications? {
    guard let section = section(node, as: key, keys: ["channels", "escalate"]) else { return nil }
    let escalation = section.value("escalate", escalation)
    var channels: [Config.Channel] = []
    if let node = section.node("channels") {
      let key = section.fullName("channels")
      channels = (entries(node, as: key) ?? []).compactMap { channel($0, as: key, escalation) }
    }
    if let escalation, !channels.contains(where: { $0.name.utf8.elementsEqual(escalation.channel.utf8) }) {
      let node = section.node("escalate")
      mistake(
        at: node?.start ?? section.mark, "\(key).escalate.to: there is no channel \(shown(escalation.channel))",
        hint: suggestion(for: escalation.channel, among: channels.map(\.name), called: "the channels"))
    }
    return Config.Notifications(channels: channels, escalation: escalation)
  }

  private func escalation(_ node: YAMLNode, as key: String) -> Config.Escalation? {
    guard let section = section(node, as: key, keys: ["after", "to"]) else { return nil }
    guard let after = section.required("after", duration), let channel = section.required("to", text) else {
      return nil
    }
    return Config.Escalation(after: after, channel: channel)
  }

  private func channel(_ entry: YAMLEntry, as key: String, _ escalation: Config.Escalation?) -> Config.Channel? {
    let name = entry.key
    if let reason = mistake(inName: name, of: "channel") { mistake(at: entry.start, "\(key): \(reason)") }
    let full = "\(key).\(name.prefix(63))"
    if ConfigSecrets.isPasswordKey(name) {
      mistake(at: entry.start, "\(full): a password in the file", hint: ConfigReader.secretHint)
      return nil
    }
    guard let section = section(entry.value, as: full, keys: ["url_env", "secret_env", "command", "on"]) else {
      return nil
    }
    let url = section.value("url_env", variableName)
    let secret = section.value("secret_env", variableName)
    let command = section.value("command", arguments)
    let isTarget = escalation.map { $0.channel.utf8.elementsEqual(name.utf8) } ?? false
    let given = section.value("on") { node, key in occasions(node, as: key, escalation) }
    if isTarget, let given, !given.contains(.escalated) {
      mistake(
        at: section.node("on")?.start ?? section.mark, "\(full).on: incidents are escalated to it, and it is not told",
        hint: "add `escalated`")
    }
    if (section.node("url_env") == nil) == (section.node("command") == nil) {
      mistake(at: section.mark, "\(full): a channel has either 'url_env' or 'command'")
      return nil
    }
    if let node = section.node("secret_env"), command != nil {
      mistake(at: node.start, "\(full).secret_env: only webhooks are signed")
    }
    let way: Config.Way? = url.map { .webhook(urlEnv: $0, secretEnv: secret) } ?? command.map { .command($0) }
    return way.map {
      Config.Channel(name: name, way: $0, occasions: given ?? (isTarget ? [.escalated] : Set(Occasion.allCases)))
    }
  }

  private func occasions(
    _ node: YAMLNode, as key: String, _ escalation: Config.Escalation?
  ) -> Set<Occasion>? {
    nonEmptyList(node, as: key).map { items in
      var occasions: Set<Occasion> = []
      for item in items {
        guard let occasion = choice(item, as: key, of: Occasion.self) else { continue }
        occasions.insert(occasion)
        if occasion == .escalated && escalation == nil {
          mistake(at: item.start, "\(key): nothing is ever escalated", hint: "escalate: {after: 30m, to: CHANNEL}")
        }
      }
      return occasions
    }
  }
}
