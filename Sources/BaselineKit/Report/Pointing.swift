import Schema

/// Where in the repository a difference is best shown: the migration's line that names the object, for what migrations make or
/// would make; the baseline's line where it stands, for what somebody did to a database. It decides nothing: what cannot be
/// found is shown at the beginning of the baseline or of the configuration.
package final class Pointing {
  private let config: Config
  private let source: FileSource
  private lazy var migrations: MigrationLines? = config.migrations.flatMap { try? MigrationLines(of: source, $0) }
  private var documents: [String: DocumentLines?] = [:]

  package init(_ config: Config, _ source: FileSource) {
    self.config = config
    self.source = source
  }

  /// What is not about one object.
  package var configuration: SourceLine { SourceLine(config.file) }

  package func line(of change: Change, causes: [Cause]) -> SourceLine {
    let fromMigrations: Set<Cause> = [.notDeployed, .baselineBehind, .migrationEdited]
    if !fromMigrations.isDisjoint(with: causes), let line = migrations?.line(of: change.object) { return line }
    return baseline(change) ?? configuration
  }

  private func baseline(_ change: Change) -> SourceLine? {
    let object = change.object
    let field = change.action == .altered ? change.fields.prefix(1).map(\.name) : []
    // Members lie in any kind of relation.
    let relations: [Kind] = object.path.count > 2 ? Kind.containers : [object.kind]
    var best: (count: Int, line: SourceLine)?
    for relation in relations {
      for (path, keys) in places(object, in: relation) {
        guard let (count, line) = document(path)?.find(keys + field), best.map({ count > $0.count }) ?? true else {
          continue
        }
        best = (count, SourceLine(path, line))
      }
    }
    // An object that is not there yet has no file in the folder layout: it is shown where its schema stands.
    if let best { return best.line }
    let root = Store(config.baseline).rootPath
    return document(root).map { SourceLine(root, $0.find(["schemas"] + (object.schema.map { [$0] } ?? [])).line) }
  }

  /// The files that can hold an object, each with the keys on the way to it.
  private func places(_ object: ObjectID, in relation: Kind) -> [(path: String, keys: [Text])] {
    let path = object.path
    let store = Store(config.baseline)
    guard let schema = object.schema, path.count > 1 else {
      return object.kind.listNames.map { (store.rootPath, [$0] + path) }
    }
    let inside = [path[1]] + (path.count > 2 ? object.kind.listNames.prefix(1) + path[2...] : [])
    return relation.listNames.map { list in
      switch store.layout {
      case .file: (store.path, ["schemas", schema, list] + inside)
      case .folder: (store.folderPath(schema, list, path[1]), inside)
      }
    }
  }

  private func document(_ path: String) -> DocumentLines? {
    if let known = documents[path] { return known }
    let bytes = try? source.read(at: path)
    let lines = bytes.flatMap(\.self).map(DocumentLines.init)
    documents[path] = .some(lines)
    return lines
  }
}
