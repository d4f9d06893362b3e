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
  writer.object { writer in
    for field in Object.fields where field.since <= scope.version && !field.isDefault(object) {
      writer.key(field.name)
      field.write(object, &writer)
    }
    guard scope.includesMembers(of: Object.self) else { return }
    for list in Object.members where list.since <= scope.version && !list.isEmpty(object) {
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
  try reader.object { key, reader throws(DocumentError) in
    if let field = Object.fields.first(where: { $0.name == key && $0.since <= scope.version }) {
      try field.read(&reader, &object)
    } else if scope.includesMembers(of: Object.self),
      let list = Object.members.first(where: { $0.name == key && $0.since <= scope.version })
    {
      try list.read(scope, &reader, &object)
    } else {
      throw reader.error("a \(Object.kind.word) has no \"\(key)\" in version \(scope.version)")
    }
  }
  return object
}
