/// The objects of one kind in one container: in byte order of their keys, or, for columns, in PostgreSQL's order.
///
/// Other modules look through them all the time: what is inlinable is compiled there for the very kind.
package struct Keyed<Object: SchemaObject>: Equatable, Sendable {
  package var objects: [Object]

  /// No objects.
  @inlinable package init() {
    objects = []
  }

  /// Keeps the order given: for columns.
  @inlinable package init(inOrder objects: [Object]) {
    self.objects = objects
  }

  /// Sorts by key.
  package init(sorting objects: [Object]) {
    // The keys alone: an object is large, and most lists are in order or short.
    let keys = objects.map(\.key)
    if keys.indices.dropFirst().allSatisfy({ !(keys[$0] < keys[$0 - 1]) }) {
      self.objects = objects
    } else {
      self.objects = keys.indices.sorted { keys[$0] < keys[$1] }.map { objects[$0] }
    }
  }

  package subscript(key key: Text) -> Object? {
    objects.first { $0.key == key }
  }

  /// Changes every object, or leaves it out by returning nil.
  package mutating func rewrite(_ body: (Object) throws -> Object?) rethrows {
    objects = try objects.compactMap(body)
  }
}

extension Keyed: RandomAccessCollection {
  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { objects.count }
  @inlinable package subscript(position: Int) -> Object { objects[position] }
}

extension Keyed: ExpressibleByArrayLiteral {
  @inlinable package init(arrayLiteral elements: Object...) {
    self.init(inOrder: elements)
  }
}
