/// An operator class (pg_opclass). Its key is `name USING method`.
///
/// Which members of a family go with a class and which lie in it loosely, pg_depend says otherwise in each version and after
/// each order of creation. Here a member whose two types are both a class's is that class's; of a family of PostgreSQL's or an
/// extension's, one with that type and another is so, too.
package struct OperatorClass: SchemaObject {
  package let key: Text
  /// FOR TYPE.
  package var type: Text = ""
  /// DEFAULT.
  package var `default` = false
  /// Its operator family, qualified.
  package var family: Text = ""
  /// STORAGE, where it is not the type itself.
  package var storage: Text?
  /// `1 <(integer, integer)`, with ` FOR ORDER BY family` where it orders, sorted by number.
  package var operators: [Text] = []
  /// `1 (integer, integer) app.cmp(integer, integer)`, sorted by number.
  package var functions: [Text] = []
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.operatorClass
  package static let fields: FieldList<OperatorClass> = [
    Field("type", \.type, default: ""),
    Field("default", \.default),
    Field("family", \.family, default: ""),
    Field("storage", \.storage),
    Field("operators", \.operators),
    Field("functions", \.functions),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}
