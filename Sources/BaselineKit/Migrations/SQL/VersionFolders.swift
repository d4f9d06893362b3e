/// Conventions of one folder for each migration.
enum VersionFolders {
  /// `VERSION_name/up.sql`; diesel compares versions as text, without the dashes that newer ones have.
  static func diesel(
    _ folder: MigrationFolder, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> MigrationLayout {
    var layout = MigrationLayout(convention: .diesel, scripts: [])
    var byVersion: [String: String] = [:]
    let groups = grouped(folder, running: "up.sql", ignoring: ["down.sql"], &layout)
    for (name, files) in groups {
      let parts = name.split(separator: "_", maxSplits: 1)
      let version = String((parts.first ?? "").filter { $0 != "-" })
      guard version.utf8.first?.isDigit == true, let path = files.first(where: { $0.fileName == "up.sql" }) else {
        layout.unexplained += files.filter(\.isSQL)
        continue
      }
      if let other = byVersion.updateValue(path, forKey: version) {
        throw MigrationError(file: path, reason: "it has the same version (\(version)) as \(other)")
      }
      var script = MigrationScript(path: path, version: version, name: parts.count > 1 ? String(parts[1]) : "")
      if let metadata = files.first(where: { $0.fileName == "metadata.toml" }) {
        script.outsideTransaction = deniesTransaction(String(decoding: try bytes(metadata), as: UTF8.self))
      }
      script.back = back(in: files, outsideTransaction: script.outsideTransaction)
      layout.scripts.append(script)
    }
    layout.scripts.sort { precedesByBytes($0.version, $1.version) }
    return layout
  }

  /// `VERSION_name/migration.sql`, in the order of the folders' names as text; people put a `down.sql` beside it.
  static func prisma(_ folder: MigrationFolder) throws(MigrationError) -> MigrationLayout {
    var layout = MigrationLayout(convention: .prisma, scripts: [])
    for (name, files) in grouped(folder, running: "migration.sql", ignoring: ["down.sql"], &layout) {
      guard let path = files.first(where: { $0.fileName == "migration.sql" }) else { continue }
      let short = name.drop { $0.utf8.first?.isDigit == true }.drop { $0 == "_" }
      var script = MigrationScript(path: path, version: name, name: String(short))
      script.back = back(in: files)
      layout.scripts.append(script)
    }
    return layout
  }

  private static func back(in files: [String], outsideTransaction: Bool = false) -> MigrationScript.Back? {
    files.first { $0.fileName == "down.sql" }.map { .init(path: $0, outsideTransaction: outsideTransaction) }
  }

  /// The folders that hold the named file, in byte order; notes those without, and collects other SQL files.
  private static func grouped(
    _ folder: MigrationFolder, running fileName: String, ignoring ignored: Set<String>, _ layout: inout MigrationLayout
  ) -> [(name: String, files: [String])] {
    var groups: [(name: String, files: [String])] = []
    for file in folder.files {
      let components = folder.components(of: file)
      guard components.count == 2 else {
        if file.isSQL { layout.unexplained.append(file) }
        continue
      }
      if let last = groups.last, last.name.utf8.elementsEqual(components[0].utf8) {
        groups[groups.count - 1].files.append(file)
      } else {
        groups.append((components[0], [file]))
      }
    }
    groups.sort { precedesByBytes($0.name, $1.name) }
    for (name, files) in groups {
      let hasScript = files.contains { $0.fileName == fileName }
      if !hasScript, name.utf8.first?.isDigit == true {
        layout.notes.append("\(folder.shown)/\(name) has no \(fileName): a migration in code, which is not run")
      }
      for file in files where file.isSQL && file.fileName != fileName && !ignored.contains(file.fileName) {
        layout.unexplained.append(file)
      }
    }
    return groups.filter { $0.files.contains { $0.fileName == fileName } }
  }

  /// `run_in_transaction = false` in diesel's metadata.toml.
  private static func deniesTransaction(_ toml: String) -> Bool {
    toml.split(whereSeparator: \.isNewline).contains { line in
      let setting = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
      return setting == "run_in_transaction=false"
    }
  }
}
