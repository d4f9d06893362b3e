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
  private let stores: [Store]

  package init(_ project: Project) throws {
    self.project = project
    let store = Store(try project.config().baseline)
    stores = [store, store.alternative]
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
    var fold = Fold(repository, stores, address)
    var failure: (any Error)?
    let end = try repository.commitsTouching(stores.map(\.path), from: [start]) { step in
      do { try fold.take(step) } catch { failure = error }
      return failure == nil && limit.map { fold.entries.count < $0 } ?? true
    }
    if let failure { throw failure }
    if let address, fold.entries.isEmpty {
      throw Failure(
        "reading the history of \(address)", "no version of \(stores[0].path) has such an object",
        hint: "baseline show lists what there is now")
    }
    return HistoryReport(
      entries: fold.entries, isShallow: !end.boundaries.isEmpty, notCompared: fold.notCompared)
  }
}

extension History {
  /// What came to a line of development in a stretch of time: what was committed on a branch before, and merged then, too. Where a
  /// shallow clone does not reach back to its beginning, the report says so.
  package func updates(from start: Timestamp, to end: Timestamp, at revision: String) throws -> HistoryReport {
    let repository = project.repository
    let paths = stores.map(\.path)
    guard let head = try repository.resolve(revision) else {
      return HistoryReport(entries: [], isShallow: false, notCompared: [])
    }
    var last: OID?
    var before: OID?
    let line = try repository.commitsTouching(paths, from: [head], firstParentOnly: true) { step in
      let time = Timestamp(seconds: step.commit.committer.time)
      if time < start { before = step.commit.oid } else if time < end, last == nil { last = step.commit.oid }
      return before == nil
    }
    let isShallow = before == nil && !line.boundaries.isEmpty
    guard let last else { return HistoryReport(entries: [], isShallow: isShallow, notCompared: []) }
    var fold = Fold(repository, stores, nil)
    var failure: (any Error)?
    let all = try repository.commitsTouching(paths, from: [last], notIn: before.map { [$0] } ?? []) { step in
      do { try fold.take(step) } catch { failure = error }
      return failure == nil
    }
    if let failure { throw failure }
    return HistoryReport(
      entries: fold.entries, isShallow: isShallow || !all.boundaries.isEmpty, notCompared: fold.notCompared)
  }
}

/// The fold: one step of the walk after the other.
private struct Fold {
  private let repository: Repository
  private let address: Address?
  private var versions: Versions
  private(set) var entries: [HistoryEntry] = []
  private(set) var notCompared: [String] = []

  init(_ repository: Repository, _ stores: [Store], _ address: Address?) {
    self.repository = repository
    self.address = address
    versions = Versions(repository, stores)
  }

  mutating func take(_ step: HistoryStep) throws {
    let new: Snapshot
    do {
      new = try versions.read(step.commit.tree, step.entries)
    } catch {
      // A version that cannot be read is told as such; the commits around it are still answered.
      entries.append(
        HistoryEntry(commit: step.commit, changes: [], isFirst: false, problem: Explanation(error).message))
      return
    }
    var changes: [Change]?
    for (position, parent) in step.parents.enumerated() {
      let old = try before(step.commit.parents[position], parent)
      let found = difference(from: old, to: new)
      // What a merge took over from one side is told where it was made.
      changes = changes.map { before in found.filter(before.contains) } ?? found
    }
    let all = changes ?? difference(from: Snapshot(postgres: nil, version: new.version), to: new)
    let told = address.map { address in all.compactMap { $0.concerning(address) } } ?? all
    if told.isEmpty && (address != nil || step.commit.parents.count > 1) { return }
    let isFirst = step.parents.allSatisfy { $0.allSatisfy { $0 == nil } }
    entries.append(HistoryEntry(commit: step.commit, changes: told, isFirst: isFirst, problem: nil))
  }

  /// The version before; where that was broken everything is new to us.
  private mutating func before(_ parent: OID, _ parentEntries: [TreeEntry?]) throws -> Snapshot {
    do {
      return try versions.read(try repository.tree(of: parent), parentEntries)
    } catch is Failure {
      return Snapshot(postgres: nil)
    }
  }

  /// For one object both sides get the same schemas, so that what lies in a new one is told by itself.
  private mutating func difference(from old: Snapshot, to new: Snapshot) -> [Change] {
    let isEverything = address == nil
    let comparison = compare(
      isEverything ? old : old.withSchemas(of: new), isEverything ? new : new.withSchemas(of: old))
    for note in comparison.notCompared where !notCompared.contains(note) { notCompared.append(note) }
    return comparison.changes
  }
}

extension Snapshot {
  fileprivate func withSchemas(of other: Snapshot) -> Snapshot {
    let missing = other.database.schemas.filter { database.schemas[key: $0.key] == nil }.map { Namespace(key: $0.key) }
    if missing.isEmpty { return self }
    var snapshot = self
    snapshot.database.schemas = Keyed(sorting: database.schemas.objects + missing)
    return snapshot
  }
}

extension Change {
  /// The change as far as it concerns an object: of a table all that happened in it; of a column that came or went with its
  /// table its own coming or going.
  fileprivate func concerning(_ address: Address) -> Change? {
    if address.means(object) { return self }
    let containers = Kind.containers.map { ObjectID($0, Array(object.path.prefix(2))) }
    if object.path.count == 3, containers.contains(where: address.means) { return self }
    if object.path.count == 2, address.means(ObjectID(.schema, Array(object.path.prefix(1)))) { return self }
    guard action != .altered else { return nil }
    for list in contents {
      guard let kind = Kind.allCases.first(where: { $0.listNames.contains(list.list) }) else { continue }
      for key in list.keys where address.means(object.member(kind, key)) {
        return Change(object: object.member(kind, key), action: action)
      }
    }
    return nil
  }
}

/// The versions of a baseline, each parsed once as long as it is of use: the parents of one commit are the commits that come
/// soon after it.
private struct Versions {
  private let repository: Repository
  private let stores: [Store]
  private var recent: [(key: [OID?], snapshot: Snapshot)] = []

  init(_ repository: Repository, _ stores: [Store]) {
    self.repository = repository
    self.stores = stores
  }

  /// An empty snapshot where there is no baseline.
  mutating func read(_ tree: OID, _ entries: [TreeEntry?]) throws -> Snapshot {
    let key = entries.map { $0?.oid }
    if let known = recent.first(where: { $0.key == key }) { return known.snapshot }
    let store = zip(stores, entries).first { $0.1 != nil }?.0
    let snapshot = try store?.read(from: FileSource(repository, tree: tree)) ?? Snapshot(postgres: nil)
    recent.insert((key, snapshot), at: 0)
    if recent.count > 8 { recent.removeLast() }
    return snapshot
  }
}
