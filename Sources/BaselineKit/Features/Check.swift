import Git
import Processes
import Schema

/// The answer of `check` for one database: is it what the baseline says?
package struct CheckReport: Sendable {
  /// Its name under `databases:`; nil: it has none, or it was a document.
  package let name: String?
  /// The database, without its password.
  package let database: String
  /// The state of the repository whose baseline it was compared with.
  package let baseline: String
  package var judgement: Judgement
  package let tableCount: Int
  /// What the causes were concluded from; nil: nothing differs, or nobody looked.
  package var evidence: Evidence?
  /// nil: the database has no tenants.
  package var tenants: TenantReport?
  /// When the schema was read, where nothing has changed it since; nil: for this check.
  package var unchangedSince: Timestamp?
  /// What is not even read, by rule; nil: nobody asked.
  package var unread: [Silencing]?

  /// All that was left out of the comparison, by rule.
  package var silencings: [Silencing] { judgement.silencings + (unread ?? []) }

  /// Of the database and its tenants together: unknown before different before the same.
  package var verdict: Verdict {
    if tenants?.verdict == .unknown { return .unknown }
    return judgement.verdict == .same ? tenants?.verdict ?? .same : judgement.verdict
  }

  package var outcome: Outcome { max(judgement.outcome, tenants?.outcome ?? .passed) }
}

/// What a check is asked to do.
package struct CheckOptions: Sendable {
  /// Every class of difference fails.
  package var strict = false
  /// A migration that is not deployed yet fails.
  package var requireApplied = false
  /// It is asked how much is never read.
  package var explains = false
  /// The database is compared with what it is usually compared with, so that findings are opened and resolved by it: not with the
  /// baseline of another revision.
  package var isUsual = true
  /// How many connections may be open at once.
  package var jobs = 4
  /// Where the last reading of each database is kept; nil: nothing is.
  package var readings: ReadingStore?

  package init() {}
}

/// Compares a live database, or a snapshot of one that was taken elsewhere, with a baseline, and says why they differ.
package struct Check {
  let project: Project
  let context: RunContext
  let options: CheckOptions
  /// What lets findings pass and records them; nil: nothing does.
  package var recording: Recording?
  private let built = BuiltSchemas()

  package init(_ project: Project, _ context: RunContext, _ options: CheckOptions) {
    self.project = project
    self.context = context
    self.options = options
  }

  /// Where the live schema comes from.
  package enum Subject {
    case database(LiveDatabase, CatalogTimeouts)
    /// A document that `baseline snapshot` wrote.
    case file(path: String, bytes: [UInt8])
  }

  /// - Parameter source: whose baseline says what should be.
  /// - Throws: whatever keeps either side from being read: the verdict is unknown then.
  package func check(_ subject: Subject, _ config: Config, against source: FileSource) throws -> CheckReport {
    switch subject {
    case .database(let database, let timeouts):
      let subject = (name: database.name ?? "", database: Result<LiveDatabase, any Error>.success(database))
      return try check([subject], timeouts, config, against: source)[0].result.get()
    case .file(let path, let bytes):
      let baseline = try self.baseline(config, source).snapshot
      let waivers = try Waivers(config, in: project.source())
      let snapshot: Snapshot
      do { snapshot = try Snapshot(document: bytes) } catch {
        throw Failure("reading the snapshot \(path)", error.description, hint: error.hint)
      }
      let reading = LiveReading(snapshot: snapshot)
      var report = try report(
        on: reading, of: nil, described: "the snapshot \(path)", Watch(config), config.policy,
        config, baseline, source, waivers)
      settle(&report, nil, reading, baseline)
      return report
    }
  }

  /// Checks databases: they are read at the same time, as many as there may be connections, and judged one after another in
  /// their order. One that fails does not stop the others.
  /// - Parameter databases: by the names that are said of them; a failure is answered with itself.
  /// - Throws: what keeps all of them from being checked, as a baseline that is missing.
  package func check(
    _ databases: [(name: String, database: Result<LiveDatabase, any Error>)], _ timeouts: CatalogTimeouts,
    _ config: Config, against source: FileSource
  ) throws -> [(name: String, result: Result<CheckReport, any Error>)] {
    let waivers = try Waivers(config, in: project.source())
    let (progress, options) = (context.progress, options)
    // To read a large baseline takes as long as to read the database.
    var read: Result<BaselineReading, any Error>?
    var before: Filtered?
    let looks = try inParallel(
      databases.map(\.database), jobs: options.jobs,
      meanwhile: {
        read = Result { try self.baseline(config, source) }
        // Each database may watch something else.
        guard databases.count == 1, let live = try? databases[0].database.get(), let read = try? read?.get() else {
          return
        }
        before = try? live.watch(config).filtered(read.snapshot)
      },
      done: { if databases.count > 1 { progress("\($0) of \(databases.count) databases are read") } },
      { database in
        Result { try database.get().read(config, timeouts, explains: options.explains, keptIn: options.readings) }
      })
    let found = try read?.get() ?? self.baseline(config, source)
    let baseline = found.snapshot
    let readings = looks.map { look in look.map { $0.sharing(baseline) } }
    let tenants = try self.tenants(of: zip(databases, readings), timeouts, config, baseline, source)
    let unkept = readings.compactMap { $0.unkept } + [found.keep].compactMap(\.self)
    var results: [(name: String, result: Result<CheckReport, any Error>)] = []
    _ = try inParallel(
      unkept, jobs: 1,
      meanwhile: {
        results = databases.indices.map { index in
          let result = Result {
            try judge(
              databases[index].database.get(), readings[index].get(), config, baseline, before, source, waivers,
              tenants[index])
          }
          if case .failure(let error) = result, options.isUsual {
            recording?.record(error, of: databases[index].name)
          }
          return (databases[index].name, result)
        }
      }, { keep in keep() })
    if databases.count == 1 {
      keepUntilExit(found)
      keepUntilExit(looks)
    }
    return results
  }

  /// What comes of one database that was read.
  private func judge(
    _ live: LiveDatabase, _ reading: LiveReading, _ config: Config, _ baseline: Snapshot, _ before: Filtered?,
    _ source: FileSource, _ waivers: Waivers, _ tenants: TenantReport?
  ) throws -> CheckReport {
    var report = try report(
      on: reading, of: live, described: live.description, live.watch(config), live.policy, config, baseline, source,
      waivers, tenants: tenants, before: before)
    // What a rule matches may lie with the tenants alone.
    let silenced = Set(report.tenants?.silenced.map { "\(config.file): \($0.rule) matches nothing" } ?? [])
    report.judgement.warnings.removeAll(where: silenced.contains)
    if let tenants = live.tenants, report.tenants?.count == 0 {
      report.judgement.warnings.append(
        "\(config.file): no schema of \(live.description) is a tenant's: "
          + tenants.match.map(\.text).joined(separator: ", "))
    }
    settle(&report, live, reading, baseline)
    return report
  }

  /// What came of the tenants of databases, by the databases' places.
  private func tenants(
    of readings: some Sequence<
      ((name: String, database: Result<LiveDatabase, any Error>), Result<LiveReading, any Error>)
    >,
    _ timeouts: CatalogTimeouts, _ config: Config, _ baseline: Snapshot, _ source: FileSource
  ) throws -> [Int: TenantReport] {
    var subjects: [(place: Int, subject: TenantComparison.Subject)] = []
    for (place, (database, reading)) in readings.enumerated() {
      guard let live = try? database.database.get(), let outline = try? reading.get().tenants else { continue }
      subjects.append((place, .init(database: live, outline: outline)))
    }
    let comparison = TenantComparison(
      config: config, source: source, baseline: baseline, context: context, options: options, timeouts: timeouts,
      built: built)
    let reports = try comparison.compare(subjects.map(\.subject))
    return Dictionary(uniqueKeysWithValues: zip(subjects.map(\.place), reports))
  }

  private func baseline(_ config: Config, _ source: FileSource) throws -> BaselineReading {
    let readings = options.readings
    let found = try Store(config.baseline).read(
      from: source, keptIn: readings?.documents, believes: readings?.believes == true)
    guard let found else {
      throw Failure(
        "checking against the baseline of \(source.name)", "there is none at \(config.baseline.path)",
        hint: "baseline update")
    }
    return found
  }

  /// The comparison, then its causes, then what lets it pass.
  private func report(
    on reading: LiveReading, of database: LiveDatabase?, described description: String, _ watch: Watch,
    _ policy: Config.Policy,
    _ config: Config, _ baseline: Snapshot, _ source: FileSource, _ waivers: Waivers,
    tenants: TenantReport? = nil, before: Filtered? = nil
  ) throws -> CheckReport {
    let live = reading.snapshot
    let rendering = built.rendering(source, config, context, or: [baseline, live])
    var judgement = try watch.judge(
      baseline, live, options.strict ? .everything : .policy(policy), includesLive: true, rendering: rendering,
      before: before)
    // What another version words differently nobody knows the meaning of without a server to render it.
    if let missing = rendering.missing, baseline.postgres != live.postgres,
      judgement.differences.contains(where: { $0.rendering?.unproved != nil })
    {
      throw missing
    }
    var evidence: Evidence?
    if judgement.verdict == .differs || options.requireApplied {
      let diagnosing = Diagnosing(
        project: project, config: config, watch: watch, context: context, options: options, policy: policy,
        source: source, baseline: baseline, built: built, rendering: rendering)
      evidence = try diagnosing.diagnose(&judgement, reading)
    }
    let name = database?.name
    var tenants = tenants
    waivers.apply(to: &judgement, and: &tenants, at: .database(name), now: context.clock.now)
    var report = CheckReport(
      name: name, database: description, baseline: source.name, judgement: judgement,
      tableCount: judgement.tableCount, evidence: evidence)
    report.tenants = tenants
    report.unchangedSince = reading.unchangedSince
    report.unread = reading.unread?.silencings { schema in
      watch.scope.includesSchema(schema) || database?.tenants?.includes(schema.string) == true
    }
    return report
  }

  /// What lets findings pass in an emergency, and their recording: of the database's own, and of its tenants together.
  private func settle(
    _ report: inout CheckReport, _ database: LiveDatabase?, _ reading: LiveReading, _ baseline: Snapshot
  ) {
    guard let recording else { return }
    let isTelling = options.isUsual && database != nil && report.verdict != .unknown
    var whole = report.judgement
    let tenants = report.tenants?.differences ?? []
    whole.differences += tenants
    whole.silenced += report.tenants?.silencedOfAll ?? []
    recording.permit(
      &whole, in: BypassScope(report.name), old: baseline, new: reading.snapshot, server: reading.server
    ) { debt in
      // Whether all is applied is only found out where it is demanded.
      isTelling && debt.isAbout(reading.server) && (debt.object != .database || options.requireApplied)
    }
    report.tenants?.permit(whole.differences.suffix(tenants.count))
    report.judgement.differences = whole.differences.dropLast(tenants.count)
    report.judgement.violationsPermission = whole.violationsPermission
    if let database, let name = database.name, options.isUsual {
      let facts = CheckFacts(
        name: name, live: database, reading: reading, baseline: baseline, tableCount: report.tableCount,
        verdict: report.verdict, outcome: report.outcome)
      recording.record(facts, whole)
    }
  }
}

extension Result<LiveReading, any Error> {
  /// What keeps it.
  fileprivate var unkept: (@Sendable () -> Void)? {
    guard case .success(let reading) = self, let keep = reading.keep else { return nil }
    return { keep(reading.snapshot) }
  }
}
