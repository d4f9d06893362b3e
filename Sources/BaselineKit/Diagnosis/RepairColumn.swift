import Schema

extension Repair {
  func columnStatements(_ change: Change) -> [RepairStatement] {
    let id = change.object
    guard let (oldTable, newTable) = tables(of: id) else { return [] }
    switch change.action {
    case .added:
      // Where it may be the expected one under a new name, that one's statements rename it back.
      guard change.possibleRename == nil, let column = newTable.columns[key: id.key], !column.inherited else {
        return []
      }
      return [
        .init(
          "ALTER TABLE \(relation(id)) DROP COLUMN IF EXISTS \(quotedIdentifier(id.key));",
          danger: "what the column holds is lost", risk: .destructive)
      ]
    case .removed:
      guard let column = oldTable.columns[key: id.key], !column.inherited else { return [] }
      guard let name = change.possibleRename?.key, let renamed = newTable.columns[key: name] else {
        return addition(of: column, id)
      }
      return [
        .init(
          "ALTER TABLE \(relation(id)) RENAME COLUMN \(quotedIdentifier(name)) TO \(quotedIdentifier(id.key));",
          danger: "right only if \(quotedIdentifier(name)) is this column under a new name")
      ] + (alterations(from: renamed, to: column, id, newTable) ?? [])
    case .altered:
      guard let old = oldTable.columns[key: id.key], let new = newTable.columns[key: id.key] else { return [] }
      return alterations(from: new, to: old, id, newTable) ?? []
    }
  }

  private func addition(of column: Column, _ id: ObjectID) -> [RepairStatement] {
    var definition = "\(quotedIdentifier(column.key)) \(column.type)"
    if let collation = column.collation { definition += " COLLATE \(collation)" }
    if let generated = column.generated {
      definition += " GENERATED ALWAYS AS (\(generated)) \((column.generatedKind ?? "stored").string.uppercased())"
    } else if let identity = column.identity {
      definition += " \(self.identity(identity, id))"
    } else if let value = column.default {
      definition += " DEFAULT \(value)"
    }
    let fillsItself = column.generated ?? column.identity ?? column.default != nil
    if !column.nullable && fillsItself { definition += " NOT NULL" }
    let sequences = missingSequences(of: column, id)
    var statements = sequences.map { RepairStatement(creation(of: $0, id)) }
    statements.append(
      .init(
        "ALTER TABLE \(relation(id)) ADD COLUMN \(definition);",
        danger: column.generated != nil
          ? "computes its values under an exclusive lock, and makes it the last column"
          : "brings the column back as the last one, not what it held"))
    statements += sequences.filter { $0.ownedBy == Text(id.name) }.map {
      .init("ALTER SEQUENCE \(beside(id, $0.key)) OWNED BY \(id.name);")
    }
    if !column.nullable && !fillsItself { statements.append(setNotNull(id)) }
    let table = "ALTER TABLE \(relation(id)) ALTER COLUMN \(quotedIdentifier(id.key))"
    if let storage = column.storage { statements.append(.init("\(table) SET STORAGE \(storage.string.uppercased());")) }
    if let compression = column.compression { statements.append(.init("\(table) SET COMPRESSION \(compression);")) }
    if let statistics = column.statistics { statements.append(.init("\(table) SET STATISTICS \(statistics);")) }
    statements += sqlOptionChanges(from: [], to: column.options).map { .init("\(table) \($0);") }
    if column.comment != nil { statements.append(comment(column, id)) }
    return statements
  }

  /// nil: it cannot be done exactly.
  private func alterations(from live: Column, to column: Column, _ id: ObjectID, _ liveTable: Table)
    -> [RepairStatement]?
  {
    var fields = Set(Column.fields.filter { !$0.areEqual(column, live) }.map(\.name))
    guard fields.isDisjoint(with: ["inherited", "privileges"]) else { return nil }
    // The rest of an inherited column is its parent's, whose difference has the statements.
    if column.inherited {
      fields.formIntersection(["default", "nullable", "storage", "compression", "statistics", "options", "comment"])
    }
    let changesType = !fields.isDisjoint(with: ["type", "collation"])
    if changesType, let key = liveTable.partitionKey, key.string.contains(quotedIdentifier(id.key)) { return nil }
    let changesExpression = !fields.isDisjoint(with: ["generated", "generated_kind"])
    if changesExpression || changesType && column.generated != nil {
      guard let statements = expression(from: live, to: column, id, liveTable, changesType: changesType) else {
        return nil
      }
      return statements
    }
    let whole = "ALTER TABLE \(relation(id)) ALTER COLUMN \(quotedIdentifier(id.key))"
    // What children have of their own must stay as it is.
    let alter =
      hasChildren(relation(id)) ? "ALTER TABLE ONLY \(relation(id)) ALTER COLUMN \(quotedIdentifier(id.key))" : whole
    var statements: [RepairStatement] = []
    if fields.contains("identity") && column.identity == nil {
      statements.append(.init("\(whole) DROP IDENTITY IF EXISTS;"))
    }
    if live.default != nil && (column.default == nil || changesType) {
      statements.append(.init("\(alter) DROP DEFAULT;"))
    }
    if changesType { statements.append(typeChange(from: live, to: column, whole)) }
    if fields.contains("nullable") {
      if column.nullable {
        // A primary key that is not expected holds it.
        statements += liveTable.constraints.filter {
          $0.type == "primary key" && $0.columns.contains(live.key)
            && constraint(id, $0.key, in: expected)?.type != "primary key"
        }.map { .init("ALTER TABLE \(relation(id)) DROP CONSTRAINT IF EXISTS \(quotedIdentifier($0.key));") }
        statements.append(.init("\(whole) DROP NOT NULL;"))
      } else {
        statements.append(setNotNull(id))
      }
    }
    if let value = column.default, live.default != value || changesType {
      let sequences = missingSequences(of: column, id)
      statements += sequences.map { .init(creation(of: $0, id)) }
      statements.append(.init("\(alter) SET DEFAULT \(value);"))
      for sequence in sequences where sequence.ownedBy == Text(id.name) {
        statements.append(.init("ALTER SEQUENCE \(beside(id, sequence.key)) OWNED BY \(id.name);"))
        statements += continuation(sequence, id)
      }
    }
    if let identity = column.identity, fields.contains("identity") {
      if live.identity == nil {
        statements.append(.init("\(whole) ADD \(self.identity(identity, id));"))
        statements += ownedSequences(of: id).flatMap { continuation($0, id) }
      } else {
        statements.append(.init("\(whole) SET GENERATED \(identity.string.uppercased());"))
      }
    }
    if fields.contains("storage") || changesType && column.storage != nil {
      let standard = major >= 16 ? "DEFAULT" : TypeName(column.type).storage
      guard let storage = column.storage?.string.uppercased() ?? standard else { return nil }
      statements.append(.init("\(alter) SET STORAGE \(storage);"))
    }
    if fields.contains("compression") || changesType && column.compression != nil {
      statements.append(.init("\(alter) SET COMPRESSION \(column.compression ?? "default");"))
    }
    if fields.contains("statistics") { statements.append(.init("\(alter) SET STATISTICS \(column.statistics ?? -1);")) }
    statements += sqlOptionChanges(from: live.options, to: column.options).map { .init("\(alter) \($0);") }
    if fields.contains("comment") { statements.append(comment(column, id)) }
    return statements
  }

  private func typeChange(from live: Column, to column: Column, _ alter: String) -> RepairStatement {
    let (old, new) = (TypeName(live.type), TypeName(column.type))
    var sql = "\(alter) TYPE \(column.type)"
    if let collation = column.collation { sql += " COLLATE \(collation)" }
    if let using = new.using(from: old, column: quotedIdentifier(column.key), type: column.type) {
      sql += " USING \(using)"
    }
    let order =
      live.collation == column.collation ? nil : "its values compare and sort otherwise; its indexes are built anew"
    let danger = live.type == column.type ? nil : new.danger(from: old)
    return .init(sql + ";", danger: danger?.reason ?? order, risk: danger?.risk ?? .careful)
  }

  /// A generated column whose expression differs. Before PostgreSQL 17 only a new column can have another one; nil where indexes
  /// or constraints would go with the old.
  private func expression(
    from live: Column, to column: Column, _ id: ObjectID, _ table: Table, changesType: Bool
  ) -> [RepairStatement]? {
    let name = quotedIdentifier(id.key)
    let alter = "ALTER TABLE \(relation(id)) ALTER COLUMN \(name)"
    var stands = live
    var statements: [RepairStatement] = []
    if column.generated == nil {
      guard major >= 13, live.generatedKind != "virtual" else { return nil }
      statements.append(.init("\(alter) DROP EXPRESSION;"))
      stands.generated = nil
      stands.generatedKind = nil
    } else if major >= 17, let expression = column.generated, live.generatedKind == column.generatedKind, !changesType {
      let isVirtual = column.generatedKind == "virtual"
      statements.append(
        .init(
          "\(alter) SET EXPRESSION AS (\(expression));",
          danger: isVirtual ? nil : "computes every value anew under an exclusive lock"))
      stands.generated = expression
    } else {
      guard !isUsed(id.key, in: table) else { return nil }
      let isWritten = live.generated == nil
      return [
        .init(
          "ALTER TABLE \(relation(id)) DROP COLUMN IF EXISTS \(name);",
          danger: isWritten
            ? "what was written into the column is lost: it is computed anew"
            : "its values are computed anew", risk: isWritten ? .destructive : .careful)
      ] + addition(of: column, id)
    }
    guard let rest = alterations(from: stands, to: column, id, table) else { return nil }
    return statements + rest
  }

  /// Whether an index or a constraint of the table may name a column.
  private func isUsed(_ column: Text, in table: Table) -> Bool {
    let name = quotedIdentifier(column)
    let ofIndexes: [Text] = table.indexes.flatMap { index -> [Text] in
      index.keys + index.include + [index.predicate ?? ""]
    }
    let ofConstraints: [Text] = table.constraints.flatMap { constraint -> [Text] in
      constraint.columns + constraint.include + [constraint.expression ?? "", constraint.exclusion ?? ""]
    }
    return (ofIndexes + ofConstraints).contains { $0 == column || $0.string.contains(name) }
  }

  private func setNotNull(_ id: ObjectID) -> RepairStatement {
    .init(
      "ALTER TABLE \(relation(id)) ALTER COLUMN \(quotedIdentifier(id.key)) SET NOT NULL;",
      danger: "fails while a row has NULL there; reads the table under an exclusive lock")
  }

  private func comment(_ column: Column, _ id: ObjectID) -> RepairStatement {
    .init("COMMENT ON COLUMN \(id.name) IS \(sqlComment(column.comment));")
  }

  private func constraint(_ id: ObjectID, _ name: Text, in snapshot: Snapshot) -> Constraint? {
    snapshot.table(id)?.constraints[key: name]
  }
}
