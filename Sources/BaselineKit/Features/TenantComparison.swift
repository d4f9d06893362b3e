import Processes
import Schema

/// Which tenants a database has, and the schema that they are to be like as it is there.
package struct TenantOutline: Sendable {
  let tenants: Config.Tenants
  /// In the order of their bytes.
  let names: [Text]
  /// nil: the database has no such schema, or nothing that could be compared with it. What keeps it from being read does not
  /// keep the rest of the database from being compared.
  let model: Result<(plain: Snapshot, relative: Snapshot)?, any Error>

  init(_ tenants: Config.Tenants, _ catalog: Catalog, _ config: Config) throws {
    self.tenants = tenants
    let names = try catalog.schemaNames().filter { tenants.includes($0.string) }.sorted()
    self.names = names
    model = Result { names.isEmpty ? nil : try catalog.bothWays(Text(tenants.model), track: config.track) }
  }
}

/// Compares the schemas of tenants with the baseline's schema that they are copies of.
///
/// Each is read relative to itself, and so is the model: the schema of that name in the live database where that is what the
/// baseline says, else the one that the migrations make. A document alone could not be the model: its names are qualified.
struct TenantComparison {
  let config: Config
  let source: FileSource
  let baseline: Snapshot
  let context: RunContext
  let options: CheckOptions
  let timeouts: CatalogTimeouts
  let built: BuiltSchemas

  /// One live database and what of its tenants is known.
  struct Subject {
    let database: LiveDatabase
    let outline: TenantOutline
  }

  /// As many tenants as share one look at the whole catalog.
  private static let share = 250

  /// - Returns: a report for each database, in their order.
  func compare(_ subjects: [Subject]) throws -> [TenantReport] {
    var parts: [Part] = []
    var judgements: [[(name: Text, result: Result<Judgement, any Error>)]] = []
    var migrated: [Text: Result<Snapshot, any Error>] = [:]
    for (index, subject) in subjects.enumerated() {
      let names = subject.outline.names
      judgements.append([])
      if names.isEmpty { continue }
      switch model(subject.outline, &migrated) {
      case .failure(let error): judgements[index] = names.map { ($0, .failure(error)) }
      case .success(let model):
        let size = min(Self.share, (names.count + options.jobs - 1) / options.jobs)
        for start in stride(from: 0, to: names.count, by: size) {
          parts.append(
            Part(
              subject: index, database: subject.database, names: Array(names[start..<min(start + size, names.count)]),
              model: model, watch: Watch(config, schemas: [SchemaGlob(subject.outline.tenants.model)]),
              strictness: options.strict ? .everything : .policy(subject.database.policy)))
        }
      }
    }
    let timeouts = self.timeouts
    let results = try inParallel(
      parts, jobs: options.jobs,
      done: { context.progress("tenants: \($0) of \(parts.count) parts are compared") }, { $0.judge(timeouts) })
    var proved: [Int: [String: Judgement]] = [:]
    for (part, result) in zip(parts, results) {
      let rendering = rendering(for: subjects[part.subject].outline)
      judgements[part.subject] += result.map { name, judged in
        (name, Result { try part.proved(judged.get(), rendering, &proved[part.subject, default: [:]]) })
      }
    }
    return zip(subjects, judgements).map { TenantReport($0.outline.tenants, $1) }
  }

  /// Where texts that name things as one of the tenants sees them are rendered once more.
  private func rendering(for outline: TenantOutline) -> Rendering {
    let plain = (try? outline.model.get())??.plain
    return built.rendering(
      source, config, context, or: [baseline] + (plain.map { [$0] } ?? []), relativeTo: Text(outline.tenants.model))
  }

  /// One tenant, before texts were rendered once more.
  private struct Judged: Sendable {
    let judgement: Judgement
    /// The same for all that differ in the same way; empty: nothing differs.
    let key: String
    /// The tenant; nil where one of the same part differs in the same way.
    let snapshot: Snapshot?
  }

  /// Tenants that one connection reads.
  private struct Part: Sendable {
    let subject: Int
    let database: LiveDatabase
    let names: [Text]
    let model: Snapshot
    let watch: Watch
    let strictness: Strictness

    func judge(_ timeouts: CatalogTimeouts) -> [(name: Text, result: Result<Judged, any Error>)] {
      var seen: Set<String> = []
      do {
        return try database.catalog(timeouts).eachRelative(
          names, as: model.database.schemas[0].key, track: watch.config.track
        ) { tenant in
          let judgement = try watch.judge(model, tenant, strictness, includesLive: false)
          let key = judgement.key
          let isFirst = !key.isEmpty && seen.insert(key).inserted
          return Judged(judgement: judgement, key: key, snapshot: isFirst ? tenant : nil)
        }
      } catch {
        return names.map { ($0, .failure(error)) }
      }
    }

    /// What is left of a tenant's differences; those that differ in the same way are rendered once.
    func proved(_ judged: Judged, _ rendering: Rendering, _ known: inout [String: Judgement]) throws -> Judgement {
      if let judgement = known[judged.key] { return judgement }
      guard let tenant = judged.snapshot else { return judged.judgement }
      let judgement = try watch.judge(model, tenant, strictness, includesLive: false, rendering: rendering)
      known[judged.key] = judgement
      return judgement
    }
  }

  /// The schema that tenants are compared with, read as they are.
  /// - Parameter migrated: what the migrations make of it, where they were run already.
  private func model(
    _ outline: TenantOutline, _ migrated: inout [Text: Result<Snapshot, any Error>]
  ) -> Result<Snapshot, any Error> {
    let name = Text(outline.tenants.model)
    do {
      if let live = try outline.model.get(), try isBaseline(live.plain, name) { return .success(live.relative) }
    } catch {
      if config.migrations == nil { return .failure(error) }
    }
    if let known = migrated[name] { return known }
    let result = Result { try self.migrated(name) }
    migrated[name] = result
    return result
  }

  private func migrated(_ name: Text) throws -> Snapshot {
    let operation = "comparing tenants with the schema \(quotedIdentifier(name)) of \(source.name)"
    guard baseline.database.schemas[key: name] != nil else {
      throw Failure(
        operation, "the baseline has no such schema",
        hint: "tenants: {as: …} in \(config.file) names one of the baseline")
    }
    guard config.migrations != nil else {
      throw Failure(
        operation, "the live schema of that name is not what the baseline says, and there are no migrations to make it",
        hint: "bring the live schema and the baseline together first: baseline refresh")
    }
    let database = try MigratedDatabase(
      of: source, config, environment: context.environment, progress: context.progress)
    defer { database.close() }
    try database.migrate(environment: context.environment)
    guard let model = try database.bothWays(name), try isBaseline(model.plain, name) else {
      throw Failure(
        operation, "the baseline is behind: it is not what the migrations beside it make",
        hint: "baseline update, and commit the file")
    }
    return model.relative
  }

  /// Whether a schema, read as a document has it, is what the baseline says of it, whatever words it has for that.
  private func isBaseline(_ snapshot: Snapshot, _ name: Text) throws -> Bool {
    let watch = Watch(config, schemas: [SchemaGlob(name.string)])
    guard try watch.filtered(baseline).snapshot.database.schemas[key: name] != nil else { return false }
    let rendering = built.rendering(source, config, context, or: [baseline, snapshot])
    let judgement = try watch.judge(baseline, snapshot, .everything, includesLive: false, rendering: rendering)
    return judgement.differences.allSatisfy { $0.change.object.schema != name }
  }
}
