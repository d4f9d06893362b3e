import Git
import Schema

/// A table that came with a commit a short while ago, and that neither an ignore rule nor `critical_tables` names: somebody is to
/// look at it once.
package struct NewTable: Equatable, Sendable {
  package let name: String
  /// The commit that brought it, by whom.
  package let words: String

  /// So many seconds a table is new.
  static let window: Int64 = 7 * Period.daySeconds

  /// The new ones at HEAD. A baseline's first version has none, and partitions are no news.
  /// - Returns: also whether a shallow clone ends within the window, so that there may be others.
  static func all(
    in project: Project, _ config: Config, now: Timestamp
  ) throws -> (tables: [NewTable], isShallow: Bool) {
    // A clock that is ahead makes no table less new.
    let updates = try History(project).updates(from: now + -window, to: Timestamp(seconds: .max), at: "HEAD")
    let broughtBy = try bringers(updates.entries.reversed())
    guard !broughtBy.isEmpty, let head = try project.repository.head().commit,
      let snapshot = try Store(config.baseline).read(from: FileSource(project.repository, .commit(head)))
    else { return ([], updates.isShallow) }
    let watch = Watch(config)
    let critical = watch.criticalTables(of: snapshot)
    let watched = try watch.filtered(snapshot).snapshot.database.schemas.flatMap { schema in
      schema.tables.filter { $0.partitionOf == nil }.map { ObjectID(.table, [schema.key, $0.key]) }
    }
    let tables = watched.filter { !critical.contains($0) }.compactMap { table in
      broughtBy[table].map { commit in
        NewTable(name: table.name, words: "since \(commit.oid.short) by \(commit.author.name): \(commit.subject)")
      }
    }
    return (tables, updates.isShallow)
  }

  /// The commit that brought each table.
  /// - Parameter entries: the oldest first.
  private static func bringers(_ entries: [HistoryEntry]) throws -> [ObjectID: Commit] {
    var broughtBy: [ObjectID: Commit] = [:]
    // What went and came again was there before.
    var known: Set<ObjectID> = []
    for entry in entries {
      if let problem = entry.problem {
        // Against it, all would be new.
        throw Failure("reading the baseline of \(entry.commit.oid.short)", problem)
      }
      for change in entry.changes where change.action != .altered {
        for table in change.tables {
          if known.contains(table) || broughtBy[table] != nil { continue }
          if entry.isFirst || change.action == .removed {
            known.insert(table)
          } else {
            broughtBy[table] = entry.commit
          }
        }
      }
    }
    return broughtBy
  }
}

extension Change {
  /// The tables that come or go with it.
  fileprivate var tables: [ObjectID] {
    switch object.kind {
    case .table: [object]
    case .schema: contents.filter { $0.list == "tables" }.flatMap(\.keys).map { ObjectID(.table, object.path + [$0]) }
    default: []
    }
  }
}
