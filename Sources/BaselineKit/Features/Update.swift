import Git
import Schema

/// What an update did.
package struct UpdateReport: Sendable {
  package let path: String
  package let isStaged: Bool
  /// Files written or removed; empty: the baseline was right already.
  package let files: [String]
  package let changes: [Change]
  package let tableCount: Int
  package let warnings: [String]
}

/// Writes the baseline, no more: from the migrations of the work tree or of the index, or without migrations from the live
/// database.
package struct Update {
  let project: Project
  let environment: [String: String]
  let progress: (String) -> Void

  package init(_ project: Project, environment: [String: String], progress: @escaping (String) -> Void) {
    self.project = project
    self.environment = environment
    self.progress = progress
  }

  /// From the migrations in the index, and stages it: what a developer runs after writing a migration.
  package func updateStaged() throws -> UpdateReport {
    let index = try FileSource(project.repository, .index)
    guard let config = try project.config(in: index) ?? project.config(in: FileSource(project.repository, .workTree))
    else {
      throw Failure("updating the baseline", "there is no \(project.configFile)", hint: "baseline init")
    }
    let verify = Verify(project, environment: environment, progress: progress)
    let migrated = try verify.migratedSnapshot(of: index, config)
    return try write(migrated, config, over: index, staged: true, isLive: false)
  }

  /// Into the work tree: from its migrations, or from the live database where there are none.
  package func update(from live: LiveDatabase?, _ timeouts: CatalogTimeouts) throws -> UpdateReport {
    let config = try project.config()
    let workTree = try FileSource(project.repository, .workTree)
    let snapshot: Snapshot
    if let live {
      progress("reading \(live.description)")
      snapshot = try live.snapshot(config, timeouts)
    } else {
      snapshot = try Verify(project, environment: environment, progress: progress).migratedSnapshot(
        of: workTree, config)
    }
    return try write(snapshot, config, over: workTree, staged: false, isLive: live != nil)
  }

  private func write(
    _ snapshot: Snapshot, _ config: Config, over source: FileSource, staged: Bool, isLive: Bool
  ) throws -> UpdateReport {
    let store = Store(config.baseline)
    let watch = Watch(config)
    let filtered = try watch.filtered(snapshot)
    let old = try previous(store, in: source)
    let updates = try store.updates(to: filtered.snapshot, over: source)
    if staged {
      // The work tree's file follows, so that it does not show as changed back.
      let repository = project.repository
      let files = try store.updates(to: filtered.snapshot, over: FileSource(repository, .workTree))
      try repository.stage(updates, writing: files)
    } else {
      try project.repository.writeWorkTree(updates)
    }
    return UpdateReport(
      path: config.baseline.path, isStaged: staged, files: updates.map(\.path),
      changes: old.map { compare($0, filtered.snapshot).changes } ?? [],
      tableCount: filtered.snapshot.tableCount, warnings: try watch.warnings(about: [snapshot], includesLive: isLive))
  }

  /// What the baseline was: a broken one (conflict markers, truncated) is what an update mends, and no reason not to.
  private func previous(_ store: Store, in source: FileSource) throws -> Snapshot? {
    do { return try store.read(from: source) } catch is Failure { return nil }
  }
}
