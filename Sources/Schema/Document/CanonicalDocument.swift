/// The one-file form of a snapshot (docs/format.md is its normative description).
extension Snapshot {
  /// The canonical bytes: the same schema gives the same bytes on every machine, in every locale.
  package var canonicalBytes: [UInt8] {
    var writer = JSONWriter(capacity: 1 << 16)
    writeDocument(DocumentScope(version: writtenVersion), to: &writer)
    return writer.bytes
  }

  /// The same on one line, for a file that only this program reads.
  package var compactBytes: [UInt8] {
    var writer = JSONWriter(capacity: 1 << 16, isCompact: true)
    writeDocument(DocumentScope(version: writtenVersion), to: &writer)
    return writer.bytes
  }

  /// What it is written in: a document that was read stays what it was, save that the oldest form is never written.
  package var writtenVersion: FormatVersion { version == .legacy ? .current : version }

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
        withUnsafePointer(to: database) { list.write($0, scope, &writer) }
      }
    }
    writer.newline()
  }

  /// Reads the one-file form, of this version or an older one.
  /// - Throws: DocumentError with line and column for anything that a writer of that version could not have written.
  package init(document bytes: [UInt8]) throws(DocumentError) {
    let reader = try JSONReader(bytes)
    let version = try documentVersion(reader)
    if version == .legacy {
      self = try LegacyDocument.read(reader)
    } else {
      try self.init(reader, version, withSchemaMembers: true)
    }
  }

  /// Reads a document of this form, or the folder layout's root file, where schemas are without what lies in them.
  package init(root bytes: [UInt8], withSchemaMembers: Bool) throws(DocumentError) {
    let reader = try JSONReader(bytes)
    try self.init(reader, documentVersion(reader), withSchemaMembers: withSchemaMembers)
  }

  private init(_ reader: JSONReader, _ version: FormatVersion, withSchemaMembers: Bool) throws(DocumentError) {
    let scope = DocumentScope(version: version, withSchemaMembers: withSchemaMembers)
    var reader = reader
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
private func documentVersion(_ reader: JSONReader) throws(DocumentError) -> FormatVersion {
  let (text, mark) = try reader.first("version")
  guard let version = FormatVersion(text) else { throw reader.error(at: mark, "\"\(text)\" is no version") }
  if version > .current {
    throw reader.error(
      at: mark, "version \(version) is newer than this tool, which knows \(FormatVersion.current)",
      hint: "upgrade baseline")
  }
  guard version == .legacy || version >= .first else { throw reader.error(at: mark, "unknown version \(version)") }
  return version
}
