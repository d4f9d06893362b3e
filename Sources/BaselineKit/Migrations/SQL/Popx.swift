/// popx's files: `VERSION_name[.dialect][.autocommit].up.sql`, in any folder below.
enum Popx {
  /// What a file's name says.
  struct Name {
    let digits: Substring
    let name: String
    /// nil for files for all databases.
    let dialect: String?
    let isAutocommit: Bool
    let isUp: Bool

    init?(_ fileName: String) {
      guard let stem = fileName.droppingSuffix(".sql") else { return nil }
      var parts = stem.split(separator: ".", omittingEmptySubsequences: false)
      guard let direction = parts.popLast(), direction == "up" || direction == "down" else { return nil }
      isUp = direction == "up"
      isAutocommit = parts.last == "autocommit"
      if isAutocommit { parts.removeLast() }
      guard let first = parts.first, parts.count <= 2 else { return nil }
      dialect = parts.count == 2 ? String(parts[1]) : nil
      digits = first.prefix { $0 != "_" }
      guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit), digits.endIndex < first.endIndex else { return nil }
      name = String(first[digits.endIndex...].dropFirst())
    }

    var isForPostgres: Bool { ["postgres", "postgresql", "pg", "pgx"].contains(dialect) }
    /// Whether only popx names files so.
    var isTelling: Bool {
      isAutocommit || isForPostgres || ["mysql", "sqlite", "sqlite3", "cockroach", "cockroachdb"].contains(dialect)
    }
  }

  static func layout(of folder: MigrationFolder) throws(MigrationError) -> MigrationLayout {
    var layout = MigrationLayout(convention: .popx, scripts: [])
    var general: [MigrationScript] = []
    var special: [MigrationScript] = []
    var back: [String: MigrationScript.Back] = [:]
    for file in folder.sqlFiles {
      guard let name = Name(file.fileName) else {
        layout.unexplained.append(file)
        continue
      }
      guard name.isUp else {
        let version = String(name.digits)
        if name.isForPostgres || name.dialect == nil && back[version] == nil {
          back[version] = .init(path: file, outsideTransaction: name.isAutocommit)
        }
        continue
      }
      let script = MigrationScript(
        path: file, version: String(name.digits), name: name.name, order: MigrationVersion(name.digits),
        outsideTransaction: name.isAutocommit)
      if name.dialect == nil { general.append(script) } else if name.isForPostgres { special.append(script) }
    }
    try MigrationLayout.refuseVersionedCode(folder.files)
    let replaced = Set(special.map(\.version))
    layout.scripts = try MigrationLayout.ordered(special + general.filter { !replaced.contains($0.version) })
    for (index, script) in layout.scripts.enumerated() { layout.scripts[index].back = back[script.version] }
    return layout
  }
}
