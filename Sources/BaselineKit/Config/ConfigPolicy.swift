import YAML

extension Config {
  /// What a difference does to a run.
  package enum Action: String, CaseIterable, Sendable { case fail, warn, ignore }

  /// The action for each class of difference. Critical tables fail whatever stands here.
  package struct Policy: Hashable, Sendable {
    package var definition = Action.fail
    /// Invalid indexes, constraints NOT VALID, disabled triggers.
    package var state = Action.warn
    /// Columns only in another order.
    package var order = Action.ignore
    package var comment = Action.warn
    /// Migrated, not deployed yet.
    package var pending = Action.warn
  }
}

extension ConfigReader {
  /// The keys that are given change `defaults`.
  func policy(_ node: YAMLNode, as key: String, defaults: Config.Policy) -> Config.Policy? {
    guard let section = section(node, as: key, keys: ["definition", "state", "order", "comment", "pending"]) else {
      return nil
    }
    func action(_ name: String, _ standard: Config.Action) -> Config.Action {
      section.value(name) { choice($0, as: $1) } ?? standard
    }
    return Config.Policy(
      definition: action("definition", defaults.definition), state: action("state", defaults.state),
      order: action("order", defaults.order), comment: action("comment", defaults.comment),
      pending: action("pending", defaults.pending))
  }

  func hooks(_ node: YAMLNode, as key: String) -> Config.Hooks? {
    guard let section = section(node, as: key, keys: ["without_server", "budget", "missing"]) else { return nil }
    let defaults = Config.Hooks()
    return Config.Hooks(
      withoutServer: section.value("without_server") { choice($0, as: $1) } ?? defaults.withoutServer,
      budget: section.value("budget") { wholeNumber($0, as: $1, in: 1...3600) } ?? defaults.budget,
      missing: section.value("missing") { choice($0, as: $1) } ?? defaults.missing)
  }
}
