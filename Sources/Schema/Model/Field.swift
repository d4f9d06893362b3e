/// One property of an object kind. The list of them beside each struct drives decoding from the catalog, writing, reading
/// and comparing, so that no property can be read and then forgotten by one of these.
///
/// A class only because it is passed around millions of times and its closures would be retained one by one.
package final class Field<Object: SchemaObject>: Sendable {
  /// The key in the document, and the name of the column in the kind's catalog query.
  package let name: Text
  package let since: FormatVersion
  package let weight: FieldWeight
  /// Whether the field is read and written only when the configuration tracks it.
  package let tracked: Tracked?
  /// Whether it is text that a server made of a parsed tree: a dump and a restore, or another major version, may word the same
  /// tree differently (design section 3, class rendering).
  package let isDeparsed: Bool
  /// The major version of PostgreSQL that brought it: of an older server's schema it says nothing.
  package let server: Int

  let place: FieldPlace
  let areEqualAt: @Sendable (UnsafePointer<Object>, UnsafePointer<Object>) -> Bool
  let isDefaultAt: @Sendable (UnsafePointer<Object>) -> Bool
  package let reset: @Sendable (inout Object) -> Void
  package let words: @Sendable (Object) -> Text?
  package let write: @Sendable (UnsafePointer<Object>, inout JSONWriter) -> Void
  package let read: @Sendable (inout JSONReader, inout Object) throws(DocumentError) -> Void
  package let decode: @Sendable (Text?, inout Object) throws(DocumentError) -> Void

  /// The default value is what is not written: absent in the document means it.
  package init<Value: FieldValue>(
    _ name: Text, _ path: WritableKeyPath<Object, Value> & Sendable, default defaultValue: Value,
    weight: FieldWeight = .definition, since: FormatVersion = .first, tracked: Tracked? = nil, deparsed: Bool = false,
    server: Int = 12
  ) {
    self.name = name
    self.since = since
    self.weight = weight
    self.tracked = tracked
    isDeparsed = deparsed
    self.server = server
    let property = StoredProperty(path)
    place = FieldPlace(offset: property.offset, default: defaultValue)
    areEqualAt = { property.value(at: $0) == property.value(at: $1) }
    isDefaultAt = { property.value(at: $0) == defaultValue }
    reset = { property.set(defaultValue, of: &$0) }
    words = { property.value(of: $0).words }
    write = { property.value(at: $0).write(to: &$1) }
    read = { reader, object throws(DocumentError) in property.set(try Value(from: &reader), of: &object) }
    decode = { cell, object throws(DocumentError) in property.set(try Value(catalog: cell), of: &object) }
  }

  package func areEqual(_ left: Object, _ right: Object) -> Bool {
    withUnsafePointer(to: left) { left in withUnsafePointer(to: right) { right in areEqualAt(left, right) } }
  }

  package func isDefault(_ object: Object) -> Bool { withUnsafePointer(to: object, isDefaultAt) }

  /// An optional or a list: absent means none.
  package convenience init<Value: FieldValue & EmptyDefault>(
    _ name: Text, _ path: WritableKeyPath<Object, Value> & Sendable, weight: FieldWeight = .definition,
    since: FormatVersion = .first, tracked: Tracked? = nil, deparsed: Bool = false,
    server: Int = 12
  ) {
    self.init(
      name, path, default: Value.none, weight: weight, since: since, tracked: tracked, deparsed: deparsed,
      server: server)
  }
}

/// Values that have an obvious "there is none".
package protocol EmptyDefault {
  static var none: Self { get }
}

extension Array: EmptyDefault {
  package static var none: [Element] { [] }
}

extension Bool: EmptyDefault {
  package static var none: Bool { false }
}

extension Optional: EmptyDefault {}

/// What a difference in a field amounts to (design section 9, classes).
package enum FieldWeight: String, Sendable, Comparable {
  case definition
  /// An invalid index, a constraint that is NOT VALID, a disabled trigger.
  case state
  /// Columns only in another order.
  case order
  case comment

  /// The gravest first.
  package static func < (left: FieldWeight, right: FieldWeight) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .definition: 0
    case .state: 1
    case .order: 2
    case .comment: 3
    }
  }
}

/// What environments differ in and is compared only where the configuration says so.
package enum Tracked: String, Sendable, CaseIterable {
  case owners
  case privileges
}
