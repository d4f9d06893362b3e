import Git
import Postgres
import Schema

/// What `init` is asked to do.
package struct InitOptions: Sendable {
  package var schemas: [String] = []
  package var track: Set<Tracked> = []
  /// nil: the one file where it exists and below 100 tables, the folder above.
  package var layout: Config.Layout?
  /// Take the schema from the live database although there are migrations.
  package var fromDatabase = false
  package var force = false

  /// What is found out.
  package init() {}
}

/// What `init` wrote. Nothing is committed.
package struct InitReport: Sendable {
  package let configFile: String
  package let baseline: String
  package let migrations: Config.Migrations?
  package let from: String
  package let tableCount: Int
  package let files: [String]
  package let isConfigNew: Bool
  /// false: there was one, and it stays; whether it is right is verify's question.
  package let isBaselineNew: Bool
  package let config: Config
}

/// Finds the migrations, writes the configuration, `.gitattributes` and the first baseline.
package struct Initialising {
  let project: Project
  let environment: [String: String]
  let timeouts: CatalogTimeouts
  let progress: (String) -> Void

  package init(
    _ project: Project, environment: [String: String], timeouts: CatalogTimeouts, progress: @escaping (String) -> Void
  ) {
    self.project = project
    self.environment = environment
    self.timeouts = timeouts
    self.progress = progress
  }

  /// Above so many tables a folder with a file for each serves better than one file.
  private static let folderAbove = 100

  /// - Parameter url: of the live database, where the caller knows one.
  package func run(_ options: InitOptions, url: String?) throws -> InitReport {
    let repository = project.repository
    guard repository.workTree != nil else {
      throw Failure("initialising", "this repository is bare", hint: "run it in a clone with a work tree")
    }
    let workTree = try FileSource(repository, .workTree)
    let existing = try project.config(in: workTree)
    let found = try MigrationSearch(workTree, in: project.folder).find()
    var config = existing ?? Config(file: project.configFile)
    if existing == nil {
      config.baseline = .init(path: project.defaultBaseline, layout: .file)
      config.migrations = options.fromDatabase ? nil : found
      if !options.schemas.isEmpty { config.schemas = options.schemas.map { SchemaGlob($0) } }
      config.track = options.track
    }
    if existing != nil, let kept = try Store(config.baseline).read(from: workTree) {
      let updates = try attributes(config, workTree).map { [$0] } ?? []
      try repository.writeWorkTree(updates)
      return report(config, "the work tree", kept, updates, isConfigNew: false, isBaselineNew: false)
    }
    try demandOrigin(config, isNew: existing == nil, found, url)
    let (snapshot, from) = try firstSnapshot(&config, workTree, url, options)
    let filtered = try Watch(config).filtered(snapshot).snapshot
    if existing == nil {
      let wanted = try options.layout ?? chosenLayout(filtered, workTree.entry(at: config.baseline.path) != nil)
      if wanted == .folder {
        config.baseline = .init(path: String(project.defaultBaseline.dropLast(".json".count)), layout: .folder)
      }
    }
    var updates = try Store(config.baseline).updates(to: filtered, over: workTree)
    if existing == nil {
      let template = ConfigTemplate(
        baseline: config.baseline.layout == .folder ? config.baseline.path + "/" : config.baseline.path,
        postgres: config.postgres, schemas: config.schemas.map(\.text), criticalTables: [],
        migrations: config.migrations,
        track: options.track)
      updates.insert(
        FileUpdate(path: project.configFile, contents: try template.bytes(file: project.configFile)), at: 0)
    }
    if let attributes = try attributes(config, workTree) { updates.append(attributes) }
    try repository.writeWorkTree(updates)
    return report(config, from, filtered, updates, isConfigNew: existing == nil, isBaselineNew: true)
  }

  private func report(
    _ config: Config, _ from: String, _ snapshot: Snapshot, _ updates: [FileUpdate], isConfigNew: Bool,
    isBaselineNew: Bool
  ) -> InitReport {
    InitReport(
      configFile: project.configFile, baseline: config.baseline.path, migrations: config.migrations, from: from,
      tableCount: snapshot.tableCount, files: updates.map(\.path), isConfigNew: isConfigNew,
      isBaselineNew: isBaselineNew, config: config)
  }

  /// There must be something that the first baseline can be made of.
  private func demandOrigin(_ config: Config, isNew: Bool, _ found: Config.Migrations?, _ url: String?) throws {
    let hasLive =
      url != nil || ["DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE"].contains { environment[$0] != nil }
      || config.databases.contains { environment[$0.urlEnv] != nil }
    if config.migrations != nil || hasLive { return }
    let database = "export DATABASE_URL=postgresql://… to take the schema from a database"
    if isNew {
      throw Failure(
        "initialising", "no migrations are recognised here, and no live database is named",
        hint: "\(database), or write `migrations:` into \(project.configFile) yourself")
    }
    let lines = found.map {
      "migrations: {runner: \($0.runner.rawValue), paths: [\($0.paths.joined(separator: ", "))]}"
    }
    throw Failure(
      "initialising", "\(project.configFile) names no migrations, and no live database is named",
      hint: lines.map { "add to it: \($0)" } ?? "\(database), or add `migrations:` to it")
  }

  /// From the migrations where there are some; the major version is the live server's where there is one, else that of the
  /// newest server installed here.
  private func firstSnapshot(
    _ config: inout Config, _ workTree: FileSource, _ url: String?, _ options: InitOptions
  ) throws -> (Snapshot, String) {
    if config.migrations == nil {
      let live = try LiveDatabase(config, named: nil, url: url, environment: environment)
      progress("reading \(live.description)")
      let snapshot = try live.snapshot(config, timeouts)
      if config.postgres == nil { config.postgres = snapshot.postgres }
      return (snapshot, live.description)
    }
    if config.postgres == nil {
      if let url = url ?? environment["DATABASE_URL"] {
        config.postgres = try Connection(ConnectionTarget(url: url)).majorVersion
      } else if config.shadow == nil {
        config.postgres = try ServerBinaries.find(major: nil, environment: environment).major
      }
    }
    let snapshot = try Verify(project, environment: environment, progress: progress).migratedSnapshot(
      of: workTree, config)
    if config.postgres == nil { config.postgres = snapshot.postgres }
    return (snapshot, "the migrations")
  }

  private func chosenLayout(_ snapshot: Snapshot, _ hasFile: Bool) -> Config.Layout {
    hasFile || snapshot.tableCount < Self.folderAbove ? .file : .folder
  }

  /// One line of `.gitattributes`, so that no filter, line-end conversion or encoding ever changes the document's bytes.
  private func attributes(_ config: Config, _ workTree: FileSource) throws -> FileUpdate? {
    let pattern = config.baseline.layout == .folder ? "\(config.baseline.path)/**" : config.baseline.path
    let line = "\(pattern) text eol=lf -filter -ident -working-tree-encoding linguist-generated"
    let old = try workTree.read(at: ".gitattributes") ?? []
    let text = String(decoding: old, as: UTF8.self)
    if text.split(separator: "\n").contains(where: { $0.hasPrefix("\(pattern) ") }) { return nil }
    let separator = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
    return FileUpdate(path: ".gitattributes", contents: Array("\(text)\(separator)\(line)\n".utf8))
  }
}
