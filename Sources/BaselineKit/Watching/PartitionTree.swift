import Schema

/// Which table is a partition of which, foreign tables and those of other schemas included.
struct PartitionTree {
  /// Ids are of kind table, whatever kind of table they are.
  private var parents: [ObjectID: ObjectID] = [:]

  init(of snapshot: Snapshot) {
    for schema in snapshot.database.schemas {
      // By their places: to take a table out copies all of it.
      let (tables, foreignTables) = (schema.tables.objects, schema.foreignTables.objects)
      for place in tables.indices { note(tables[place].key, tables[place].partitionOf, in: schema.key) }
      for place in foreignTables.indices {
        note(foreignTables[place].key, foreignTables[place].partitionOf, in: schema.key)
      }
    }
  }

  private mutating func note(_ name: Text, _ parent: Text?, in schema: Text) {
    guard let parent = parent.flatMap({ tableID($0, in: schema) }) else { return }
    parents[ObjectID(.table, [schema, name])] = parent
  }

  /// What a partition is a partition of: the nearest first. A document may say anything, even that it is one of itself.
  func ancestors(of table: ObjectID) -> [ObjectID] {
    var found: [ObjectID] = []
    var next = parents[table]
    while let parent = next, !found.contains(parent) {
      found.append(parent)
      next = parents[parent]
    }
    return found
  }
}

extension ObjectID {
  /// The table, of any kind, that it is or that it lies in.
  var table: ObjectID? {
    guard path.count >= 2, kind == .table || kind == .foreignTable || kind.isMember else { return nil }
    return ObjectID(.table, Array(path.prefix(2)))
  }
}
