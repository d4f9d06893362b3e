/// A publication for logical replication (pg_publication).
package struct Publication: SchemaObject {
  package let key: Text
  /// FOR ALL TABLES.
  package var allTables = false
  /// Its tables, `public.orders (id, total) WHERE (total > 0)`, sorted.
  package var tables: [Text] = []
  /// FOR TABLES IN SCHEMA, sorted.
  package var schemas: [Text] = []
  /// What of `insert`, `update`, `delete` and `truncate` it publishes, in this order.
  package var publish: [Text] = []
  /// publish_via_partition_root.
  package var viaPartitionRoot = false
  /// PostgreSQL 18: `stored`; absent: generated columns are not published.
  package var generatedColumns: Text?
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.publication
  package static let fields: FieldList<Publication> = [
    Field("all_tables", \.allTables),
    Field("tables", \.tables, deparsed: true),
    Field("schemas", \.schemas, server: 15),
    Field("publish", \.publish),
    Field("via_partition_root", \.viaPartitionRoot),
    Field("generated_columns", \.generatedColumns, server: 18),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
