import Git
import Schema

/// One commit's changes in one table, as the baseline's history tells them.
package struct TableChange: Sendable {
  /// The commit's full id.
  package let commit: String
  /// When it was committed.
  package let at: Timestamp
  /// Its author's name.
  package let author: String
  package let subject: String
  package let table: ObjectID
  package let changes: [Change]

  package init(
    commit: String, at: Timestamp, author: String, subject: String, table: ObjectID, changes: [Change]
  ) {
    self.commit = commit
    self.at = at
    self.author = author
    self.subject = subject
    self.table = table
    self.changes = changes
  }

  /// Those of all commits, the oldest first. What the baseline began with is no change.
  package static func all(_ report: HistoryReport) -> [TableChange] {
    report.entries.reversed().filter { !$0.isFirst }.flatMap { entry in
      let inTables = entry.changes.filter { $0.object.container.kind == .table }
      return Dictionary(grouping: inTables, by: \.object.container).sorted { $0.key < $1.key }.map { table, changes in
        TableChange(
          commit: "\(entry.commit.oid)", at: Timestamp(seconds: entry.commit.committer.time),
          author: entry.commit.author.name, subject: entry.commit.subject, table: table, changes: changes)
      }
    }
  }
}

/// What happened to one table.
package struct TableMeasures: Sendable {
  package let table: ObjectID
  package let isCritical: Bool
  /// Each a commit that changed it, the oldest first.
  package var changes: [TableChange] = []
  /// Findings that were first seen in it.
  package var findings = 0
  /// Incidents that had one of them.
  package var incidents = 0

  package func changes(in stretch: Range<Timestamp>) -> [TableChange] { changes.filter { stretch.contains($0.at) } }

  /// Critical tables first, changed or not; then the others that changed or had findings, those that changed most first.
  /// - Parameter critical: those of the current baseline.
  static func all(
    _ changes: [TableChange], _ incidents: [Incident], critical: Set<ObjectID>, _ config: Config,
    in stretch: Range<Timestamp>
  ) -> [TableMeasures] {
    let inTime = changes.filter { stretch.contains($0.at) }.sorted { $0.at < $1.at }
    let changes = Dictionary(grouping: inTime, by: \.table)
    var findings: [ObjectID: Int] = [:]
    var hit: [ObjectID: Int] = [:]
    for incident in incidents where stretch.contains(incident.seen) {
      let tables = incident.findings.filter(\.counts).map(\.object.container).filter { $0.kind == .table }
      for table in tables { findings[table, default: 0] += 1 }
      for table in Set(tables) { hit[table, default: 0] += 1 }
    }
    return critical.union(changes.keys).union(findings.keys).map { table in
      TableMeasures(
        table: table, isCritical: critical.contains(table) || config.isCritical(table), changes: changes[table] ?? [],
        findings: findings[table] ?? 0,
        incidents: hit[table] ?? 0)
    }.sorted { one, other in
      let (a, b) = (one.rank, other.rank)
      return a != b ? a < b : one.table < other.table
    }
  }

  private var rank: (Int, Int, Int) { (isCritical ? 0 : 1, -changes.count, -findings) }
}

extension Config {
  /// Whether a table is listed as critical; its partitions are critical too, which only a snapshot knows.
  func isCritical(_ table: ObjectID) -> Bool {
    criticalTables.contains { $0.matches(schema: table.path[0].string, name: table.key.string) }
  }
}
