/// A stored property of a struct, by where it lies in the struct's memory (MemoryLayout.offset(of:)): a key path means the same and
/// is looked up anew at each use, which is most of the time that a large schema takes.
struct StoredProperty<Object, Value: Sendable>: Sendable {
  /// In bytes.
  let offset: Int

  /// - Parameter path: to a stored property of a struct, or of a struct stored in it.
  init(_ path: WritableKeyPath<Object, Value>) {
    guard let offset = MemoryLayout<Object>.offset(of: path) else {
      preconditionFailure("\(path) is no stored property")
    }
    self.offset = offset
  }

  func value(of object: Object) -> Value {
    withUnsafePointer(to: object, value)
  }

  /// Without copying the object, which takes longer than to look at a property of it.
  func value(at object: UnsafePointer<Object>) -> Value {
    (UnsafeRawPointer(object) + offset).assumingMemoryBound(to: Value.self).pointee
  }

  func set(_ value: Value, of object: inout Object) {
    withUnsafeMutableBytes(of: &object) {
      ($0.baseAddress! + offset).assumingMemoryBound(to: Value.self).pointee = value
    }
  }
}
