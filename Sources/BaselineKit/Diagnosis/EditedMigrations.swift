import Schema

/// Applied migrations whose files are not any more what was applied, or may not be.
struct EditedMigrations {
  /// With what is known of the edit, for people.
  private(set) var lines: [String] = []
  /// What the files held when they were applied, by path; where the tool keeps no checksum, what they held at first.
  private(set) var originals: [String: [UInt8]] = [:]
  /// The tool's own checksums say so. Else only git's history does, and an edit that changed no schema is none.
  private(set) var isCertain = false

  var isEmpty: Bool { lines.isEmpty }

  init(
    _ standing: Standing, _ applied: AppliedMigrations, _ tool: MigrationTool, _ history: MigrationHistory,
    _ source: FileSource
  )
    throws
  {
    if tool == .flyway || tool == .prisma {
      isCertain = true
      try compareChecksums(standing, applied, tool, history, source)
    } else {
      try readHistory(standing, history, source)
    }
  }

  private mutating func compareChecksums(
    _ standing: Standing, _ applied: AppliedMigrations, _ tool: MigrationTool, _ history: MigrationHistory,
    _ source: FileSource
  ) throws {
    for migration in standing.applied where migration.path.isSQL {
      guard let checksum = applied.checksums[migration.key] ?? nil, let bytes = try source.read(at: migration.path),
        MigrationChecksum.matches(bytes, checksum, tool) == false
      else { continue }
      // Flyway fills its placeholders in before it computes the checksum of a repeatable migration.
      if migration.key.hasPrefix("R__") { continue }
      let versions = try history.versions(of: migration.path)
      originals[migration.path] = versions.first { MigrationChecksum.matches($0.bytes, checksum, tool) == true }?.bytes
      let isCommitted = versions.first?.bytes == bytes
      lines.append(
        "\(migration.name) was edited after it was applied: "
          + (isCommitted ? MigrationHistory.line(versions[0].commit) : "not committed yet"))
    }
  }

  private mutating func readHistory(_ standing: Standing, _ history: MigrationHistory, _ source: FileSource) throws {
    let paths = standing.applied.map(\.path)
    let edited = try history.edited(paths)
    let uncommitted: Set<String> = if case .workTree = source.origin { try history.uncommitted(paths) } else { [] }
    for migration in standing.applied {
      if let edit = edited[migration.path] {
        originals[migration.path] = try history.blob(edit.original)
        lines.append("\(migration.name) was edited after it came: \(MigrationHistory.line(edit.commit))")
      } else if uncommitted.contains(migration.path) {
        originals[migration.path] = try history.versions(of: migration.path).last?.bytes
        lines.append("\(migration.name) is edited in the work tree and not committed")
      }
    }
  }
}
