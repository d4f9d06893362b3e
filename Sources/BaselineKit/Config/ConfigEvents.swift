import Git
import YAML

extension Config {
  /// Where events are kept, and when they are shared.
  package struct Events: Hashable, Sendable {
    /// In full.
    package var reference = "refs/baseline/events"
    /// A remote of the clone, by its name.
    package var remote = "origin"
    package var sync = Sync.ci
  }

  /// In which runs events are fetched before and pushed after.
  package enum Sync: String, CaseIterable, Sendable { case ci, always, never }
}

extension ConfigReader {
  func events(_ node: YAMLNode, as key: String) -> Config.Events? {
    guard let section = section(node, as: key, keys: ["ref", "remote", "sync"]) else { return nil }
    let defaults = Config.Events()
    return Config.Events(
      reference: section.value("ref", eventReference) ?? defaults.reference,
      remote: section.value("remote", remoteName) ?? defaults.remote,
      sync: section.value("sync") { choice($0, as: $1) } ?? defaults.sync)
  }

  private func eventReference(_ node: YAMLNode, as key: String) -> String? {
    guard let name = text(node, as: key) else { return nil }
    let isTaken = ["refs/remotes/", "refs/tags/", "refs/baseline/remotes/", "refs/baseline/backups"].contains {
      name.utf8.starts(with: $0.utf8)
    }
    if name.hasPrefix("refs/"), name.utf8.split(separator: UInt8(ascii: "/")).count > 2, !isTaken,
      name.utf8.count <= 200, name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), Repository.isReferenceName(name)
    {
      return name
    }
    mistake(
      at: node.start, "\(key): \(shown(name)) is no place for events",
      hint: "as in refs/baseline/events, or a branch of its own: refs/heads/baseline-events")
    return nil
  }

  /// A URL, which git would take too, could start a program (`ext::`): only what this clone itself has configured is used.
  private func remoteName(_ node: YAMLNode, as key: String) -> String? {
    guard let name = text(node, as: key) else { return nil }
    let isGood = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    if isGood, let first = name.utf8.first, ![UInt8(ascii: "-"), UInt8(ascii: ".")].contains(first) { return name }
    mistake(at: node.start, "\(key): \(shown(name)) is no name of a remote", hint: "git remote")
    return nil
  }
}
