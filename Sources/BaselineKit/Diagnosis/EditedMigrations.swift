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

  /// Where a program runs the migrations, what they do may stand in any of the files.
  private mutating func readHistory(_ standing: Standing, _ history: MigrationHistory, _ source: FileSource) throws {
    var paths = standing.applied.map(\.path)
    if history.migrations.runner != .sql {
      let waiting = Set(standing.pending.map(\.path))
      let files = try history.migrations.paths.flatMap { try source.entries(under: $0) }
      paths = files.filter { $0.mode == .regular || $0.mode == .executable }.map(\.path)
      paths.removeAll(where: waiting.contains)
    }
    let edited = try history.edited(paths)
    let uncommitted: Set<String> = if case .workTree = source.origin { try history.uncommitted(paths) } else { [] }
    for path in paths where edited[path] != nil || uncommitted.contains(path) {
      let original = try edited[path].map { try history.blob($0.original) } ?? history.versions(of: path).last?.bytes
      // Edited, and edited back.
      guard let original, try source.read(at: path) != original else { continue }
      originals[path] = original
      if uncommitted.contains(path) {
        lines.append("\(path.fileName) is edited in the work tree, and that is not committed")
      } else if let edit = edited[path] {
        lines.append("\(path.fileName) was edited after it came: \(MigrationHistory.line(edit.commit))")
      }
    }
  }
}
