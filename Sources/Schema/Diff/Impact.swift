/// What a change may do to programs that use the schema: a note for people, which decides nothing.
package struct Impact: Equatable, Sendable {
  package enum Level: String, Sendable {
    case breaking
    case risky
    case safe
  }

  package let level: Level
  package let reason: String

  init(_ level: Level, _ reason: String) {
    self.level = level
    self.reason = reason
  }
}

extension Change {
  package var impact: Impact {
    switch action {
    case .removed: removalImpact
    case .added: additionImpact
    case .altered: fields.map(fieldImpact).max { $0.severity < $1.severity } ?? Impact(.risky, "cause unknown")
    }
  }

  private var removalImpact: Impact {
    switch object.kind {
    case .index:
      field("unique")?.old == "true"
        ? Impact(.risky, "its values are no longer kept unique") : Impact(.risky, "queries may become slower")
    case .constraint: Impact(.risky, "rows that it kept out can come in")
    case .trigger, .eventTrigger, .rule: Impact(.risky, "what it did is no longer done")
    case .policy: Impact(.risky, policyWords)
    case .statistics: Impact(.risky, "queries may become slower")
    case .publication: Impact(.breaking, "subscribers no longer get its changes")
    case .subscription: Impact(.breaking, "changes from the other server no longer come")
    case .userMapping: Impact(.breaking, "its user can no longer log in to the foreign server")
    case .setting, .properties, .defaultPrivileges, .changedPrivileges: beside(object.kind)
    default: Impact(.breaking, "whatever uses this \(object.kind.word) fails")
    }
  }

  private var additionImpact: Impact {
    switch object.kind {
    case .column:
      field("nullable")?.new == "false" && field("default") == nil && field("identity") == nil
        && field("generated") == nil
        ? Impact(.breaking, "an INSERT that does not name it fails") : Impact(.safe, "nothing depends on it yet")
    case .constraint: Impact(.risky, "rows that were allowed may be refused")
    case .index:
      field("unique")?.new == "true"
        ? Impact(.risky, "rows that were allowed may be refused") : Impact(.safe, "only speed changes")
    case .trigger: Impact(.risky, "writes do more than before")
    case .rule: Impact(.risky, "statements on its table do other things than before")
    case .eventTrigger: Impact(.risky, "schema changes do more than before, or are refused")
    case .policy: Impact(.risky, policyWords)
    case .cast:
      field("context")?.new == "implicit"
        ? Impact(.risky, "expressions may find another function or operator, or no longer one alone")
        : Impact(.safe, "nothing depends on it yet")
    case .statistics: Impact(.safe, "only plans change")
    case .publication: Impact(.risky, "UPDATE and DELETE on tables without a replica identity are refused")
    case .subscription: Impact(.risky, "another server writes into the tables")
    case .userMapping: Impact(.risky, "its user can log in to the foreign server")
    case .setting, .properties, .defaultPrivileges, .changedPrivileges: beside(object.kind)
    default: Impact(.safe, "nothing depends on it yet")
    }
  }

  /// What came or went, though nothing was made or dropped.
  private func beside(_ kind: Kind) -> Impact {
    switch kind {
    case .setting: Impact(.risky, "new sessions begin with another value")
    case .defaultPrivileges: Impact(.risky, "objects made from now on grant something else")
    case .changedPrivileges: Impact(.risky, "somebody may do more or less than before")
    default: Impact(.risky, "what belongs to the database itself changed")
    }
  }

  private func fieldImpact(_ field: FieldChange) -> Impact {
    if field.weight == .comment { return Impact(.safe, "a comment") }
    if field.weight == .order { return Impact(.risky, "SELECT * and INSERT without a column list see another order") }
    if field.name == "owner" { return Impact(.risky, "owner changed") }
    if field.name == "privileges", object.kind != .defaultPrivileges {
      return Impact(.risky, "somebody may do more or less than before")
    }
    switch (object.kind, field.name) {
    case (.column, "type"): return Impact(.breaking, "programs and expressions that expect the old type may fail")
    case (.column, "nullable"):
      return field.new == "false"
        ? Impact(.breaking, "NULL is refused from now on") : Impact(.risky, "readers may meet NULL")
    case (.column, "default"): return Impact(.risky, "new rows get another value")
    case (.column, "statistics"), (.column, "storage"), (.column, "compression"), (_, "storage_parameters"):
      return Impact(.safe, "only speed and space change")
    case (.setting, _), (.defaultPrivileges, _): return beside(object.kind)
    case (.publication, "tables"), (.publication, "schemas"), (.publication, "all_tables"), (.publication, "publish"):
      return Impact(.risky, "subscribers get other changes than before")
    case (.subscription, "enabled"): return Impact(.risky, "whether changes from the other server come in changed")
    case (.attribute, "type"): return Impact(.breaking, "programs and expressions that expect the old type may fail")
    case (.rangeType, "subtype"), (.baseType, "length"), (.baseType, "input"), (.baseType, "output"):
      return Impact(.breaking, "stored values may no longer be read as before")
    case (.foreignTable, "server"), (.foreignTable, "options"), (.server, "options"), (.userMapping, "options"):
      return Impact(.risky, "foreign tables may read from elsewhere, or fail")
    case (.enum, "labels"):
      return labelsImpact(field)
    case (.index, "invalid"): return Impact(.risky, "an invalid index is written to and never read")
    case (.trigger, "enabled"), (.eventTrigger, "enabled"), (.rule, "enabled"):
      return Impact(.risky, "whether it fires changed")
    case (.policy, _), (.table, "row_security"), (.table, "force_row_security"): return Impact(.risky, policyWords)
    case (.statistics, _): return Impact(.safe, "only plans change")
    case (.aggregate, "returns"), (.aggregate, "arguments"), (.aggregate, "type"):
      return Impact(.breaking, "callers may fail")
    case (.operatorClass, _), (.operatorFamily, _):
      return Impact(.risky, "indexes that use it may answer wrongly until they are rebuilt")
    case (.collation, "provider"), (.collation, "locale"), (.collation, "collate"), (.collation, "ctype"),
      (.collation, "deterministic"), (.collation, "rules"):
      return Impact(.risky, "values sort and compare otherwise; indexes on them must be rebuilt")
    case (.textSearchConfiguration, _), (.textSearchDictionary, _):
      return Impact(.risky, "texts are searched otherwise than what was indexed before")
    case (.view, "definition"), (.materializedView, "definition"), (.function, "body"):
      return Impact(.risky, "its results may differ")
    case (.function, "returns"), (.function, "arguments"): return Impact(.breaking, "callers may fail")
    default: return Impact(.risky, "\(field.name) changed")
    }
  }

  private var policyWords: String { "who sees and writes which rows changes" }

  private func labelsImpact(_ field: FieldChange) -> Impact {
    let old = field.old?.string.split(separator: ", ").map { Text(String($0)) } ?? []
    let new = field.new?.string.split(separator: ", ").map { Text(String($0)) } ?? []
    if !Set(old).isSubset(of: new) { return Impact(.breaking, "a label that programs may use is gone") }
    // ALTER TYPE only adds labels between others: any other order means that the type was made anew.
    let kept = Set(old)
    return new.filter(kept.contains) == old
      ? Impact(.safe, "labels were added") : Impact(.risky, "labels sort in another order")
  }
}

extension Impact {
  fileprivate var severity: Int {
    switch level {
    case .safe: 0
    case .risky: 1
    case .breaking: 2
    }
  }
}
