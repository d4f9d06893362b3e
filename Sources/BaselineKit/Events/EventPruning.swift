import Git

/// What a pruning took away.
package struct EventPruning: Equatable, Sendable {
  package internal(set) var removed = 0
  /// Old too, but still needed.
  package internal(set) var kept = 0
}

extension EventLog {
  /// Kinds that are kept however old they are: a bypass's clock must not begin anew.
  package static let lastingKinds: Set<String> = ["bypass"]

  /// Removes the files of old events by a new commit. History keeps them: it is what other clones learn the deletion from.
  /// - Parameters:
  ///   - moment: older ones go.
  ///   - kinds: are kept, with those that begin so (`bypass` stands for `bypass_reason` too).
  ///   - ids: are kept.
  ///   - isRehearsal: only count.
  package func prune(
    before moment: Timestamp, keeping kinds: Set<String> = lastingKinds, ids: Set<String> = [],
    isRehearsal: Bool = false
  ) throws -> EventPruning {
    var result = EventPruning()
    func split(_ listing: EventListing) -> [FileUpdate] {
      let old = listing.files.filter { $0.id.milliseconds < moment.seconds * 1000 }
      let removed = old.filter { file in
        !ids.contains(file.id.text) && !kinds.contains { file.kind == $0 || file.kind.hasPrefix("\($0)_") }
      }
      result = EventPruning(removed: removed.count, kept: old.count - removed.count)
      return removed.map { FileUpdate(path: $0.path, contents: nil) }
    }
    if isRehearsal {
      _ = split(try listing())
      return result
    }
    try commit("Prune events before \(moment.day)") { (_, tree) throws(GitError) in
      guard let tree else { return .emptyTree }
      return try repository.tree(applying: split(EventListing(repository, tree: tree, kinds: nil)), to: tree)
    }
    return result
  }
}
