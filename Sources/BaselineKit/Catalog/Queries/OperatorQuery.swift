import Schema

extension CatalogQuery<Operator> {
  /// Operators. One without a function is a name that another operator refers to, and nothing else.
  static func operators(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT o.oid, o.oprnamespace AS parent, o.oprname || \(operandTypes(of: "o")) AS key,
        \(functionName("o.oprcode")) AS function, \(operatorName("o.oprcom")) AS commutator,
        \(operatorName("o.oprnegate")) AS negator, \(functionName("o.oprrest")) AS restrict,
        \(functionName("o.oprjoin")) AS "join", o.oprcanhash AS hashes, o.oprcanmerge AS merges, d.description AS comment
        \(context.owner("o.oprowner"))
      FROM pg_operator AS o \(commentJoin("pg_operator", "o.oid"))
      WHERE o.oprcode <> 0 AND \(context.watches(schema: "o.oprnamespace")) AND \(notOfExtension("pg_operator", "o.oid"))
      """)
  }
}
