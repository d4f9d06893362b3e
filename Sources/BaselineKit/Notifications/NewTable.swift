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
  static func all(in project: Project, _ config: Config, now: Timestamp) throws -> [NewTable] {
    guard let head = try project.repository.head().commit else { return [] }
    var steps: [HistoryStep] = []
    try project.repository.commitsTouching([config.baseline.path], from: [head]) { step in
      steps.append(step)
      return Timestamp(seconds: step.commit.committer.time) > now + -window
    }
    guard steps.count > 1, let oldest = steps.last else { return [] }
    let store = Store(config.baseline)
    func tables(of step: HistoryStep) throws -> [Text: Set<Text>] {
      let snapshot = try store.read(from: FileSource(project.repository, tree: step.commit.tree))
      return (snapshot?.database.schemas ?? Keyed(sorting: [])).reduce(into: [:]) { names, schema in
        names[schema.key] = Set(schema.tables.map(\.key))
      }
    }
    var known = try tables(of: oldest)
    var broughtBy: [ObjectID: Commit] = [:]
    // The oldest first: the commit that brought it is the first that has it.
    for step in steps.dropLast().reversed() {
      for (schema, names) in try tables(of: step) {
        for name in names where known[schema]?.contains(name) != true {
          broughtBy[ObjectID(.table, [schema, name])] = step.commit
        }
        known[schema, default: []].formUnion(names)
      }
    }
    if broughtBy.isEmpty { return [] }
    guard let snapshot = try store.read(from: FileSource(project.repository, .commit(head))) else { return [] }
    let watch = Watch(config)
    let critical = watch.criticalTables(of: snapshot)
    let watched = try watch.filtered(snapshot).snapshot.database.schemas.flatMap { schema in
      schema.tables.filter { $0.partitionOf == nil }.map { ObjectID(.table, [schema.key, $0.key]) }
    }
    return watched.filter { !critical.contains($0) }.compactMap { table in
      broughtBy[table].map { commit in
        let subject = commit.message.split(separator: "\n").first ?? ""
        return NewTable(name: table.name, words: "since \(commit.oid.short) by \(commit.author.name): \(subject)")
      }
    }
  }
}
