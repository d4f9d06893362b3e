/// What of the objects is in a document: the version it is written in and what is tracked.
package struct DocumentScope: Sendable {
  package let version: FormatVersion
  /// Write and read the members of a schema's objects; false for the folder layout's root file.
  package let withSchemaMembers: Bool

  package init(version: FormatVersion = .current, withSchemaMembers: Bool = true) {
    self.version = version
    self.withSchemaMembers = withSchemaMembers
  }

  func includesMembers<Object: SchemaObject>(of type: Object.Type) -> Bool {
    withSchemaMembers || Object.kind != .schema
  }
}

/// Writes `{…}`: fields in their declared order, absent when they have their default value, then the non-empty lists.
package func writeObject<Object: SchemaObject>(_ object: Object, _ scope: DocumentScope, to writer: inout JSONWriter) {
  withUnsafePointer(to: object) { writeObject(at: $0, scope, to: &writer) }
}

/// The same of one that stays where it is: to copy a table takes as long as to write it.
func writeObject<Object: SchemaObject>(
  at object: UnsafePointer<Object>, _ scope: DocumentScope, to writer: inout JSONWriter
) {
  writer.object { writer in
    Object.fields.forEachSet(of: object) { field in
      if field.since > scope.version { return }
      writer.key(field.name)
      field.write(object, &writer)
    }
    guard scope.includesMembers(of: Object.self) else { return }
    for list in Object.members where list.since <= scope.version && !list.isEmptyAt(object) {
      writer.key(list.name)
      list.write(object, scope, &writer)
    }
  }
}

/// Reads what `writeObject` wrote; keys may come in any order.
/// - Throws: DocumentError at a key that the document's version does not have.
package func readObject<Object: SchemaObject>(
  _ empty: Object, _ scope: DocumentScope, from reader: inout JSONReader
) throws(DocumentError) -> Object {
  var object = empty
  let fields = Object.fields
  let lists = scope.includesMembers(of: Object.self) ? Object.members : []
  var seen = SeenPlaces(count: fields.count + lists.count)
  try reader.entries { key, reader throws(DocumentError) in
    let place = seen.place { place in
      place < fields.count
        ? fields[place].name == key && fields[place].since <= scope.version
        : lists[place - fields.count].name == key && lists[place - fields.count].since <= scope.version
    }
    guard let (place, isNew) = place else {
      throw reader.error("a \(Object.kind.word) has no \"\(key)\" in version \(scope.version)")
    }
    guard isNew else { throw reader.duplicate(key) }
    if place < fields.count {
      try fields[place].read(&reader, &object)
    } else {
      try lists[place - fields.count].read(scope, &reader, &object)
    }
  }
  return object
}

/// The places of an object's fields and lists in the order of their declaration, which is the order that they are written in: the
/// next one is looked for behind the last.
private struct SeenPlaces {
  private let count: Int
  private var next = 0
  private var seen: UInt64 = 0

  /// - Parameter count: at most 64; no kind has half of that.
  init(count: Int) {
    self.count = count
  }

  /// The first that is the one, and whether it was not there before; nil: none is.
  mutating func place(_ isTheOne: (Int) -> Bool) -> (Int, isNew: Bool)? {
    guard let place = (next..<count).first(where: isTheOne) ?? (0..<next).first(where: isTheOne) else { return nil }
    let bit: UInt64 = 1 << place
    let isNew = seen & bit == 0
    seen |= bit
    next = place + 1
    return (place, isNew)
  }
}
