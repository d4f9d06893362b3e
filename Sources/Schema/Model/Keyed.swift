/// The objects of one kind in one container: in byte order of their keys, or, for columns, in PostgreSQL's order.
package struct Keyed<Object: SchemaObject>: Equatable, Sendable {
  package private(set) var objects: [Object]

  /// No objects.
  package init() {
    objects = []
  }

  /// Keeps the order given: for columns.
  package init(inOrder objects: [Object]) {
    self.objects = objects
  }

  /// Sorts by key.
  package init(sorting objects: [Object]) {
    // Documents and queries have them in order.
    let isSorted = zip(objects, objects.dropFirst()).allSatisfy { !($1.key < $0.key) }
    self.objects = isSorted ? objects : objects.sorted { $0.key < $1.key }
  }

  package subscript(key key: Text) -> Object? {
    objects.first { $0.key == key }
  }

  /// Changes every object, or leaves it out by returning nil.
  package mutating func rewrite(_ body: (Object) throws -> Object?) rethrows {
    objects = try objects.compactMap(body)
  }
}

extension Keyed {
  /// As of the lists of objects; no object is copied for it.
  package static func == (left: Keyed, right: Keyed) -> Bool {
    guard left.objects.count == right.objects.count else { return false }
    return left.objects.withUnsafeBufferPointer { left in
      right.objects.withUnsafeBufferPointer { right in
        left.baseAddress == right.baseAddress || left.indices.allSatisfy { left[$0] == right[$0] }
      }
    }
  }
}

extension Keyed: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { objects.count }
  package subscript(position: Int) -> Object { objects[position] }
}

extension Keyed: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Object...) {
    self.init(inOrder: elements)
  }
}
