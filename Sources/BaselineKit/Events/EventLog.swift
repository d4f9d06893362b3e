import Git

/// The events of a repository: small files in the tree of a reference of their own, `refs/baseline/events`. Many may write at
/// once, in one clone and in many, and nothing is lost: within a clone by compare-and-swap, between clones by merges that have no
/// conflicts.
package struct EventLog {
  let repository: Repository
  let settings: Config.Events
  private let configFile: String

  /// How long a writer goes on when others are always faster.
  static let patience = 120.0

  package init(_ repository: Repository, _ config: Config) {
    self.repository = repository
    settings = config.events
    configFile = config.file
  }

  /// The remote that events are shared with, by its name in this clone.
  package var remote: String { settings.remote }

  /// Whether this run fetches events before and pushes them after: `events.sync`, and for `ci` the variable `CI`.
  package var isSynchronised: Bool {
    switch settings.sync {
    case .always: true
    case .never: false
    case .ci: !["", "0", "false"].contains((repository.environment["CI"] ?? "").lowercased())
    }
  }

  /// Records events, all in one commit.
  /// - Throws: with nothing recorded.
  package func append(_ events: [Event]) throws {
    if events.isEmpty { return }
    let updates = try events.map { FileUpdate(path: $0.path, contents: try $0.encoded()) }
    var kinds: [String] = []
    for event in events where !kinds.contains(event.kind) { kinds.append(event.kind) }
    let count = events.count == 1 ? "1 event" : "\(events.count) events"
    let message = "Record \(count): \(kinds.joined(separator: ", "))"
    try commit(message, at: events.map(\.at).max()) { (_, tree) throws(GitError) in
      try repository.tree(applying: updates, to: tree)
    }
  }

  /// Makes a commit on top of whatever is there.
  /// - Parameters:
  ///   - time: of the commit; nil: now.
  ///   - change: is given the tip and its tree (nil: there is none yet) and makes the next tree; the same again: nothing is to be
  ///     done. Called again when another writer was faster.
  func commit(
    _ message: String, at time: Timestamp? = nil, _ change: (OID?, OID?) throws(GitError) -> OID
  ) throws {
    let committer = try committer(at: time)
    try repository.advance(settings.reference, patience: Self.patience, by: committer, message: message) {
      tip throws(GitError) in
      var tree: OID?
      if let tip {
        tree = try repository.tree(of: tip)
        try requireOwnBranch(tip)
      }
      let next = try change(tip, tree)
      if next == tree { return nil }
      return try repository.createCommit(
        tree: next, parents: tip.map { [$0] } ?? [], message: message, by: committer)
    }
  }

  /// Who the commits are by: git's identity, else the program, so that a CI job that nobody named can record too.
  func committer(at time: Timestamp? = nil) throws -> Signature {
    let identity = try repository.configuredIdentity(.committer)
    return Signature(
      name: identity?.name ?? "baseline", email: identity?.email ?? "baseline@localhost",
      time: try (time ?? Clock(repository.environment).now).seconds, offset: 0)
  }

  /// - Throws: when the configured reference is a branch that people work on: events have no place there. One of our own holds
  ///   folders of years, and no project.
  func requireOwnBranch(_ tip: OID) throws(GitError) {
    guard settings.reference.hasPrefix("refs/heads/") else { return }
    let tree = try repository.tree(of: tip)
    let entries = try repository.entries(in: tree)
    let isOurs = entries.isEmpty || entries.contains(where: EventListing.isYear)
    let project = try repository.entry(at: configFile, in: tree)
    if isOurs && project == nil { return }
    throw GitError(
      operation: "recording events on \(settings.reference)", reason: "that branch holds something else",
      hint: "name one that does not exist yet as events.ref in \(configFile), as in refs/heads/baseline-events")
  }
}
