/// Django's migrations: `<app>/migrations/NNNN_name.py`. Only apps that the repository has: those of installed packages are
/// not ours.
enum DjangoMigrations {
  static func migrations(_ files: [FileSource.Entry], of source: FileSource) throws -> [RepositoryMigration] {
    var found: [RepositoryMigration] = []
    var labels: [String: String] = [:]
    for entry in files {
      let parts = entry.path.split(separator: "/").map(String.init)
      guard parts.count >= 3, parts[parts.count - 2] == "migrations", let file = parts.last, file.hasSuffix(".py"),
        !file.hasPrefix("_"), entry.mode == .regular || entry.mode == .executable
      else { continue }
      let app = parts.dropLast(2).joined(separator: "/")
      let label = try labels[app] ?? label(of: app, in: source)
      labels[app] = label
      let name = String(file.dropLast(3))
      found.append(
        RepositoryMigration(
          key: "\(label).\(name)", name: "\(label).\(name)", path: entry.path,
          replaces: try replaced(in: entry, of: source)))
    }
    return found.sorted { precedesByBytes($0.key, $1.key) }
  }

  /// The name that the app has in the table: its folder's, unless its configuration names another.
  private static func label(of folder: String, in source: FileSource) throws -> String {
    let standard = folder.fileName
    guard let bytes = try source.read(at: "\(folder)/apps.py") else { return standard }
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) where line.first == " " {
      let assignment = PythonAssignments(String(line.drop { $0 == " " || $0 == "\t" }))
      if let value = assignment["label"], value.isLiteral, let label = value.strings.first { return label }
    }
    return standard
  }

  /// `replaces = [("shop", "0001_initial"), …]` of a squashed migration.
  private static func replaced(in entry: FileSource.Entry, of source: FileSource) throws -> [String] {
    let text = String(decoding: try source.read(entry), as: UTF8.self)
    guard text.contains("replaces") else { return [] }
    // An attribute of the class: the list reads the same with its lines moved to the left.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix("replaces") }) else {
      return []
    }
    let moved = lines[first...].map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "\n")
    guard let value = PythonAssignments(moved)["replaces"], value.isLiteral, value.strings.count % 2 == 0 else {
      return []
    }
    return stride(from: 0, to: value.strings.count, by: 2).map { "\(value.strings[$0]).\(value.strings[$0 + 1])" }
  }
}
