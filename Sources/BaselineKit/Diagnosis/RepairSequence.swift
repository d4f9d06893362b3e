import Schema

// Sequences are kinds of their own; here is what a column needs of them.
extension Repair {
  /// `GENERATED ALWAYS AS IDENTITY (…)` with the expected sequence's name and options.
  func identity(_ words: Text, _ column: ObjectID) -> String {
    let standard = "GENERATED \(words.string.uppercased()) AS IDENTITY"
    guard let sequence = ownedSequences(of: column).first else { return standard }
    return "\(standard) (SEQUENCE NAME \(beside(column, sequence.key)) \(options(sequence)))"
  }

  /// The expected sequences that a column owns.
  func ownedSequences(of column: ObjectID) -> [SequenceGenerator] {
    expected.database.schemas[key: column.path[0]]?.sequences.filter { $0.ownedBy == Text(column.name) } ?? []
  }

  /// The expected sequences that a column's default takes its values from and that are not there any more.
  func missingSequences(of column: Column, _ id: ObjectID) -> [SequenceGenerator] {
    guard let value = column.default?.string else { return [] }
    let schema = id.path[0]
    return expected.database.schemas[key: schema]?.sequences.filter { sequence in
      value.contains("nextval(") && value.contains("\(quotedIdentifier(schema)).\(quotedIdentifier(sequence.key))'")
        && live.database.schemas[key: schema]?.sequences[key: sequence.key] == nil
    } ?? []
  }

  func creation(of sequence: SequenceGenerator, _ column: ObjectID) -> String {
    "CREATE \(sequence.unlogged ? "UNLOGGED " : "")SEQUENCE \(beside(column, sequence.key)) AS \(sequence.type) \(options(sequence));"
  }

  /// A sequence that was made anew goes on behind the values that are there.
  func continuation(_ sequence: SequenceGenerator, _ column: ObjectID) -> [RepairStatement] {
    guard sequence.increment > 0 else { return [] }
    let name = sqlLiteral(Text(beside(column, sequence.key)))
    let next = "coalesce(max(\(quotedIdentifier(column.key))) + \(sequence.increment), \(sequence.start))"
    return [.init("SELECT setval(\(name), \(next), false) FROM \(relation(column));")]
  }

  private func options(_ sequence: SequenceGenerator) -> String {
    "START WITH \(sequence.start) INCREMENT BY \(sequence.increment) MINVALUE \(sequence.minimum) "
      + "MAXVALUE \(sequence.maximum) CACHE \(sequence.cache)\(sequence.cycle ? " CYCLE" : "")"
  }
}
