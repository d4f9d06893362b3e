/// The one-file form of a snapshot (docs/format.md is its normative description).
extension Snapshot {
  /// The canonical bytes: the same schema gives the same bytes on every machine, in every locale.
  package var canonicalBytes: [UInt8] {
    var writer = JSONWriter(capacity: 1 << 16)
    writeDocument(DocumentScope(), to: &writer)
    return writer.bytes
  }

  /// Writes `version`, `postgres` and what is in the database, with a final newline.
  package func writeDocument(_ scope: DocumentScope, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("version")
      writer.value(Text(scope.version.description))
      if let postgres {
        writer.key("postgres")
        writer.value(Int64(postgres))
      }
      for list in Database.members where !list.isEmpty(database) {
        writer.key(list.name)
        list.write(database, scope, &writer)
      }
    }
    writer.newline()
  }

  /// Reads the one-file form, of this version or an older one.
  /// - Throws: DocumentError with line and column for anything that a writer of that version could not have written.
  package init(document bytes: [UInt8]) throws(DocumentError) {
    if try documentVersion(bytes) == .legacy {
      self = try LegacyDocument.read(bytes)
    } else {
      try self.init(root: bytes, withSchemaMembers: true)
    }
  }

  /// Reads a document, or the folder layout's root file, where schemas are without what lies in them.
  package init(root bytes: [UInt8], withSchemaMembers: Bool) throws(DocumentError) {
    let version = try documentVersion(bytes)
    let scope = DocumentScope(version: version, withSchemaMembers: withSchemaMembers)
    var reader = try JSONReader(bytes)
    var database = Database()
    var postgres: Int?
    try reader.object { key, reader throws(DocumentError) in
      switch key {
      case "version": try reader.skip()
      case "postgres":
        let mark = reader.mark()
        let major = try reader.integer()
        guard (1...10_000).contains(major) else { throw reader.error(at: mark, "no major version of PostgreSQL") }
        postgres = Int(major)
      default:
        guard let list = Database.members.first(where: { $0.name == key && $0.since <= version }) else {
          throw reader.error("a document has no \"\(key)\" in version \(version)")
        }
        try list.read(scope, &reader, &database)
      }
    }
    try reader.end()
    self.init(postgres: postgres, database: database, version: version)
  }
}

/// The version that a document says it has, as its first attribute.
func documentVersion(_ bytes: [UInt8]) throws(DocumentError) -> FormatVersion {
  var reader = try JSONReader(bytes)
  return try reader.firstMember { key, reader throws(DocumentError) in
    guard key == "version" else { throw reader.error("a document begins with \"version\"") }
    let mark = reader.mark()
    let text = try reader.text()
    guard let version = FormatVersion(text) else { throw reader.error(at: mark, "\"\(text)\" is no version") }
    if version > .current {
      throw reader.error(
        at: mark, "version \(version) is newer than this tool, which knows \(FormatVersion.current)",
        hint: "upgrade baseline")
    }
    guard version == .legacy || version >= .first else { throw reader.error(at: mark, "unknown version \(version)") }
    return version
  }
}
