/// An extended statistics object of a table (pg_statistic_ext). Its key is its name; `other.name` where its schema is
/// not the table's, and so that no two are alike, one with a dot in it stands in quotes.
package struct StatisticsObject: SchemaObject {
  package let key: Text
  /// What of `ndistinct`, `dependencies` and `mcv` it keeps, in this order; absent: of one expression only its own.
  package var kinds: [Text] = []
  /// Its columns, sorted.
  package var columns: [Text] = []
  /// Its expressions.
  package var expressions: [Text] = []
  /// Where set (ALTER STATISTICS … SET STATISTICS).
  package var target: Int64?
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.statistics
  package static let fields: FieldList<StatisticsObject> = [
    Field("kinds", \.kinds),
    Field("columns", \.columns),
    Field("expressions", \.expressions, deparsed: true, server: 14),
    Field("target", \.target, server: 13),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
