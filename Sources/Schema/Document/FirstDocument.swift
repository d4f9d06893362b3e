/// What documents of version 3.0 had otherwise than in fields and lists: what newer ones leave out, and what they have in the same
/// lists besides.
extension Snapshot {
  /// The snapshot as far as both forms say the same of it. Applied to both sides of a comparison.
  var reducedToFirst: Snapshot {
    var snapshot = withoutCopiedTriggers
    snapshot.database.schemas.rewrite { schema in
      var schema = schema
      schema.functions.rewrite { $0.isRangeConstructor ? nil : $0 }
      schema.tables.rewrite { table in
        var table = table
        table.constraints.rewrite { $0.type == "not null" ? nil : $0 }
        return table
      }
      schema.domains.rewrite { domain in
        var domain = domain
        domain.constraints.rewrite { $0.type == "not null" ? nil : $0 }
        return domain
      }
      return schema
    }
    return snapshot
  }

  /// The triggers that partitions copy from their partitioned table were objects of their own; now only those are that differ from
  /// it in whether they fire, or have a comment.
  private var withoutCopiedTriggers: Snapshot {
    var parents: [Text: Table] = [:]
    for schema in database.schemas {
      for table in schema.tables where table.partitionKey != nil && !table.triggers.isEmpty {
        parents[Text("\(quotedIdentifier(schema.key)).\(quotedIdentifier(table.key))")] = table
      }
    }
    if parents.isEmpty { return self }
    var snapshot = self
    snapshot.database.schemas.rewrite { schema in
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
    return snapshot
  }
}

extension Function {
  /// One of the functions that PostgreSQL makes for each range type, and that go with the type.
  fileprivate var isRangeConstructor: Bool {
    language == "internal"
      && ["range_constructor", "multirange_constructor"].contains { body.string.utf8.starts(with: $0.utf8) }
  }
}
