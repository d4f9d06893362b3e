/// A column of a table, view or materialised view (pg_attribute).
package struct Column: SchemaObject {
  package let key: Text
  /// format_type with its modifier: `character varying(100)`, `numeric(10,2)`, `app.email`.
  package var type: Text = ""
  package var nullable = true
  /// The expression; nil for identity and generated columns.
  package var `default`: Text?
  /// `always` or `by default`.
  package var identity: Text?
  /// The expression of a generated column.
  package var generated: Text?
  /// `stored` or, from PostgreSQL 18 on, `virtual`.
  package var generatedKind: Text?
  /// Where it is not the type's own.
  package var collation: Text?
  /// `plain`, `external`, `extended` or `main`, where it is not the type's own.
  package var storage: Text?
  /// `pglz` or `lz4`, where set.
  package var compression: Text?
  /// Where set (ALTER COLUMN … SET STATISTICS).
  package var statistics: Int64?
  /// `n_distinct=1000`, sorted.
  package var options: [Text] = []
  /// Whether it comes from a parent table only (attislocal is false).
  package var inherited = false
  /// OPTIONS of a foreign table's column, `name=value`, sorted.
  package var foreignOptions: [Text] = []
  package var comment: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.column
  package static let fields: FieldList<Column> = [
    Field("type", \.type, default: ""),
    Field("nullable", \.nullable, default: true),
    Field("default", \.default, deparsed: true),
    Field("identity", \.identity),
    Field("generated", \.generated, deparsed: true),
    Field("generated_kind", \.generatedKind, server: 18),
    Field("collation", \.collation),
    Field("storage", \.storage),
    Field("compression", \.compression, server: 14),
    Field("statistics", \.statistics),
    Field("options", \.options),
    Field("inherited", \.inherited),
    Field("foreign_options", \.foreignOptions, since: .wholeCatalog),
    Field("comment", \.comment, weight: .comment),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
