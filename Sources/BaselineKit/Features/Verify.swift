import Git
import Postgres
import Schema

/// The answer of `verify`: is the baseline of one state of the repository what its migrations make?
package struct Verification: Sendable {
  package let source: String
  package internal(set) var judgement: Judgement
  package let tableCount: Int
}

/// Proves that the baseline of a state of the repository is what its migrations make, on a database built for it.
package struct Verify {
  let project: Project
  let environment: [String: String]
  let progress: (String) -> Void
  /// What lets findings pass in an emergency; nil: nothing does.
  package var recording: Recording?

  package init(_ project: Project, environment: [String: String], progress: @escaping (String) -> Void) {
    self.project = project
    self.environment = environment
    self.progress = progress
  }

  /// - Parameter inHook: whether the configuration's time budget for hooks holds.
  /// - Throws: Failure when the state has no configuration or no baseline, and whatever keeps the migrations from running:
  ///   the verdict is unknown then.
  package func verify(_ source: FileSource, inHook: Bool = false) throws -> Verification {
    guard let config = try project.config(in: source) else {
      throw Failure(
        "verifying \(source.name)", "it has no \(project.configFile)", hint: "baseline init, and commit what it wrote")
    }
    guard let baseline = try Store(config.baseline).read(from: source) else {
      throw Failure(
        "verifying \(source.name)", "it has no baseline at \(config.baseline.path)",
        hint: source.origin == .index ? "baseline update --staged" : "baseline update, and commit the file")
    }
    if let server = config.postgres, let rendered = baseline.postgres, server != rendered {
      throw Failure(
        "verifying \(source.name)",
        "the baseline was rendered by PostgreSQL \(rendered), \(config.file) says `postgres: \(server)`",
        hint: "baseline update --staged renders it anew")
    }
    let built = try build(source, config, budget: inHook ? config.hooks.budget : nil)
    defer { built.database.close() }
    let migrated = built.snapshot
    let rendering = Rendering(
      in: built.database, or: [baseline, migrated], environment: environment, progress: progress)
    var judgement = try Watch(config).judge(
      baseline, migrated, .everything, includesLive: false, rendering: rendering)
    if let missing = built.missing {
      // Another version can show that they are the same; what differs may be its own doing.
      guard judgement.verdict == .same else { throw missing }
      judgement.warnings.append(
        "PostgreSQL \(baseline.postgres ?? 0) is not installed, and PostgreSQL \(migrated.postgres ?? 0) "
          + "proved it in its place")
    } else if let remark = judgement.renderingRemark {
      judgement.warnings.append("the baseline of \(source.name) \(remark): baseline update writes it anew")
    }
    try Waivers(config, in: source).apply(to: &judgement, at: .migrations, now: Clock(environment).now)
    recording?.permit(&judgement, of: source, config, baseline: baseline, migrated: migrated)
    return Verification(source: source.name, judgement: judgement, tableCount: baseline.tableCount)
  }

  /// The schema that the migrations of a state make, not filtered yet.
  package func migratedSnapshot(of source: FileSource, _ config: Config) throws -> Snapshot {
    let (snapshot, database) = try migrated(source, config)
    database.close()
    return snapshot
  }

  /// The same, with the database that holds it.
  func migrated(
    _ source: FileSource, _ config: Config, anyVersion: Bool = false, budget: Int? = nil
  ) throws -> (snapshot: Snapshot, database: MigratedDatabase) {
    let database = try MigratedDatabase(
      of: source, config, anyVersion: anyVersion, environment: environment, progress: progress)
    try database.migrate(environment: environment, budget: budget)
    return (try database.snapshot(Watch(config).scope), database)
  }

  /// The same, for want of a server of the configured version on one of another.
  /// - Returns: `missing`: that there is none of the configured version.
  private func build(
    _ source: FileSource, _ config: Config, budget: Int?
  ) throws -> (snapshot: Snapshot, database: MigratedDatabase, missing: ServerError?) {
    do {
      let (snapshot, database) = try migrated(source, config, budget: budget)
      return (snapshot, database, nil)
    } catch let missing as ServerError {
      guard config.shadow == nil, (try? ServerBinaries.find(major: config.postgres, environment: environment)) == nil,
        let built = try? migrated(source, config, anyVersion: true, budget: budget)
      else { throw missing }
      return (built.snapshot, built.database, missing)
    }
  }
}
