/// One convention's reading of a folder.
struct MigrationLayout {
  typealias Bytes = (String) throws(MigrationError) -> [UInt8]

  let convention: MigrationConvention
  /// In the order in which they run.
  var scripts: [MigrationScript]
  var notes: [String] = []
  /// SQL files that the convention has no place for.
  var unexplained: [String] = []

  /// The layout that explains all files of a folder; nil where there is nothing to run.
  static func find(
    in folder: MigrationFolder, convention: MigrationConvention?, bytes: Bytes
  ) throws(MigrationError) -> MigrationLayout? {
    try refuseGraph(in: folder, bytes: bytes)
    if folder.sqlFiles.isEmpty { return nil }
    // A file that is named by itself stands where it is named, whatever the other entries follow.
    if folder.isFile { return try structure(folder) }
    if let convention {
      let layout = try read(folder, as: convention, bytes: bytes)
      guard layout.scripts.isEmpty else { return layout }
      throw MigrationError(
        file: folder.shown,
        reason: "none of its SQL files is a \(convention.rawValue) migration: \(list(layout.unexplained))",
        hint: "leave out migrations: {convention: \(convention.rawValue)} to have it found, or name the right folder")
    }
    var best: MigrationLayout?
    for candidate in try candidates(for: folder, bytes: bytes) {
      let layout = try read(folder, as: candidate, bytes: bytes)
      if layout.scripts.isEmpty { continue }
      if layout.unexplained.isEmpty { return layout }
      if layout.unexplained.count < best?.unexplained.count ?? Int.max { best = layout }
    }
    guard let best else { throw noMigrations(in: folder) }
    throw MigrationError(
      file: folder.shown,
      reason: """
        its files look like \(best.convention.rawValue) migrations, but the place of these in the order is not known: \
        \(list(best.unexplained))
        """,
      hint: "migrations: {convention: \(best.convention.rawValue)} in the configuration decides, and leaves them out")
  }

  private static func read(
    _ folder: MigrationFolder, as convention: MigrationConvention, bytes: Bytes
  ) throws(MigrationError) -> MigrationLayout {
    switch convention {
    case .flyway: try Flyway.layout(of: folder, bytes: bytes)
    case .popx: try Popx.layout(of: folder)
    case .diesel: try VersionFolders.diesel(folder, bytes: bytes)
    case .prisma: try VersionFolders.prisma(folder)
    case .sqitch: try Sqitch.layout(of: folder, bytes: bytes)
    case .structure: try structure(folder)
    case .golangMigrate, .goose, .dbmate, .sqlx, .postgresMigrations, .plain:
      try NumberedFiles.layout(of: folder, as: convention, bytes: bytes)
    }
  }

  /// The conventions that could be meant, the most telling signs first.
  private static func candidates(
    for folder: MigrationFolder, bytes: Bytes
  ) throws(MigrationError) -> [MigrationConvention] {
    if Sqitch.plan(in: folder) != nil { return [.sqitch] }
    let marked = try MigrationMarkers.conventions(of: folder.topSQLFiles, bytes: bytes)
    var found: [MigrationConvention] = []
    let below = folder.sqlFiles.filter { folder.components(of: $0).count == 2 }
    if below.contains(where: { $0.fileName == "migration.sql" }) { found.append(.prisma) }
    if below.contains(where: { $0.fileName == "up.sql" && folder.components(of: $0)[0].utf8.first?.isDigit == true }) {
      found.append(.diesel)
    }
    found += marked.filter { $0 == .goose || $0 == .dbmate }
    if folder.sqlFiles.contains(where: { Popx.Name($0.fileName)?.isTelling == true }) { found.append(.popx) }
    // Read by any other rules these would run their Down sections, or leave half of the files out.
    guard found.isEmpty else { return found }
    if folder.sqlFiles.contains(where: { Flyway.Name($0.fileName) != nil }) { found.append(.flyway) }
    found += marked
    return found + [.golangMigrate, .plain, .structure]
  }

  private static func structure(_ folder: MigrationFolder) throws(MigrationError) -> MigrationLayout {
    let named = folder.topSQLFiles.filter { ["structure.sql", "schema.sql"].contains($0.fileName) }
    let chosen = folder.topSQLFiles.count == 1 ? folder.topSQLFiles : named
    if chosen.count > 1 {
      throw MigrationError(
        file: folder.shown, reason: "more than one file could be the whole schema: \(list(chosen))",
        hint: "name the one file in migrations.paths")
    }
    return MigrationLayout(
      convention: .structure, scripts: chosen.map { MigrationScript(path: $0, version: "", name: $0.fileName) },
      unexplained: folder.sqlFiles.filter { file in !chosen.contains { $0.utf8.elementsEqual(file.utf8) } })
  }

  private static func noMigrations(in folder: MigrationFolder) -> MigrationError {
    guard folder.topSQLFiles.isEmpty else {
      return MigrationError(
        file: folder.shown, reason: "the order of its SQL files is not known: \(list(folder.topSQLFiles))",
        hint: "number the files, or list them in their order in migrations.paths")
    }
    let parents = folder.sqlFiles.map { file in
      ["up.sql", "migration.sql"].contains(file.fileName) ? file.folderName.folderName : file.folderName
    }
    let folders = Set(parents).sorted(by: precedesByBytes)
    return MigrationError(
      file: folder.shown, reason: "its SQL files all lie deeper, in \(list(folders))",
      hint: "name the folder of the migrations in migrations.paths, several in the order in which they run")
  }

  /// The first few names.
  static func list(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }
}
