/// A sequence, owned by a column or not (pg_sequence). Its position is data, not schema.
package struct SequenceGenerator: SchemaObject {
  package let key: Text
  /// `smallint`, `integer` or `bigint`.
  package var type: Text = "bigint"
  package var start: Int64 = 1
  package var increment: Int64 = 1
  package var minimum: Int64 = 1
  package var maximum: Int64 = .max
  package var cache: Int64 = 1
  package var cycle = false
  package var unlogged = false
  /// The column that owns it, qualified: it goes when the column goes.
  package var ownedBy: Text?
  /// It belongs to an identity column, rather than to a serial or to nobody.
  package var identity = false
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.sequence
  package static let fields: FieldList<SequenceGenerator> = [
    Field("type", \.type, default: "bigint"),
    Field("start", \.start, default: 1),
    Field("increment", \.increment, default: 1),
    Field("minimum", \.minimum, default: 1),
    Field("maximum", \.maximum, default: .max),
    Field("cache", \.cache, default: 1),
    Field("cycle", \.cycle),
    Field("unlogged", \.unlogged),
    Field("owned_by", \.ownedBy),
    Field("identity", \.identity),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
