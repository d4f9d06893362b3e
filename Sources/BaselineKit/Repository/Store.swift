import Git
import Schema

/// The baseline in the repository. The only place that knows which layout it has: one file, or a folder with a file for each
/// object of a schema.
package struct Store: Sendable {
  package let path: String
  package let layout: Config.Layout

  package init(_ baseline: Config.BaselinePath) {
    path = baseline.path
    layout = baseline.layout
  }

  package init(path: String, layout: Config.Layout) {
    self.path = path
    self.layout = layout
  }

  /// The folder layout's file for what belongs to the database and the schemas themselves.
  private static let rootName = "baseline.json"

  /// The same baseline in the other layout, where it lay before somebody changed the configuration.
  package var alternative: Store {
    switch layout {
    case .file: Store(path: path.hasSuffix(".json") ? String(path.dropLast(5)) : path, layout: .folder)
    case .folder: Store(path: path + ".json", layout: .file)
    }
  }

  /// The snapshot that a state of the repository holds; nil when it holds none.
  /// - Throws: Failure that names the file, and line and column in it.
  package func read(from source: FileSource) throws -> Snapshot? {
    try read(entries(in: source), source)
  }

  /// The same, where the snapshot of a work tree need not be read again from files that are as they were.
  /// - Parameters:
  ///   - documents: nil: nothing is kept.
  ///   - believes: whether what is kept is believed; else it is removed, and nothing is kept.
  package func read(
    from source: FileSource, keptIn documents: KeptDocuments?, believes: Bool = true
  ) throws -> BaselineReading? {
    let now = FileStamp.now
    let entries = try entries(in: source)
    let top = source.repository.workTree ?? ""
    return try BaselineReading(
      of: entries, at: now, as: "\(top)/\(path) \(layout.rawValue)", keptIn: documents, believes: believes
    ) {
      try read(entries, source)
    }
  }

  private func entries(in source: FileSource) throws -> [FileSource.Entry] {
    switch layout {
    case .file: try source.entry(at: path).map { [$0] } ?? []
    case .folder: try source.entries(under: path)
    }
  }

  private func read(_ entries: [FileSource.Entry], _ source: FileSource) throws -> Snapshot? {
    if entries.isEmpty { return nil }
    switch layout {
    case .file:
      guard entries[0].mode != .tree else {
        throw Failure(
          "reading the baseline of \(source.name)", "\(path) is a folder, where a file was expected",
          hint: "`baseline: \(path)/` in the configuration means the folder layout")
      }
      return try decode(path, source.name) { try Snapshot(document: source.read(entries[0])) }
    case .folder:
      if let entry = entries.first(where: { $0.path == path }) {
        throw Failure(
          "reading the baseline of \(source.name)", "\(path) is a \(entry.mode.word), where a folder was expected")
      }
      return try readFolder(entries, source)
    }
  }

  /// All files of a snapshot with their contents, by path.
  package func files(of snapshot: Snapshot) -> [(path: String, bytes: [UInt8])] {
    switch layout {
    case .file: return [(path, snapshot.canonicalBytes)]
    case .folder:
      var writer = JSONWriter()
      snapshot.writeDocument(DocumentScope(version: snapshot.writtenVersion, withSchemaMembers: false), to: &writer)
      var files = [(path: "\(path)/\(Self.rootName)", bytes: writer.bytes)]
      for schema in snapshot.database.schemas {
        for list in Namespace.members {
          for (position, key) in list.keys(schema).enumerated() {
            var writer = JSONWriter()
            writer.object { writer in
              writer.key(key)
              list.writeMember(schema, position, DocumentScope(version: snapshot.writtenVersion), &writer)
            }
            writer.newline()
            files.append((folderPath(schema.key, list.name, key), writer.bytes))
          }
        }
      }
      return files
    }
  }

  /// What has to be written and removed so that a state of the repository holds the snapshot; empty when it does.
  /// - Parameter source: nil: a state without any file, before the first commit.
  package func updates(to snapshot: Snapshot, over source: FileSource?) throws -> [FileUpdate] {
    var existing: [String: FileSource.Entry] = [:]
    for entry in try source?.entries(under: path, passingOver: true) ?? [] { existing[entry.path] = entry }
    var updates: [FileUpdate] = []
    for file in files(of: snapshot) {
      let old = existing.removeValue(forKey: file.path)
      if let old, old.mode == .regular, try source?.read(old) == file.bytes { continue }
      updates.append(FileUpdate(path: file.path, contents: file.bytes))
    }
    for stale in existing.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where stale.hasSuffix(".json")
    {
      updates.append(FileUpdate(path: stale, contents: nil))
    }
    return updates
  }

  /// The file that begins the document.
  var rootPath: String { layout == .file ? path : "\(path)/\(Self.rootName)" }

  /// The folder layout's file for an object of a schema.
  func folderPath(_ schema: Text, _ list: Text, _ key: Text) -> String {
    "\(path)/\(fileName(for: schema.string))/\(list)/\(fileName(for: key.string)).json"
  }

  private func readFolder(_ entries: [FileSource.Entry], _ source: FileSource) throws -> Snapshot {
    let rootPath = "\(path)/\(Self.rootName)"
    guard let root = entries.first(where: { $0.path == rootPath }) else {
      throw Failure("reading the baseline of \(source.name)", "\(rootPath) is missing beside the other files")
    }
    var snapshot = try decode(rootPath, source.name) {
      try Snapshot(root: source.read(root), withSchemaMembers: false)
    }
    let scope = DocumentScope(version: snapshot.version)
    var filesOf: [String: [FileSource.Entry]] = [:]
    for entry in entries where entry.path != rootPath && entry.path.utf8.suffix(5).elementsEqual(".json".utf8) {
      // Bytes: to look for characters in ten thousand paths takes as long as to read the files.
      let parts = entry.path.utf8.dropFirst(path.utf8.count + 1).split(separator: UInt8(ascii: "/"))
      guard parts.count == 3 else { throw unexpected(entry.path, source.name) }
      filesOf[String(decoding: parts[0], as: UTF8.self), default: []].append(entry)
    }
    try snapshot.database.schemas.rewrite { schema in
      let files = filesOf.removeValue(forKey: fileName(for: schema.key.string)) ?? []
      let parts = try files.map { try decode($0.path, source.read($0), of: schema.key, scope, source.name) }
      var schema = schema
      for list in Namespace.members { list.gather(parts, &schema) }
      return schema
    }
    if let orphan = filesOf.values.first?.first { throw unexpected(orphan.path, source.name) }
    return snapshot
  }

  /// The schema with nothing but the one object of a file.
  /// - Parameter source: the name of what it was read from.
  private func decode(
    _ file: String, _ bytes: [UInt8], of schema: Text, _ scope: DocumentScope, _ source: String
  ) throws -> Namespace {
    let parts = file.utf8.split(separator: UInt8(ascii: "/"))
    let folder = parts.dropLast().last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard let list = Namespace.members.first(where: { $0.name.string == folder && $0.since <= scope.version }) else {
      throw unexpected(file, source)
    }
    var part = Namespace(key: schema)
    try decode(file, source) {
      var reader = try JSONReader(bytes)
      try list.read(scope, &reader, &part)
      try reader.end()
    }
    let keys = list.keys(part)
    guard keys.count == 1, folderPath(schema, list.name, keys[0]).utf8.elementsEqual(file.utf8) else {
      throw Failure(
        "reading the baseline of \(source)", "\(file) does not hold the one object its name stands for",
        hint: "baseline update")
    }
    return part
  }

  private func unexpected(_ file: String, _ source: String) -> Failure {
    Failure(
      "reading the baseline of \(source)", "\(file) belongs to no schema of \(path)/\(Self.rootName)",
      hint: "baseline update")
  }

  /// Adds the file to what the document's reader says.
  private func decode<Value>(_ file: String, _ source: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DocumentError {
      let place = error.line.flatMap { line in error.column.map { ":\(line):\($0)" } } ?? ""
      throw Failure(
        "reading the baseline of \(source)", "\(file)\(place): \(error.reason)",
        hint: error.hint ?? "baseline update, or: git checkout HEAD -- \(path)")
    }
  }
}

extension Snapshot {
  /// The SHA-256 of the one-file canonical bytes: it goes into trailers and events, never into the document.
  package var fingerprint: String { SHA256.hex(canonicalBytes) }
}
