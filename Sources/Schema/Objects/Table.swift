/// An ordinary or partitioned table (pg_class.relkind r or p).
package struct Table: SchemaObject {
  package let key: Text
  /// `permanent` or `unlogged`; temporary tables are never part of a snapshot.
  package var persistence: Text = "permanent"
  /// pg_get_partkeydef: `RANGE (at)`; nil for a table that is not partitioned.
  package var partitionKey: Text?
  /// The partitioned table this one is a partition of, qualified.
  package var partitionOf: Text?
  /// pg_get_expr(relpartbound): `FOR VALUES FROM (…) TO (…)` or `DEFAULT`.
  package var partitionBound: Text?
  /// The tables it inherits from, qualified, in the order of INHERITS.
  package var inherits: [Text] = []
  /// The composite type of a typed table (CREATE TABLE … OF).
  package var ofType: Text?
  /// Where it is not `heap`.
  package var accessMethod: Text?
  /// Where it is not the database's default.
  package var tablespace: Text?
  /// `fillfactor=90`, sorted.
  package var storageParameters: [Text] = []
  package var rowSecurity = false
  package var forceRowSecurity = false
  /// `default`, `full`, `nothing`, or `index NAME`.
  package var replicaIdentity: Text = "default"
  /// DETACH PARTITION … CONCURRENTLY began and did not end.
  package var detachPending = false
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var columns: Keyed<Column> = []
  package var constraints: Keyed<Constraint> = []
  package var indexes: Keyed<Index> = []
  package var triggers: Keyed<Trigger> = []
  package var policies: Keyed<Policy> = []
  package var rules: Keyed<Rule> = []
  package var statistics: Keyed<StatisticsObject> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.table
  package static let fields: FieldList<Table> = [
    Field("persistence", \.persistence, default: "permanent"),
    Field("partition_key", \.partitionKey, deparsed: true),
    Field("partition_of", \.partitionOf),
    Field("partition_bound", \.partitionBound, deparsed: true),
    Field("inherits", \.inherits),
    Field("of_type", \.ofType),
    Field("access_method", \.accessMethod),
    Field("tablespace", \.tablespace),
    Field("storage_parameters", \.storageParameters),
    Field("row_security", \.rowSecurity),
    Field("force_row_security", \.forceRowSecurity),
    Field("replica_identity", \.replicaIdentity, default: "default"),
    Field("detach_pending", \.detachPending, weight: .state, since: .wholeCatalog, server: 14),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<Table>] = [
    MemberList("columns", \.columns, ordered: true),
    MemberList("constraints", \.constraints),
    MemberList("indexes", \.indexes),
    MemberList("triggers", \.triggers),
    MemberList("policies", \.policies, since: .wholeCatalog),
    MemberList("rules", \.rules, since: .wholeCatalog),
    MemberList("statistics", \.statistics, since: .wholeCatalog),
  ]
}
