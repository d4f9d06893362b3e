/// Migrations whose order or content only a program knows: they are refused, never skipped.
extension MigrationLayout {
  /// Folders with a file that names each migration's parents: the order is a graph, and stands in no name.
  static func refuseGraph(in folder: MigrationFolder, bytes: Bytes) throws(MigrationError) {
    for file in folder.files where ["metadata.yaml", "metadata.yml", "metadata.json"].contains(file.fileName) {
      let text = String(decoding: try bytes(file), as: UTF8.self)
      guard text.contains("parents") || text.contains("parent:") || text.contains("\"parent\"") else { continue }
      throw MigrationError(
        file: file, reason: "it names the migration's parents: the order is a graph, which names do not show",
        hint: MigrationError.useCommandRunner)
    }
  }

  /// A folder with code and without SQL.
  static func refuseCode(in folder: MigrationFolder) throws(MigrationError) {
    guard let file = folder.files.first(where: { $0.isCode && $0.fileName != "__init__.py" }) else { return }
    let isPython = file.hasSuffix(".py")
    throw MigrationError(
      file: file, reason: "the migrations are programs, not SQL files",
      hint: isPython
        ? "migrations: {runner: alembic}, or for other tools {runner: command, command: [...]}"
        : MigrationError.useCommandRunner)
  }

  /// Code files that carry a version as the SQL files beside them do.
  static func refuseVersionedCode(_ files: [String]) throws(MigrationError) {
    for file in files where file.isCode && (file.fileName.utf8.first?.isDigit == true || Flyway.isJavaMigration(file)) {
      throw MigrationError(
        file: file, reason: "this migration is a program, not a SQL file", hint: MigrationError.useCommandRunner)
    }
  }
}
