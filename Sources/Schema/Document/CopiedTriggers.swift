/// Documents of version 3.0 have the triggers that partitions copy from their partitioned table as objects of their own; newer
/// ones have only those that differ from it in whether they fire, or have a comment.
extension Snapshot {
  /// Takes out the copies that say nothing.
  mutating func dropCopiedTriggers() {
    var parents: [Text: Table] = [:]
    for schema in database.schemas {
      for table in schema.tables where table.partitionKey != nil && !table.triggers.isEmpty {
        parents[Text("\(quotedIdentifier(schema.key)).\(quotedIdentifier(table.key))")] = table
      }
    }
    if parents.isEmpty { return }
    database.schemas.rewrite { schema in
      var schema = schema
      schema.tables.rewrite { table in
        guard let parent = table.partitionOf.flatMap({ parents[$0] }) else { return table }
        var table = table
        table.triggers.rewrite { trigger in
          trigger.comment == nil && parent.triggers[key: trigger.key]?.enabled == trigger.enabled ? nil : trigger
        }
        return table
      }
      return schema
    }
  }
}
