import Git
import Schema

/// What one commit changed in the baseline.
package struct HistoryEntry: Sendable {
  package let commit: Commit
  package let changes: [Change]
  /// The baseline began with this commit.
  package let isFirst: Bool
  /// Not every state could be read; what is said about this commit is all that is known.
  package let problem: String?
}

/// How a history was answered.
package struct HistoryReport: Sendable {
  package let entries: [HistoryEntry]
  /// Where a shallow clone ends.
  package let isShallow: Bool
  /// Said once: what older documents could not be compared in.
  package let notCompared: [String]
}

/// Answers from git who changed what, when and how: a fold of `compare` over the commits that changed the baseline.
package struct History {
  let project: Project
  private let store: Store

  package init(_ project: Project) throws {
    self.project = project
    store = Store(try project.config().baseline)
  }

  /// - Parameters:
  ///   - address: only what concerns this object; nil: everything.
  ///   - revision: where to begin; its ancestors are looked at.
  ///   - limit: of entries told.
  /// - Throws: Failure when the object was in no version of the baseline.
  package func history(of address: Address?, from revision: String, limit: Int?) throws -> HistoryReport {
    let repository = project.repository
    guard let start = try repository.resolve(revision) else {
      throw Failure(
        "reading the history", "\(revision) names no commit here",
        hint: revision == "HEAD" ? "commit something first" : "git log --oneline names some")
    }
    var versions = Versions(repository, [store, store.alternative])
    var entries: [HistoryEntry] = []
    var notCompared: [String] = []
    var everSeen: [ObjectID] = []
    var failure: (any Error)?
    let end = try repository.commitsTouching([store.path, store.alternative.path], from: [start]) { step in
      do {
        guard let entry = try entry(step, &versions, address, &notCompared, &everSeen) else { return true }
        entries.append(entry)
        return limit.map { entries.count < $0 } ?? true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    if let address, entries.isEmpty, everSeen.isEmpty {
      throw Failure(
        "reading the history of \(address)", "no version of \(store.path) has such an object",
        hint: "baseline show lists what there is now")
    }
    return HistoryReport(entries: entries, isShallow: !end.boundaries.isEmpty, notCompared: notCompared)
  }

  private func entry(
    _ step: HistoryStep, _ versions: inout Versions, _ address: Address?, _ notCompared: inout [String],
    _ everSeen: inout [ObjectID]
  ) throws -> HistoryEntry? {
    let new: Snapshot?
    do { new = try versions.read(step.commit.tree, step.entries) } catch {
      return HistoryEntry(commit: step.commit, changes: [], isFirst: false, problem: Explanation(error).message)
    }
    var changes: [Change]?
    var isFirst = false
    if step.parents.isEmpty { isFirst = true }
    for (position, parent) in step.parents.enumerated() {
      let old: Snapshot?
      do {
        old = try versions.read(try project.repository.tree(of: step.commit.parents[position]), parent)
      } catch {
        // The version before was broken: what is there now is all new to us.
        old = nil
      }
      if old == nil { isFirst = step.parents.count == 1 }
      let comparison = compare(old ?? Snapshot(postgres: nil), new ?? Snapshot(postgres: nil))
      for note in comparison.notCompared where !notCompared.contains(note) { notCompared.append(note) }
      // What a merge only took over from one side is told where it was made.
      changes = changes.map { before in comparison.changes.filter(before.contains) } ?? comparison.changes
    }
    let all = changes ?? compare(Snapshot(postgres: nil), new ?? Snapshot(postgres: nil)).changes
    guard let address else {
      return all.isEmpty && step.commit.parents.count > 1
        ? nil : HistoryEntry(commit: step.commit, changes: all, isFirst: isFirst, problem: nil)
    }
    let about = all.compactMap { change -> Change? in
      if address.means(change.object) { return change }
      return change.part(address)
    }
    let containers = Set(about.map(\.object))
    let inside = all.filter { change in containers.isEmpty && isInside(change.object, address) }
    let found = about + inside
    everSeen += found.map(\.object)
    return found.isEmpty
      ? nil
      : HistoryEntry(
        commit: step.commit, changes: found.sorted { $0.object < $1.object }, isFirst: isFirst, problem: nil)
  }

  /// Whether the address means what the object lies in.
  private func isInside(_ id: ObjectID, _ address: Address) -> Bool {
    guard id.path.count == 3 else { return id.path.count == 2 && address.means(ObjectID(.schema, [id.path[0]])) }
    return [Kind.table, .view, .materializedView, .domain].contains {
      address.means(ObjectID($0, Array(id.path.prefix(2))))
    }
  }
}

extension Change {
  /// The coming or going of a member that is told with its container: of the column `email` when the table came.
  fileprivate func part(_ address: Address) -> Change? {
    guard action != .altered else { return nil }
    for list in contents {
      guard let kind = memberKind(list.list) else { continue }
      for key in list.keys {
        let id = object.member(kind, key)
        if address.means(id) { return Change(object: id, action: action) }
      }
    }
    return nil
  }

  private func memberKind(_ list: Text) -> Kind? {
    switch list {
    case "columns": .column
    case "constraints": .constraint
    case "indexes": .index
    case "triggers": .trigger
    case "tables": .table
    case "views": .view
    case "materialized_views": .materializedView
    case "sequences": .sequence
    case "enums": .enum
    case "domains": .domain
    case "functions": .function
    default: nil
    }
  }
}

/// The versions of a baseline, each parsed once as long as it is of use: the parents of one commit are the commits that come
/// soon after it.
private struct Versions {
  private let repository: Repository
  private let stores: [Store]
  private var recent: [(key: [OID?], snapshot: Snapshot?)] = []

  init(_ repository: Repository, _ stores: [Store]) {
    self.repository = repository
    self.stores = stores
  }

  mutating func read(_ tree: OID, _ entries: [TreeEntry?]) throws -> Snapshot? {
    let key = entries.map { $0?.oid }
    if let known = recent.first(where: { $0.key == key }) { return known.snapshot }
    var snapshot: Snapshot?
    for (store, entry) in zip(stores, entries) where snapshot == nil && entry != nil {
      snapshot = try store.read(from: FileSource(repository, tree: tree))
    }
    recent.insert((key, snapshot), at: 0)
    if recent.count > 8 { recent.removeLast() }
    return snapshot
  }
}
