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
  @inlinable package init(sorting objects: [Object]) {
    self.objects = objects
    var isSorted = true
    var index = 1
    while isSorted && index < objects.count {
      isSorted = !(objects[index].key < objects[index - 1].key)
      index += 1
    }
    if isSorted { return }
    // The keys alone are compared: an object is large.
    let keys = objects.map { $0.key }
    self.objects.arrange(keys.indices.sorted { keys[$0] < keys[$1] })
  }

  /// Adds a few objects where they belong by their keys.
  @inlinable package mutating func insert(_ more: [Object]) {
    for object in more {
      objects.insert(object, at: objects.firstIndex { object.key < $0.key } ?? objects.count)
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

extension Keyed {
  /// Compares objects where they lie: to copy one takes longer than to compare it.
  package static func == (left: Keyed, right: Keyed) -> Bool {
    guard left.objects.count == right.objects.count else { return false }
    return left.objects.withUnsafeBufferPointer { left in
      right.objects.withUnsafeBufferPointer { right in
        guard let old = left.baseAddress, let new = right.baseAddress, old != new else { return true }
        return left.indices.allSatisfy { index in
          (old + index).pointee.key == (new + index).pointee.key && Object.fields.areEqual(old + index, new + index)
            && Object.members.allSatisfy { $0.areEqualAt(old + index, new + index) }
        }
      }
    }
  }
}

extension Array {
  /// Puts the elements into another order by moving them: to copy an object of a schema takes twenty texts to be retained.
  /// - Parameter order: for each place where the element to come there is now.
  @inlinable package mutating func arrange(_ order: [Int]) {
    var order = order
    withUnsafeMutableBufferPointer { elements in
      for start in order.indices {
        var place = start
        while order[place] != start {
          let next = order[place]
          elements.swapAt(place, next)
          order[place] = place
          place = next
        }
        order[place] = place
      }
    }
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
