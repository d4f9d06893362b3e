import Schema

/// The schemas that migrations make, each built once in a run: several databases are often at the same version.
final class BuiltSchemas {
  /// Which migrations of which state, with which contents.
  private struct Request: Hashable {
    let source: String
    /// nil: all.
    var portion: [String]?
    var contents: [String: [UInt8]] = [:]
  }

  private var built: [Request: Result<Snapshot, any Error>] = [:]
  /// Databases that hold all that a state's migrations make, by the state: texts can be rendered there.
  private var kept: [String: MigratedDatabase] = [:]
  private var renderings: [String: Rendering] = [:]

  /// What all migrations of a state make, not filtered.
  func migrated(_ source: FileSource, _ config: Config, _ context: RunContext) throws -> Snapshot {
    let origin = "\(source.origin)"
    return try built(Request(source: origin)) {
      let database = try MigratedDatabase(
        of: source, config, environment: context.environment, progress: context.progress)
      try database.migrate(environment: context.environment)
      kept[origin] = database
      return try Self.snapshot(of: database)
    }
  }

  /// Where texts are rendered once more: in what the migrations of a state make, or in a skeleton where that cannot be had.
  /// - Parameters:
  ///   - snapshots: what the skeleton is made of.
  ///   - schema: the one that texts are relative to; nil: none.
  func rendering(
    _ source: FileSource, _ config: Config, _ context: RunContext, or snapshots: [Snapshot],
    relativeTo schema: Text? = nil
  ) -> Rendering {
    let origin = "\(source.origin)"
    let place = origin + (schema.map { " \($0)" } ?? "")
    if let known = renderings[place] { return known }
    let rendering = Rendering { [unowned self] in
      if config.migrations != nil, config.shadow == nil, (try? migrated(source, config, context)) != nil,
        let rendering = try kept[origin]?.rendering(relativeTo: schema)
      {
        return rendering
      }
      return try SkeletonServer.rendering(snapshots, relativeTo: schema, config, context.environment, context.progress)
    }
    renderings[place] = rendering
    return rendering
  }

  /// What some migrations of a state make. Where they are those that come first, the others are run behind them, and what all
  /// of them make is known too.
  /// - Parameter contents: what files hold instead of what they have in the state, by path.
  func migrated(
    _ source: FileSource, _ config: Config, _ context: RunContext, only standing: Standing,
    _ applied: AppliedMigrations,
    replacing contents: [String: [UInt8]] = [:]
  ) throws -> Snapshot {
    let paths = Set(standing.applied.map(\.path)).union(contents.keys)
    let origin = "\(source.origin)"
    return try built(Request(source: origin, portion: paths.sorted(), contents: contents)) {
      let database = try MigratedDatabase(
        of: source, config, replacing: contents, environment: context.environment, progress: context.progress)
      let isSQL = config.migrations?.runner == .sql
      if isSQL {
        try database.run(.files(paths), environment: context.environment)
      } else if !standing.applied.isEmpty {
        try database.run(.revisions(applied.keys), environment: context.environment)
      }
      let snapshot = try Self.snapshot(of: database)
      let all = Request(source: origin)
      let isBeginning = !isSQL || standing.isBeginning(of: database.files)
      if contents.isEmpty, isBeginning, built[all] == nil {
        built[all] = Result {
          if isSQL {
            try database.run(.files(Set(database.files).subtracting(paths)), environment: context.environment)
          } else {
            try database.run(.all, environment: context.environment)
          }
          kept[origin] = database
          return try Self.snapshot(of: database)
        }
      }
      return snapshot
    }
  }

  private func built(_ request: Request, _ build: () throws -> Snapshot) throws -> Snapshot {
    if let known = built[request] { return try known.get() }
    let result = Result { try build() }
    built[request] = result
    return try result.get()
  }

  /// Whatever is watched: several databases may watch several schemas.
  private static func snapshot(of database: MigratedDatabase) throws -> Snapshot {
    try database.snapshot(CatalogScope(track: database.config.track) { _ in true })
  }
}

extension Standing {
  /// Whether what is applied stands before all that is not.
  fileprivate func isBeginning(of files: [String]) -> Bool {
    let paths = Set(applied.map(\.path))
    return files.prefix(paths.count).allSatisfy(paths.contains)
  }
}
