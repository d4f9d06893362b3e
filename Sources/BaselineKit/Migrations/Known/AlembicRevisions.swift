import Git

/// What was read of files before: states of one history share most of them.
final class RevisionCache {
  fileprivate var revisions: [OID: RepositoryMigration?] = [:]
}

/// Alembic's version files, read as text: nothing of them is run.
enum AlembicRevisions {
  /// The revisions of a state, each behind its parents.
  static func migrations(
    of source: FileSource, _ paths: [String], _ cache: RevisionCache
  ) throws -> [RepositoryMigration] {
    var found: [RepositoryMigration] = []
    for path in paths {
      for entry in try source.entries(under: path) where entry.path.hasSuffix(".py") {
        guard entry.mode == .regular || entry.mode == .executable else { continue }
        let known = entry.oid.flatMap { cache.revisions[$0] }
        // A file that only was moved is read anew.
        if let known, known.map({ $0.path == entry.path }) ?? true {
          if let known { found.append(known) }
          continue
        }
        let migration = try migration(entry.path, String(decoding: source.read(entry), as: UTF8.self))
        if let oid = entry.oid { cache.revisions[oid] = .some(migration) }
        if let migration { found.append(migration) }
      }
    }
    return try inOrder(found.sorted { precedesByBytes($0.path, $1.path) })
  }

  /// - Returns: nil for a file that is no revision, as env.py.
  private static func migration(_ path: String, _ text: String) throws -> RepositoryMigration? {
    let assignments = PythonAssignments(text)
    guard let revision = assignments["revision"], assignments["down_revision"] != nil else { return nil }
    guard revision.strings.count == 1, revision.isLiteral, let key = revision.strings.first else {
      throw MigrationError(file: path, reason: "its revision is no plain text")
    }
    var parents: [String] = []
    for name in ["down_revision", "depends_on"] {
      guard let value = assignments[name] else { continue }
      guard value.isLiteral else { throw MigrationError(file: path, reason: "its \(name) is no plain text") }
      parents += value.strings
    }
    return RepositoryMigration(key: key, name: path.fileName, path: path, parents: parents)
  }

  /// Parents first; of those that could be next the one whose path comes first.
  private static func inOrder(_ revisions: [RepositoryMigration]) throws -> [RepositoryMigration] {
    let keys = Set(revisions.map(\.key))
    if keys.count < revisions.count {
      throw MigrationError(file: revisions[0].path.folderName, reason: "two files have the same revision")
    }
    var ordered: [RepositoryMigration] = []
    var done: Set<String> = []
    var rest = revisions
    while !rest.isEmpty {
      guard let next = rest.firstIndex(where: { $0.parents.allSatisfy { done.contains($0) || !keys.contains($0) } })
      else { throw MigrationError(file: rest[0].path, reason: "its revisions go in a circle") }
      done.insert(rest[next].key)
      ordered.append(rest.remove(at: next))
    }
    return ordered
  }
}
