import Schema

extension Repair {
  func constraintStatements(_ change: Change) -> [RepairStatement] {
    let id = change.object
    let isOfDomain = expected.table(id) == nil && domain(id, in: expected) && domain(id, in: live)
    guard isOfDomain || tables(of: id) != nil else { return [] }
    let old = constraint(id, in: expected)
    let new = constraint(id, in: live)
    // What a parent brought is its parent's, whose difference has the statements.
    guard old?.inherited != true, new?.inherited != true else { return [] }
    let owner = (isOfDomain ? "DOMAIN " : "TABLE ") + relation(id)
    let drop = "DROP CONSTRAINT IF EXISTS \(quotedIdentifier(id.key))"
    switch change.action {
    case .added:
      guard change.possibleRename == nil, let new else { return [] }
      if let statement = plainNotNull(new, id, owner) { return [statement] }
      return dropsOfReferences(to: new, id) + [.init("ALTER \(owner) \(drop);")]
    case .removed:
      guard let old, !old.invalid, old.enforcement.isEmpty else { return [] }
      if let name = change.possibleRename?.key, constraint(id.sibling(name), in: live) != nil {
        return [.init("ALTER \(owner) RENAME CONSTRAINT \(quotedIdentifier(name)) TO \(quotedIdentifier(id.key));")]
      }
      return additions(of: old, id, owner, isOfDomain: isOfDomain)
    case .altered:
      guard let old, let new else { return [] }
      return alterations(from: new, to: old, id, owner, isOfDomain: isOfDomain)
    }
  }

  private func domain(_ id: ObjectID, in snapshot: Snapshot) -> Bool {
    snapshot.database.schemas[key: id.path[0]]?.domains[key: id.path[1]] != nil
  }

  private func alterations(
    from live: Constraint, to constraint: Constraint, _ id: ObjectID, _ owner: String, isOfDomain: Bool
  ) -> [RepairStatement] {
    let fields = Set(Constraint.fields.filter { !$0.areEqual(constraint, live) }.map(\.name))
    guard !constraint.invalid, !live.invalid, constraint.enforcement.isEmpty else { return [] }
    let name = quotedIdentifier(id.key)
    let lasting: Set<Text> = ["comment", "index_comment", "storage_parameters", "tablespace", "clustered"]
    let deferring: Set<Text> = ["deferrable", "initially_deferred"]
    var statements: [RepairStatement] = []
    let graver = fields.subtracting(lasting)
    if graver == ["not_valid"] && live.notValid {
      statements.append(validation(constraint, id, owner))
    } else if graver.isSubset(of: deferring) && constraint.type == "foreign key" {
      if !graver.isEmpty {
        statements.append(.init("ALTER \(owner) ALTER CONSTRAINT \(name)\(deferral(constraint, explicit: true));"))
      }
    } else if !graver.isEmpty {
      return replacement(of: live, by: constraint, id, owner, isOfDomain: isOfDomain)
    }
    let index = beside(id, id.key)
    statements += sqlOptionChanges(from: live.storageParameters, to: constraint.storageParameters).map {
      .init("ALTER INDEX \(index) \($0);")
    }
    if fields.contains("tablespace") {
      guard let statement = move(index, to: constraint.tablespace) else { return [] }
      statements.append(statement)
    }
    if fields.contains("clustered") { statements.append(clustering(id)) }
    if fields.contains("comment") { statements.append(comment(constraint, id, isOfDomain: isOfDomain)) }
    if fields.contains("index_comment") {
      statements.append(.init("COMMENT ON INDEX \(index) IS \(sqlComment(constraint.indexComment));"))
    }
    return statements
  }

  /// In one statement where that can be: no moment without the constraint. Foreign keys that point at a key go and come back.
  private func replacement(
    of live: Constraint, by constraint: Constraint, _ id: ObjectID, _ owner: String, isOfDomain: Bool
  ) -> [RepairStatement] {
    let references = foreignKeys(pointingAt: live, id)
    var additions = additions(of: constraint, id, owner, isOfDomain: isOfDomain)
    let drop = "DROP CONSTRAINT IF EXISTS \(quotedIdentifier(id.key))"
    if isOfDomain {
      additions.insert(.init("ALTER \(owner) \(drop);"), at: 0)
    } else if let first = additions.first, first.sql.hasPrefix("ALTER \(owner) ADD ") {
      let rest = first.sql.dropFirst("ALTER \(owner) ".count)
      additions[0] = .init("ALTER \(owner) \(drop), \(rest)", danger: first.danger, risk: first.risk)
    }
    let returning = references.flatMap { reference -> [RepairStatement] in
      guard let old = self.constraint(reference, in: expected), !old.inherited else { return [] }
      return self.additions(of: old, reference, "TABLE \(relation(reference))", isOfDomain: false)
    }
    return references.map(dropping) + additions + returning
  }

  private func additions(
    of constraint: Constraint, _ id: ObjectID, _ owner: String, isOfDomain: Bool
  ) -> [RepairStatement] {
    var statements: [RepairStatement] = []
    let add = "ALTER \(owner) ADD CONSTRAINT \(quotedIdentifier(id.key)) \(definition(constraint))"
    switch constraint.type {
    case "check", "foreign key":
      let isPartitioned = expected.table(id)?.partitionKey != nil && constraint.type == "foreign key"
      if constraint.notEnforced {
        statements.append(.init("\(add) NOT ENFORCED;"))
      } else if isPartitioned && !constraint.notValid {
        statements.append(.init("\(add);", danger: "fails while a row breaks it; reads the table under a lock"))
      } else {
        // In two steps, of which the long one lets others write.
        statements.append(.init("\(add) NOT VALID;"))
        if !constraint.notValid { statements.append(validation(constraint, id, owner)) }
      }
    case "not null":
      // A column has one at most, and the name of the live one may be one that no snapshot tells.
      let drop = constraint.columns.first.map { "ALTER COLUMN \(quotedIdentifier($0)) DROP NOT NULL, " } ?? ""
      let sql = "ALTER \(owner) \(drop)ADD CONSTRAINT \(quotedIdentifier(id.key)) \(definition(constraint));"
      statements.append(
        .init(sql, danger: "fails while a row breaks it, and in a primary key; reads the table under a lock"))
    case "primary key":
      statements.append(
        .init("\(add);", danger: "fails while there are duplicates or NULLs; locks the table while its index is built"))
    default:
      statements.append(
        .init("\(add);", danger: "fails while rows are in conflict with it; locks the table while its index is built"))
      if constraint.type == "exclusion" {
        statements += sqlOptionChanges(from: [], to: constraint.storageParameters).map {
          .init("ALTER INDEX \(beside(id, id.key)) \($0);")
        }
        if let statement = constraint.tablespace.flatMap({ move(beside(id, id.key), to: $0) }) {
          statements.append(statement)
        }
      }
    }
    statements += marks(of: id.key, clustered: constraint.clustered, on: id)
    if constraint.comment != nil { statements.append(comment(constraint, id, isOfDomain: isOfDomain)) }
    if let comment = constraint.indexComment {
      statements.append(.init("COMMENT ON INDEX \(beside(id, id.key)) IS \(sqlLiteral(comment));"))
    }
    return statements
  }

  private func validation(_ constraint: Constraint, _ id: ObjectID, _ owner: String) -> RepairStatement {
    .init(
      "ALTER \(owner) VALIDATE CONSTRAINT \(quotedIdentifier(id.key));",
      danger: "fails while a row breaks it; reads all rows")
  }

  private func comment(_ constraint: Constraint, _ id: ObjectID, isOfDomain: Bool) -> RepairStatement {
    let owner = (isOfDomain ? "DOMAIN " : "") + relation(id)
    return .init("COMMENT ON CONSTRAINT \(quotedIdentifier(id.key)) ON \(owner) IS \(sqlComment(constraint.comment));")
  }

  /// What stands behind ADD CONSTRAINT name, without NOT VALID.
  private func definition(_ constraint: Constraint) -> String {
    switch constraint.type {
    case "check": return "CHECK (\(constraint.expression ?? "true"))\(constraint.noInherit ? " NO INHERIT" : "")"
    case "foreign key":
      var words = "FOREIGN KEY (\(columns(constraint.columns, period: constraint.period)))"
      words +=
        " REFERENCES \(constraint.references ?? "") (\(columns(constraint.referencedColumns, period: constraint.period)))"
      if let match = constraint.match { words += " MATCH \(match.string.uppercased())" }
      if let action = constraint.onUpdate { words += " ON UPDATE \(action.string.uppercased())" }
      if let action = constraint.onDelete { words += " ON DELETE \(action.string.uppercased())" }
      if !constraint.onDeleteColumns.isEmpty { words += " (\(sqlNames(constraint.onDeleteColumns)))" }
      return words + deferral(constraint)
    case "not null":
      return "NOT NULL\(constraint.columns.first.map { " \(quotedIdentifier($0))" } ?? "")"
        + (constraint.noInherit ? " NO INHERIT" : "") + (constraint.notValid ? " NOT VALID" : "")
    case "exclusion": return (constraint.exclusion ?? "").string + deferral(constraint)
    default:
      var words = constraint.type == "primary key" ? "PRIMARY KEY" : "UNIQUE"
      if constraint.nullsNotDistinct { words += " NULLS NOT DISTINCT" }
      words += " (\(sqlNames(constraint.columns))\(constraint.period ? " WITHOUT OVERLAPS" : ""))"
      if !constraint.include.isEmpty { words += " INCLUDE (\(sqlNames(constraint.include)))" }
      if !constraint.storageParameters.isEmpty { words += " WITH (\(sqlOptions(constraint.storageParameters)))" }
      if let tablespace = constraint.tablespace { words += " USING INDEX TABLESPACE \(quotedIdentifier(tablespace))" }
      return words + deferral(constraint)
    }
  }

  /// The columns of a foreign key, the last of which may be a period.
  private func columns(_ names: [Text], period: Bool) -> String {
    guard period, let last = names.last else { return sqlNames(names) }
    return (names.dropLast().map(quotedIdentifier) + ["PERIOD \(quotedIdentifier(last))"]).joined(separator: ", ")
  }

  private func deferral(_ constraint: Constraint, explicit: Bool = false) -> String {
    guard constraint.deferrable else { return explicit ? " NOT DEFERRABLE" : "" }
    return " DEFERRABLE INITIALLY \(constraint.initiallyDeferred ? "DEFERRED" : "IMMEDIATE")"
  }

  /// Live foreign keys that need this key.
  private func foreignKeys(pointingAt key: Constraint, _ id: ObjectID) -> [ObjectID] {
    guard key.type == "primary key" || key.type == "unique" else { return [] }
    return live.database.schemas.flatMap { schema in
      schema.tables.flatMap { table in
        table.constraints.filter {
          $0.references == Text(relation(id)) && Set($0.referencedColumns) == Set(key.columns) && !$0.inherited
        }.map { ObjectID(.constraint, [schema.key, table.key, $0.key]) }
      }
    }
  }

  /// Those of them that are not expected either: without them the key can go.
  private func dropsOfReferences(to key: Constraint, _ id: ObjectID) -> [RepairStatement] {
    foreignKeys(pointingAt: key, id).filter { constraint($0, in: expected) == nil }.map(dropping)
  }

  private func dropping(_ id: ObjectID) -> RepairStatement {
    .init("ALTER TABLE \(relation(id)) DROP CONSTRAINT IF EXISTS \(quotedIdentifier(id.key));")
  }

  /// nil: which one is the database's default is not known.
  func move(_ index: String, to tablespace: Text?) -> RepairStatement? {
    tablespace.map {
      .init(
        "ALTER INDEX \(index) SET TABLESPACE \(quotedIdentifier($0));",
        danger: "copies the index under an exclusive lock")
    }
  }
}

extension ObjectID {
  /// Another object of the same kind beside this one.
  func sibling(_ name: Text) -> ObjectID { ObjectID(kind, path.dropLast() + [name]) }
}
