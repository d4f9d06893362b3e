/// What the database itself has; the one object is called `database`.
package struct DatabaseProperties: SchemaObject {
  package let key: Text
  /// CONNECTION LIMIT; -1: none.
  package var connectionLimit: Int64 = -1
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.properties
  package static let fields: FieldList<DatabaseProperties> = [
    Field("connection_limit", \.connectionLimit, default: -1),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}
