/// One kind of object: a plain struct, its fields and the lists of what lies in it. Writing, reading, comparing and
/// filtering are written once, for all kinds, over these two lists.
package protocol SchemaObject: Equatable, Sendable {
  static var kind: Kind { get }
  static var fields: FieldList<Self> { get }
  static var members: [MemberList<Self>] { get }

  /// What names it in its container: its name, or for functions `f(integer, text)`.
  var key: Text { get }
  /// The major version of PostgreSQL that brought objects like it: an older server's schema cannot have it.
  var server: Int { get }
  /// What such objects are called, where only newer servers have them.
  var serverWord: String { get }
  init(key: Text)
}

extension SchemaObject {
  package static var members: [MemberList<Self>] { [] }
  package var server: Int { 12 }
  package var serverWord: String { Self.kind.word }
}
