/// A foreign table (pg_class.relkind f).
package struct ForeignTable: SchemaObject {
  package let key: Text
  /// Its foreign server.
  package var server: Text = ""
  /// `name=value`, sorted; of a secret only that it is there.
  package var options: [Text] = []
  /// The partitioned table this one is a partition of, qualified.
  package var partitionOf: Text?
  /// pg_get_expr(relpartbound): `FOR VALUES FROM (…) TO (…)` or `DEFAULT`.
  package var partitionBound: Text?
  /// The tables it inherits from, qualified, in the order of INHERITS.
  package var inherits: [Text] = []
  /// DETACH PARTITION … CONCURRENTLY began and did not end.
  package var detachPending = false
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []
  package var columns: Keyed<Column> = []
  package var constraints: Keyed<Constraint> = []
  package var triggers: Keyed<Trigger> = []
  package var statistics: Keyed<StatisticsObject> = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.foreignTable
  package static let fields: FieldList<ForeignTable> = [
    Field("server", \.server, default: ""),
    Field("options", \.options),
    Field("partition_of", \.partitionOf),
    Field("partition_bound", \.partitionBound, deparsed: true),
    Field("inherits", \.inherits),
    Field("detach_pending", \.detachPending, weight: .state),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
  package static let members: [MemberList<ForeignTable>] = [
    MemberList("columns", \.columns, ordered: true),
    MemberList("constraints", \.constraints),
    MemberList("triggers", \.triggers),
    MemberList("statistics", \.statistics),
  ]
}
