import Schema

extension Repair {
  /// What makes of a NOT NULL constraint that only the live table has one like every other, which no snapshot tells: it must not
  /// go, since the column stays NOT NULL.
  /// - Returns: nil where the column may be NULL again, or where it takes more than a name or a comment.
  func plainNotNull(_ live: Constraint, _ id: ObjectID, _ owner: String) -> RepairStatement? {
    guard live.type == "not null", !live.noInherit, !live.notValid, let column = live.columns.first,
      expected.table(id)?.columns[key: column]?.nullable == false
    else { return nil }
    if live.comment != nil {
      return .init("COMMENT ON CONSTRAINT \(quotedIdentifier(id.key)) ON \(relation(id)) IS NULL;")
    }
    let name = Text("\(id.path[1].string)_\(column.string)_not_null")
    return .init("ALTER \(owner) RENAME CONSTRAINT \(quotedIdentifier(id.key)) TO \(quotedIdentifier(name));")
  }
}
