import Schema

/// The SQL that brings a live database back to what is expected of it, for changes by hand in columns, constraints and indexes.
///
/// It is shown and never run by us. Where it cannot be done exactly (inherited columns, types of typed tables, tablespaces nobody
/// knows) there are no statements rather than wrong ones. Names are quoted identifiers; no text of a database stands in a comment.
package struct Repair {
  let expected: Snapshot
  let live: Snapshot

  package init(expected: Snapshot, live: Snapshot) {
    self.expected = expected
    self.live = live
  }

  /// The major version that the statements are for.
  var major: Int { live.postgres ?? expected.postgres ?? 12 }

  /// The statements for one change, whose old side is what is expected; empty: there are none, or none that are right.
  package func statements(for change: Change) -> [RepairStatement] {
    switch change.object.kind {
    case .column: columnStatements(change)
    case .constraint: constraintStatements(change)
    case .index: indexStatements(change)
    case .trigger: triggerStatements(change)
    default: []
    }
  }

  /// The statements for several changes in an order in which they can be run: what stands in the way first.
  package func statements(for changes: [Change]) -> [RepairStatement] {
    changes.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .flatMap { statements(for: $0.element) }
  }

  private func rank(_ change: Change) -> Int {
    let isDropped = change.action == .added
    let type = (change.field("type").flatMap { $0.old ?? $0.new }) ?? constraint(change.object, in: expected)?.type
    switch change.object.kind {
    case .column where change.action == .removed && change.possibleRename != nil: return 0
    case .constraint where isDropped: return type == "foreign key" ? 1 : 2
    case .index where isDropped: return 3
    case .column: return isDropped ? 4 : 5
    case .constraint: return type == "foreign key" ? 9 : type == "check" ? 8 : 6
    case .index: return 7
    default: return 10
    }
  }
}

extension Repair {
  /// The table or materialised view that an object lies in, as SQL names it.
  func relation(_ object: ObjectID) -> String { ObjectID(.table, Array(object.path.prefix(2))).name }

  /// A name in the schema of an object: an index lies beside its table.
  func beside(_ object: ObjectID, _ name: Text) -> String {
    object.path[0..<1].map(quotedIdentifier)[0] + "." + quotedIdentifier(name)
  }

  /// The tables of both sides; nil unless it is a table in both, of a shape whose parts can be altered one by one.
  func tables(of object: ObjectID) -> (expected: Table, live: Table)? {
    guard let old = expected.table(object), let new = live.table(object), old.ofType == nil, new.ofType == nil else {
      return nil
    }
    return (old, new)
  }

  /// Tables that inherit from a relation, or are its partitions, in either state.
  func hasChildren(_ relation: String) -> Bool {
    let name = Text(relation)
    return [expected, live].contains { snapshot in
      snapshot.database.schemas.contains { $0.tables.contains { $0.partitionOf == name || $0.inherits.contains(name) } }
    }
  }

  func constraint(_ object: ObjectID, in snapshot: Snapshot) -> Constraint? {
    let schema = snapshot.database.schemas[key: object.path[0]]
    return schema?.tables[key: object.path[1]]?.constraints[key: object.key]
      ?? schema?.domains[key: object.path[1]]?.constraints[key: object.key]
  }

  /// `ALTER TABLE t CLUSTER ON i` and replica identity, which a dropped index takes with it.
  func marks(of index: Text, clustered: Bool, on object: ObjectID) -> [RepairStatement] {
    var statements: [RepairStatement] = []
    if clustered { statements.append(.init("ALTER TABLE \(relation(object)) CLUSTER ON \(quotedIdentifier(index));")) }
    if expected.table(object)?.replicaIdentity == Text("index \(quotedIdentifier(index))") {
      statements.append(
        .init("ALTER TABLE \(relation(object)) REPLICA IDENTITY USING INDEX \(quotedIdentifier(index));"))
    }
    return statements
  }

  /// On which index a table is CLUSTERed: one that is takes the mark from any other.
  func clustering(_ object: ObjectID) -> RepairStatement {
    let table = expected.table(object)
    let view = expected.database.schemas[key: object.path[0]]?.materializedViews[key: object.path[1]]
    let index =
      (table?.indexes ?? view?.indexes)?.first { $0.clustered }?.key ?? table?.constraints.first { $0.clustered }?.key
    let mark = index.map { "CLUSTER ON \(quotedIdentifier($0))" } ?? "SET WITHOUT CLUSTER"
    return .init("ALTER TABLE \(relation(object)) \(mark);")
  }

  private func triggerStatements(_ change: Change) -> [RepairStatement] {
    guard change.action == .altered, change.fields.count == 1, change.fields[0].name == "enabled",
      let trigger = expected.table(change.object)?.triggers[key: change.object.key]
    else { return [] }
    let words: [Text: String] = [
      "origin": "ENABLE", "disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS",
    ]
    guard let word = words[trigger.enabled] else { return [] }
    return [.init("ALTER TABLE \(relation(change.object)) \(word) TRIGGER \(quotedIdentifier(trigger.key));")]
  }
}
