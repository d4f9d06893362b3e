/// An index that no constraint brought (pg_index).
package struct Index: SchemaObject {
  package let key: Text
  /// `btree`, `gin`, …
  package var method: Text = "btree"
  package var unique = false
  package var nullsNotDistinct = false
  /// The keys as PostgreSQL prints them: `lower(name) text_pattern_ops DESC NULLS LAST`.
  package var keys: [Text] = []
  /// INCLUDE columns.
  package var include: [Text] = []
  /// The WHERE of a partial index.
  package var predicate: Text?
  package var storageParameters: [Text] = []
  package var tablespace: Text?
  /// Statistics targets of expression keys: `1=500`.
  package var statistics: [Text] = []
  /// The index of the partitioned table that this one belongs to, qualified.
  package var partitionOf: Text?
  /// The table is CLUSTERed on it.
  package var clustered = false
  /// A CREATE INDEX CONCURRENTLY that failed leaves an invalid index; so does an unfinished one on a partitioned table.
  package var invalid = false
  /// DEPENDS ON EXTENSION, sorted.
  package var dependsOnExtensions: [Text] = []
  package var comment: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.index
  package static let fields: FieldList<Index> = [
    Field("method", \.method, default: "btree"),
    Field("unique", \.unique),
    Field("nulls_not_distinct", \.nullsNotDistinct, server: 15),
    Field("keys", \.keys, deparsed: true),
    Field("include", \.include),
    Field("predicate", \.predicate, deparsed: true),
    Field("storage_parameters", \.storageParameters),
    Field("tablespace", \.tablespace),
    Field("statistics", \.statistics),
    Field("partition_of", \.partitionOf),
    Field("clustered", \.clustered),
    Field("invalid", \.invalid, weight: .state),
    Field("depends_on_extensions", \.dependsOnExtensions, since: .wholeCatalog),
    Field("comment", \.comment, weight: .comment),
  ]
}
