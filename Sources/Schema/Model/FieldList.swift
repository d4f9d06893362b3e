/// The fields of a kind, in the order that they are written in.
///
/// Most fields of most objects have their default value, and most that do have the very bits of it: these are passed over without
/// asking the field, which is most of what writing and comparing a large schema would cost.
package struct FieldList<Object: SchemaObject>: Sendable {
  private let list: [Field<Object>]
  private let places: [FieldPlace]
  private let names: [Text]

  /// The place of a field by its name.
  /// - Parameter start: where it is looked for first: in the order of writing most come behind the last.
  func place(of name: Text, from start: Int) -> Int? {
    for place in start..<names.count where names[place] == name { return place }
    for place in 0..<start where names[place] == name { return place }
    return nil
  }

  /// Calls `body` for each field that has not its default value.
  func forEachSet(of object: UnsafePointer<Object>, _ body: (Field<Object>) -> Void) {
    let memory = UnsafeRawPointer(object)
    for index in places.indices where !places[index].isDefault(in: memory) {
      let field = list[index]
      if !field.isDefaultAt(object) { body(field) }
    }
  }

  func areEqual(_ left: UnsafePointer<Object>, _ right: UnsafePointer<Object>) -> Bool {
    for index in places.indices where !places[index].isEqual(in: UnsafeRawPointer(left), UnsafeRawPointer(right)) {
      if !list[index].areEqualAt(left, right) { return false }
    }
    return true
  }
}

extension FieldList: ExpressibleByArrayLiteral {
  package init(arrayLiteral fields: Field<Object>...) {
    list = fields
    places = fields.map(\.place)
    names = fields.map(\.name)
  }
}

extension FieldList: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { list.count }
  package subscript(position: Int) -> Field<Object> { list[position] }
}

/// Where a field's value lies in its struct, and the bits that it has by default: of what has the same bits the values are the same.
/// Other bits mean nothing: a text may lie elsewhere and be the same.
struct FieldPlace: Sendable {
  private let offset: Int
  private let size: Int
  private let bits: (UInt64, UInt64)

  init<Value>(offset: Int, default value: Value) {
    self.offset = offset
    size = MemoryLayout<Value>.size
    bits = withUnsafeBytes(of: value) { Self.bits(of: $0.baseAddress!, size: MemoryLayout<Value>.size) }
  }

  func isDefault(in object: UnsafeRawPointer) -> Bool {
    size <= 16 && Self.bits(of: object + offset, size: size) == bits
  }

  func isEqual(in left: UnsafeRawPointer, _ right: UnsafeRawPointer) -> Bool {
    size <= 16 && Self.bits(of: left + offset, size: size) == Self.bits(of: right + offset, size: size)
  }

  /// Of a value of at most 16 bytes.
  private static func bits(of value: UnsafeRawPointer, size: Int) -> (UInt64, UInt64) {
    switch size {
    case 16: return (value.loadUnaligned(as: UInt64.self), value.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    case 8: return (value.loadUnaligned(as: UInt64.self), 0)
    case 1: return (UInt64(value.load(as: UInt8.self)), 0)
    default:
      var bits: (UInt64, UInt64) = (0, 0)
      withUnsafeMutableBytes(of: &bits) {
        $0.copyMemory(from: UnsafeRawBufferPointer(start: value, count: min(size, 16)))
      }
      return bits
    }
  }
}
