/// Finds a repository's migrations by how the known tools lay them out.
struct MigrationSearch {
  private let source: FileSource
  private let folder: String

  /// - Parameter folder: where to look; the empty path is the top.
  init(_ source: FileSource, in folder: String) {
    self.source = source
    self.folder = folder
  }

  /// Folders with these names usually hold SQL migrations; nearer the top wins.
  private static let folderNames: Set<String> = ["migrations", "migration", "migrate", "flyway"]

  /// - Returns: nil when nothing is recognised.
  func find() throws -> Config.Migrations? {
    let paths = try source.entries(under: folder).map(\.path)
    return alembic(paths) ?? sqitch(paths) ?? sql(paths)
  }

  /// The folder of `sqitch.plan`; a plan at the top of the repository cannot be named as a path.
  private func sqitch(_ paths: [String]) -> Config.Migrations? {
    let plans = paths.filter { $0.hasSuffix("/sqitch.plan") }
    return plans.min { depth($0) < depth($1) }.map { Config.Migrations(runner: .sql, paths: [parent($0)]) }
  }

  /// `alembic.ini` and the folder that it names.
  private func alembic(_ paths: [String]) -> Config.Migrations? {
    let files = paths.filter { $0 == "alembic.ini" || $0.hasSuffix("/alembic.ini") }
    guard let file = files.min(by: { depth($0) < depth($1) }) else { return nil }
    let folder = parent(file)
    let prefix = folder.isEmpty ? "" : folder + "/"
    let scripts = paths.filter { $0.hasPrefix(prefix) && $0.hasSuffix("/env.py") }.min { depth($0) < depth($1) }
    let location = scripts.map(parent) ?? "\(prefix)alembic"
    return Config.Migrations(runner: .alembic, paths: [location, file], workdir: folder.isEmpty ? "." : folder)
  }

  private func sql(_ paths: [String]) -> Config.Migrations? {
    var folders: Set<String> = []
    for path in paths where path.hasSuffix(".sql") {
      let parts = path.split(separator: "/").map(String.init)
      if let index = parts.dropLast().firstIndex(where: { Self.folderNames.contains($0) }) {
        folders.insert(parts[...index].joined(separator: "/"))
      }
    }
    let sorted = folders.sorted { (depth($0), $0) < (depth($1), $1) }
    if let folder = sorted.first { return Config.Migrations(runner: .sql, paths: [folder]) }
    let top = folder.isEmpty ? "" : folder + "/"
    let structure = ["db/structure.sql", "structure.sql", "schema.sql"].map { top + $0 }.first(where: paths.contains)
    return structure.map { Config.Migrations(runner: .sql, paths: [$0]) }
  }

  private func depth(_ path: String) -> Int { path.split(separator: "/").count }

  private func parent(_ path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
