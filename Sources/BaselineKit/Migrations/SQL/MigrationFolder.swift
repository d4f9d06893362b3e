/// The files below one configured path, seen from that path.
struct MigrationFolder {
  /// As configured; empty for the repository's root.
  let path: String
  /// Full paths.
  let files: [String]
  /// The full paths of files directly in the folder (or of the one file that was named), in byte order.
  let top: [String]

  init(_ source: MigrationSource) {
    var path = source.path
    if path.hasPrefix("./") { path = String(path.dropFirst(2)) }
    while path.hasSuffix("/") { path = String(path.dropLast()) }
    if path == "." { path = "" }
    let files = source.files.sorted(by: precedesByBytes)
    self.init(path: path, files: files, top: files.filter { Self.components(of: $0, below: path).count == 1 })
  }

  private init(path: String, files: [String], top: [String]) {
    self.path = path
    self.files = files
    self.top = top
  }

  /// Several folders seen as one, for Flyway's locations.
  static func joining(_ folders: [MigrationFolder]) -> MigrationFolder {
    MigrationFolder(
      path: folders.map(\.path).joined(separator: ", "), files: folders.flatMap(\.files), top: folders.flatMap(\.top))
  }

  /// The names from the folder down to a file; only the file's own name for the configured file itself.
  func components(of file: String) -> [String] { Self.components(of: file, below: path) }

  private static func components(of file: String, below path: String) -> [String] {
    let names = file.split(separator: "/").map(String.init)
    return Array(
      names.dropFirst(file.utf8.elementsEqual(path.utf8) ? names.count - 1 : path.split(separator: "/").count))
  }

  /// Whether the configuration names a file and not a folder.
  var isFile: Bool { files.count == 1 && files[0].utf8.elementsEqual(path.utf8) }
  var sqlFiles: [String] { files.filter(\.isSQL) }
  var topSQLFiles: [String] { top.filter(\.isSQL) }
  /// How errors name the folder.
  var shown: String { path.isEmpty ? "." : path }
}

extension String {
  var isSQL: Bool { utf8.reversed().starts(with: ".sql".utf8.reversed()) }

  /// The part behind the last slash.
  var fileName: String { split(separator: "/").last.map(String.init) ?? self }

  /// What stands before the last slash; empty when there is none.
  var folderName: String { split(separator: "/").dropLast().joined(separator: "/") }

  /// Whether a program would have to run the file: a migration written in code.
  var isCode: Bool {
    let code = [
      "go", "py", "js", "mjs", "cjs", "ts", "rb", "java", "kt", "kts", "scala", "groovy", "cs", "fs", "php", "ex",
      "exs",
      "rs", "clj", "pl", "sh", "fizz",
    ]
    let parts = fileName.split(separator: ".")
    guard parts.count > 1, let ending = parts.last, code.contains(String(ending)) else { return false }
    return !fileName.hasSuffix("_test.go") && !fileName.hasSuffix(".d.ts")
  }

  func droppingSuffix(_ suffix: String) -> String? { hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil }
}

/// Names are bytes: neither a locale nor Unicode's equivalence decides their order.
func precedesByBytes(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
