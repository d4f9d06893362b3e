import Schema

extension Repair {
  func indexStatements(_ change: Change) -> [RepairStatement] {
    let id = change.object
    guard let old = indexes(id, in: expected), let new = indexes(id, in: live) else { return [] }
    switch change.action {
    case .added:
      // The index of a partition goes with the one it belongs to.
      guard change.possibleRename == nil, let index = new[key: id.key], index.partitionOf == nil else { return [] }
      return [drop(id)]
    case .removed:
      guard let index = old[key: id.key], !index.invalid else { return [] }
      if let name = change.possibleRename?.key, new[key: name] != nil {
        return [.init("ALTER INDEX \(beside(id, name)) RENAME TO \(quotedIdentifier(id.key));")]
      }
      if let parent = index.partitionOf {
        // Where that one is gone too, its statements bring this one back.
        return isThere(parent) ? creations(of: index, id) + [attachment(id, to: parent)] : []
      }
      return creations(of: index, id)
    case .altered:
      guard let index = old[key: id.key], let now = new[key: id.key] else { return [] }
      return alterations(from: now, to: index, id)
    }
  }

  private func indexes(_ id: ObjectID, in snapshot: Snapshot) -> Keyed<Index>? {
    let schema = snapshot.database.schemas[key: id.path[0]]
    return schema?.tables[key: id.path[1]]?.indexes ?? schema?.materializedViews[key: id.path[1]]?.indexes
  }

  private func alterations(from live: Index, to index: Index, _ id: ObjectID) -> [RepairStatement] {
    let fields = Set(Index.fields.filter { !$0.areEqual(index, live) }.map(\.name))
    let name = beside(id, id.key)
    guard !index.invalid else { return [] }
    let lasting: Set<Text> = [
      "storage_parameters", "tablespace", "statistics", "partition_of", "clustered", "invalid", "comment",
    ]
    guard fields.isSubset(of: lasting) else {
      guard live.partitionOf == nil, index.partitionOf == nil else { return [] }
      return [drop(id)] + creations(of: index, id)
    }
    var statements: [RepairStatement] = []
    statements += sqlOptionChanges(from: live.storageParameters, to: index.storageParameters).map {
      .init("ALTER INDEX \(name) \($0);")
    }
    if fields.contains("tablespace") {
      guard let statement = move(name, to: index.tablespace) else { return [] }
      statements.append(statement)
    }
    if fields.contains("partition_of") {
      guard live.partitionOf == nil, let parent = index.partitionOf else { return [] }
      statements.append(attachment(id, to: parent))
    }
    if fields.contains("invalid") {
      // One of a partitioned table is invalid until each partition has its own.
      guard !isPartitioned(id) else { return [] }
      statements.append(
        .init(
          "REINDEX INDEX CONCURRENTLY \(name);", danger: index.unique ? "fails while there are duplicates" : nil))
    }
    if fields.contains("statistics") { statements += statistics(from: live.statistics, to: index.statistics, name) }
    if fields.contains("clustered") { statements.append(clustering(id)) }
    if fields.contains("comment") {
      statements.append(.init("COMMENT ON INDEX \(name) IS \(sqlComment(index.comment));"))
    }
    return statements
  }

  private func drop(_ id: ObjectID) -> RepairStatement {
    .init("DROP INDEX \(isPartitioned(id) ? "" : "CONCURRENTLY ")IF EXISTS \(beside(id, id.key));")
  }

  /// The index with all that is said of it, and for a partitioned table with those of its partitions.
  private func creations(of index: Index, _ id: ObjectID) -> [RepairStatement] {
    let name = beside(id, id.key)
    let isPartitioned = isPartitioned(id)
    var sql =
      "CREATE \(index.unique ? "UNIQUE " : "")INDEX \(isPartitioned ? "" : "CONCURRENTLY ")\(quotedIdentifier(id.key))"
    sql += " ON \(isPartitioned ? "ONLY " : "")\(relation(id)) USING \(quotedIdentifier(index.method))"
    sql += " (\(index.keys.map(\.string).joined(separator: ", ")))"
    if !index.include.isEmpty { sql += " INCLUDE (\(sqlNames(index.include)))" }
    if index.nullsNotDistinct { sql += " NULLS NOT DISTINCT" }
    if !index.storageParameters.isEmpty { sql += " WITH (\(sqlOptions(index.storageParameters)))" }
    if let tablespace = index.tablespace { sql += " TABLESPACE \(quotedIdentifier(tablespace))" }
    if let predicate = index.predicate { sql += " WHERE \(predicate)" }
    let danger =
      index.unique && !isPartitioned ? "fails while there are duplicates, and leaves an invalid index then" : nil
    var statements = [RepairStatement(sql + ";", danger: danger)]
    if isPartitioned {
      for schema in expected.database.schemas {
        for table in schema.tables {
          for child in table.indexes where child.partitionOf == Text(name) {
            let childID = ObjectID(.index, [schema.key, table.key, child.key])
            let isThere = live.table(childID)?.indexes[key: child.key] != nil
            guard live.table(childID) != nil else { continue }
            statements += (isThere ? [] : creations(of: child, childID)) + [attachment(childID, to: Text(name))]
          }
        }
      }
    }
    statements += statistics(from: [], to: index.statistics, name)
    statements += marks(of: id.key, clustered: index.clustered, on: id)
    if let comment = index.comment { statements.append(.init("COMMENT ON INDEX \(name) IS \(sqlLiteral(comment));")) }
    return statements
  }

  private func attachment(_ id: ObjectID, to parent: Text) -> RepairStatement {
    .init("ALTER INDEX \(parent) ATTACH PARTITION \(beside(id, id.key));")
  }

  private func isPartitioned(_ id: ObjectID) -> Bool {
    (expected.table(id) ?? live.table(id))?.partitionKey != nil
  }

  /// Whether an index of this qualified name is in the live database.
  private func isThere(_ name: Text) -> Bool {
    live.database.schemas.contains { schema in
      schema.tables.contains { table in
        table.indexes.contains { Text("\(quotedIdentifier(schema.key)).\(quotedIdentifier($0.key))") == name }
      }
    }
  }

  /// `1=500`: the target of the first key.
  private func statistics(from old: [Text], to new: [Text], _ index: String) -> [RepairStatement] {
    let set = new.filter { !old.contains($0) }
    let keys = new.map { $0.string.prefix { $0 != "=" } }
    let gone = old.map { $0.string.prefix { $0 != "=" } }.filter { !keys.contains($0) }
    return (set.map { $0.string } + gone.map { "\($0)=-1" }).map { target in
      let parts = target.split(separator: "=")
      return .init("ALTER INDEX \(index) ALTER COLUMN \(parts[0]) SET STATISTICS \(parts[1]);")
    }
  }
}
