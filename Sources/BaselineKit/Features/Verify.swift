import Git
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
    let migrated = try migratedSnapshot(of: source, config, budget: inHook ? config.hooks.budget : nil)
    var judgement = try Watch(config).judge(baseline, migrated, .everything, includesLive: false)
    try Waivers(config, in: source).apply(to: &judgement, at: .migrations, now: Clock(environment).now)
    recording?.permit(&judgement, of: source, config, baseline: baseline, migrated: migrated)
    return Verification(source: source.name, judgement: judgement, tableCount: baseline.tableCount)
  }

  /// The schema that the migrations of a state make, not filtered yet.
  package func migratedSnapshot(of source: FileSource, _ config: Config, budget: Int? = nil) throws -> Snapshot {
    let database = try MigratedDatabase(of: source, config, environment: environment, progress: progress)
    defer { database.close() }
    try database.migrate(environment: environment, budget: budget)
    return try database.snapshot(Watch(config).scope)
  }
}
