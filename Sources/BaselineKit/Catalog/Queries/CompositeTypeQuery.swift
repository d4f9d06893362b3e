import Schema

extension CatalogQuery<CompositeType> {
  /// Types made by CREATE TYPE … AS. Their attributes come with the columns: `oid` is that of their relation.
  static func compositeTypes(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT t.typrelid AS oid, t.typnamespace AS parent, t.typname AS key, d.description AS comment
        \(context.owner("t.typowner"))\(context.privileges("t.typacl", type: "T", owner: "t.typowner"))
      FROM pg_class AS c JOIN pg_type AS t ON t.oid = c.reltype \(commentJoin("pg_type", "t.oid"))
      WHERE c.relkind = 'c' AND \(context.watches("c.relnamespace", relation: "c.oid"))
        AND \(notOfExtension("pg_type", "t.oid"))
      """)
  }
}

extension Attribute {
  /// An attribute is kept as a column of the type's relation.
  init(_ column: Column) {
    self.init(key: column.key)
    type = column.type
    collation = column.collation
    comment = column.comment
  }
}
