import Git
import Schema

/// Proves that the way back of migrations leads to the schema that was there before them.
///
/// Each migration is run on a database that has only what comes before it (for Alembic: its ancestors), taken back, and run
/// again. The schemas must be the same before it and after its way back, all of them: the configuration's rules spare live databases,
/// and this one has only what migrations made.
/// A database that did not come back the same is thrown away, so that one mistake is not told of the next migration too.
package struct VerifyDown {
  /// Which migrations are looked at.
  package enum Choice {
    case newest(Int)
    case all
    /// Those that another state does not have, or has otherwise: the file or its way back was changed.
    case missing(in: FileSource)
  }

  let project: Project
  let context: RunContext

  package init(_ project: Project, _ context: RunContext) {
    self.project = project
    self.context = context
  }

  /// - Returns: the chosen migrations in the order in which they run.
  /// - Throws: whatever keeps the migrations themselves from running: nothing is known then of their way back.
  package func verify(_ source: FileSource, _ choice: Choice) throws -> [RoundTrip] {
    let operation = "verifying the way back of \(source.name)"
    guard let config = try project.config(in: source) else {
      throw Failure(operation, "it has no \(project.configFile)", hint: "baseline init, and commit what it wrote")
    }
    guard let migrations = config.migrations else {
      throw Failure(operation, "\(config.file) names no migrations", hint: "add `migrations:` to it")
    }
    guard migrations.runner != .command else {
      throw Failure(
        operation, "the command runner knows no single migrations",
        hint: "prove it with the tool itself, or with `runner: sql` or `alembic` if one of them can run the files")
    }
    let steps = try Step.all(of: source, migrations)
    guard !steps.isEmpty else {
      throw Failure(
        operation, "no file under \(migrations.paths.joined(separator: ", ")) is a migration that could be taken back")
    }
    let bench = Bench(source, config, context)
    return try chosen(choice, of: steps, migrations).map(bench.roundTrip)
  }

  private func chosen(_ choice: Choice, of steps: [Step], _ migrations: Config.Migrations) throws -> [Step] {
    switch choice {
    case .all: return steps
    case .newest(let count): return Array(steps.suffix(count))
    case .missing(let other):
      var migrations = migrations
      migrations.paths = try migrations.paths.filter { try !other.entries(under: $0).isEmpty }
      let known = migrations.paths.isEmpty ? [] : try Step.all(of: other, migrations)
      return steps.filter { step in !known.contains { $0.isSame(as: step) } }
    }
  }
}

extension VerifyDown {
  /// A migration and how it is taken back.
  fileprivate struct Step {
    /// The path of the `sql` runner's file, or Alembic's revision.
    let key: String
    let name: String
    let path: String
    /// All that runs before it, in order.
    let needs: [String]
    /// What of that it stands on directly (Alembic).
    var parents: [String] = []
    var back: Result<Back?, MigrationError>
    /// All that decides what it does.
    let content: Content

    struct Back {
      let name: String
      let portion: MigratedDatabase.Portion
    }

    enum Content: Equatable {
      case sql(Migration, back: Migration?)
      case file([UInt8])
    }

    static func all(of source: FileSource, _ migrations: Config.Migrations) throws -> [Step] {
      if migrations.runner == .sql {
        let runner = SQLRunner(migrations, source)
        let files = try runner.plan().migrations.map(\.path)
        return try runner.thereAndBack().map { migration, back in
          Step(
            key: migration.path, name: RepositoryMigrations.name(of: migration.path, migration.convention),
            path: migration.path,
            needs: Array(files.prefix { !$0.utf8.elementsEqual(migration.path.utf8) }),
            back: back.map { $0.map { Back(name: $0.path, portion: .script($0)) } },
            content: .sql(migration, back: try? back.get()))
        }
      }
      guard migrations.command?.contains("upgrade") == true else {
        throw Failure(
          "verifying the way back of \(source.name)", "`command` under migrations: does not say `upgrade`",
          hint: "write it as alembic knows it: [\"alembic\", \"upgrade\", \"head\"]")
      }
      let revisions = try AlembicRevisions.migrations(of: source, migrations.paths, RevisionCache())
      let parents = Dictionary(uniqueKeysWithValues: revisions.map { ($0.key, $0.parents) })
      return try revisions.map { revision in
        var needs: Set<String> = []
        var waiting = revision.parents
        while let key = waiting.popLast() {
          if needs.insert(key).inserted { waiting += parents[key] ?? [] }
        }
        // The one step back of a merge could lead to either parent; to each of them it is the same step.
        let target = revision.parents.count > 1 ? revision.parents[0] : "-1"
        return Step(
          key: revision.key, name: revision.name, path: revision.path,
          needs: revisions.map(\.key).filter(needs.contains), parents: revision.parents,
          back: .success(Back(name: "alembic downgrade", portion: .downgrade(to: target))),
          content: .file(try source.read(at: revision.path) ?? []))
      }
    }

    func isSame(as other: Step) -> Bool { key.utf8.elementsEqual(other.key.utf8) && content == other.content }

    func run(on database: MigratedDatabase, environment: [String: String]) throws {
      switch content {
      case .sql: try database.run(.files([key]), environment: environment)
      case .file: try database.run(.revisions([key]), environment: environment)
      }
    }

    /// Runs what is still missing before it.
    func prepare(_ database: MigratedDatabase, having done: Set<String>, environment: [String: String]) throws {
      let missing = Set(needs).subtracting(done)
      if missing.isEmpty { return }
      switch content {
      case .sql: try database.run(.files(missing), environment: environment)
      case .file: try database.run(.revisions(parents), environment: environment)
      }
    }
  }

  /// Where migrations are tried: a database that is kept as long as all that was run on it is right.
  fileprivate final class Bench {
    private let source: FileSource
    private let config: Config
    private let context: RunContext
    private var database: MigratedDatabase?
    private var done: Set<String> = []
    /// Only the books of migration tools are left out.
    private let watch: Watch

    init(_ source: FileSource, _ config: Config, _ context: RunContext) {
      self.source = source
      self.config = config
      self.context = context
      var everything = config
      everything.schemas = [SchemaGlob("*")]
      everything.ignore = []
      everything.partitions = [:]
      watch = Watch(everything)
    }

    func roundTrip(_ step: Step) throws -> RoundTrip {
      func answer(_ back: String?, _ result: RoundTrip.Result) -> RoundTrip {
        RoundTrip(name: step.name, path: step.path, back: back, result: result)
      }
      switch step.back {
      case .failure(let error): return answer(error.file, .failed(Explanation(error)))
      case .success(nil): return answer(nil, .none(nil))
      case .success(let back?):
        let result = try roundTrip(step, back)
        if case .none = result { return answer(nil, result) }
        return answer(back.name, result)
      }
    }

    private func roundTrip(_ step: Step, _ back: Step.Back) throws -> RoundTrip.Result {
      let environment = context.environment
      let database = try database(for: step)
      try step.prepare(database, having: done, environment: environment)
      let before = try database.snapshot(watch.scope)
      try step.run(on: database, environment: environment)
      // Whatever happens now, the database is not what it was.
      self.database = nil
      context.progress("taking back \(step.path)")
      do {
        try database.run(back.portion, environment: environment)
      } catch {
        if let words = wordsOfIrreversible(error) { return .none(words) }
        return .failed(try explanation(of: error))
      }
      let judgement = try judge(before, try database.snapshot(watch.scope))
      if judgement.outcome == .failed { return .differs(judgement) }
      do {
        try step.run(on: database, environment: environment)
      } catch {
        return .notAgain(try explanation(of: error))
      }
      if judgement.verdict != .same { return .differs(judgement) }
      self.database = database
      done = Set(step.needs + [step.key])
      return .same
    }

    private func database(for step: Step) throws -> MigratedDatabase {
      if let database, done.isSubset(of: step.needs) { return database }
      database = nil
      done = []
      return try MigratedDatabase(
        of: source, config, environment: context.environment, progress: context.progress)
    }

    /// A column that comes back comes last: PostgreSQL knows no other place, so order is told and fails nobody.
    private func judge(_ before: Snapshot, _ after: Snapshot) throws -> Judgement {
      var judgement = try watch.judge(before, after, .everything, includesLive: false)
      // What is critical need not be there yet.
      judgement.warnings = []
      for index in judgement.differences.indices where judgement.differences[index].weight == .order {
        judgement.differences[index].action = .warn
      }
      return judgement
    }

    /// Python's own way to say that there is none: `raise NotImplementedError("drops data")`.
    private func wordsOfIrreversible(_ error: any Error) -> String? {
      guard config.migrations?.runner == .alembic, let failure = error as? Failure,
        let last = failure.reason.split(separator: "\n").last?.drop(while: { $0 == " " }),
        last.hasPrefix("NotImplementedError")
      else { return nil }
      return String(last)
    }

    /// - Throws: the error itself where it is not the migration's: a server that is gone tells nothing.
    private func explanation(of error: any Error) throws -> Explanation {
      if let error = error as? StatementError, error.cause.sqlstate == nil { throw error }
      guard error is StatementError || error is MigrationError || error is Failure else { throw error }
      return Explanation(error)
    }
  }
}
