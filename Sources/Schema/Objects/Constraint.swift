/// A constraint of a table or domain (pg_constraint). The index behind a primary key, unique or exclusion constraint is
/// described here too: it is no object of its own.
package struct Constraint: SchemaObject {
  package let key: Text
  /// `primary key`, `unique`, `check`, `foreign key` or `exclusion`; `not null` where it has more to it than the column's
  /// `nullable` says: a name that somebody gave it, NO INHERIT, NOT VALID or a comment (PostgreSQL 18, of domains 17).
  package var type: Text = ""
  /// The constrained columns of a key or foreign key, in the constraint's order; a check's expression names its own.
  package var columns: [Text] = []
  /// pg_get_expr(conbin) of a check.
  package var expression: Text?
  /// pg_get_constraintdef of an exclusion constraint, without its deferrability.
  package var exclusion: Text?
  /// INCLUDE columns.
  package var include: [Text] = []
  package var nullsNotDistinct = false
  /// PostgreSQL 18: WITHOUT OVERLAPS, or PERIOD for a foreign key.
  package var period = false
  /// The referenced table, qualified.
  package var references: Text?
  package var referencedColumns: [Text] = []
  /// `full` or `partial`; nil: MATCH SIMPLE.
  package var match: Text?
  /// `restrict`, `cascade`, `set null`, `set default`; nil: NO ACTION.
  package var onUpdate: Text?
  package var onDelete: Text?
  /// The columns of ON DELETE SET NULL (…), where given.
  package var onDeleteColumns: [Text] = []
  package var deferrable = false
  package var initiallyDeferred = false
  package var noInherit = false
  /// Whether it comes from a parent table only (conislocal is false).
  package var inherited = false
  package var notValid = false
  /// PostgreSQL 18: NOT ENFORCED.
  package var notEnforced = false
  package var storageParameters: [Text] = []
  package var tablespace: Text?
  /// The table is CLUSTERed on the constraint's index.
  package var clustered = false
  /// Its index is invalid: a key of a partitioned table that not every partition has yet.
  package var invalid = false
  /// `disabled on public.orders`: the triggers that enforce it there do not fire as usual (ALTER TABLE … DISABLE TRIGGER ALL).
  package var enforcement: [Text] = []
  package var comment: Text?
  /// The comment on its index, which can have one of its own.
  package var indexComment: Text?

  package init(key: Text) {
    self.key = key
  }

  /// NOT NULL has a row of its own in PostgreSQL 18 only.
  package var server: Int { type == "not null" ? 18 : 12 }
  package var serverWord: String { "\(type) constraints" }

  package static let kind = Kind.constraint
  package static let fields: FieldList<Constraint> = [
    Field("type", \.type, default: ""),
    Field("columns", \.columns),
    Field("expression", \.expression, deparsed: true),
    Field("exclusion", \.exclusion, deparsed: true),
    Field("include", \.include),
    Field("nulls_not_distinct", \.nullsNotDistinct, server: 15),
    Field("period", \.period, server: 18),
    Field("references", \.references),
    Field("referenced_columns", \.referencedColumns),
    Field("match", \.match),
    Field("on_update", \.onUpdate),
    Field("on_delete", \.onDelete),
    Field("on_delete_columns", \.onDeleteColumns, server: 15),
    Field("deferrable", \.deferrable),
    Field("initially_deferred", \.initiallyDeferred),
    Field("no_inherit", \.noInherit),
    Field("inherited", \.inherited),
    Field("not_valid", \.notValid, weight: .state),
    Field("not_enforced", \.notEnforced, server: 18),
    Field("storage_parameters", \.storageParameters),
    Field("tablespace", \.tablespace),
    Field("clustered", \.clustered),
    Field("invalid", \.invalid, weight: .state),
    Field("enforcement", \.enforcement, weight: .state),
    Field("comment", \.comment, weight: .comment),
    Field("index_comment", \.indexComment, weight: .comment),
  ]
}
