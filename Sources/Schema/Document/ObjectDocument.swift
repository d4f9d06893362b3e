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
  // The places that were seen, the lists behind the fields: no kind has 64 of both.
  var seen: UInt64 = 0
  var next = 0
  try reader.entries { key, reader throws(DocumentError) in
    func notice(_ place: Int) throws(DocumentError) {
      guard seen & (1 << place) == 0 else { throw reader.duplicate(key) }
      seen |= 1 << place
    }
    if let place = fields.place(of: key, from: next), fields[place].since <= scope.version {
      try notice(place)
      next = place + 1
      try fields[place].read(&reader, &object)
    } else if let place = lists.firstIndex(where: { $0.name == key && $0.since <= scope.version }) {
      try notice(fields.count + place)
      try lists[place].read(scope, &reader, &object)
    } else {
      throw reader.error("a \(Object.kind.word) has no \"\(key)\" in version \(scope.version)")
    }
  }
  return object
}
