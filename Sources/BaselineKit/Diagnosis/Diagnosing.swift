import Git
import Schema

/// Says of each difference why it is there.
struct Diagnosing {
  let project: Project
  let config: Config
  let watch: Watch
  let context: RunContext
  let options: CheckOptions
  let policy: Config.Policy
  /// The state of the repository that was compared with.
  let source: FileSource
  /// Its committed baseline (B), not filtered.
  let baseline: Snapshot
  let built: BuiltSchemas
  let rendering: Rendering

  /// Gives the differences their causes and the actions that follow from them.
  /// - Returns: what the causes were concluded from.
  /// - Throws: Failure when a migration is under way, or when it was demanded that all are applied and that cannot be known.
  func diagnose(_ judgement: inout Judgement, _ reading: LiveReading) throws -> Evidence {
    if let tool = reading.bookkeeping?.atWork {
      throw Failure(
        "finding out why it differs", "\(tool): a migration is under way, and what is there may be half of it",
        hint: "try again when it is done, or wait longer for it: --lock-timeout")
    }
    var evidence = Evidence()
    var states: States?
    do {
      states = try self.states(reading, &evidence, isSame: judgement.differences.isEmpty)
    } catch {
      // That it differs is known all the same.
      let explanation = Explanation(error)
      evidence.problem = explanation.message
      evidence.hint = explanation.hint
    }
    if options.requireApplied { try demandApplied(&judgement, evidence) }
    guard !judgement.differences.isEmpty else { return evidence }
    try conclude(&judgement, states, reading.snapshot, evidence)
    evidence.dependents = dependents(judgement, reading.snapshot)
    return evidence
  }

  /// What depends on the critical tables that differ, on either side.
  private func dependents(_ judgement: Judgement, _ live: Snapshot) -> [Evidence.Dependence] {
    let tables = Set(judgement.differences.filter(\.isCritical).map(\.change.object).map(\.container)).sorted()
    return tables.compactMap { table in
      var objects = baseline.dependents(of: table).all
      for object in live.dependents(of: table).all where !objects.contains(object) { objects.append(object) }
      return objects.isEmpty ? nil : Evidence.Dependence(table: table, objects: objects)
    }
  }

  /// What a diagnosis rests on, not filtered.
  private struct States {
    var of: MigratedStates
    var original: Snapshot?
    var isEditCertain = true
  }

  private func states(_ reading: LiveReading, _ evidence: inout Evidence, isSame: Bool) throws -> States? {
    guard let history = try MigrationHistory(project, config, source) else {
      guard reading.bookkeeping?.books.isEmpty ?? true else {
        evidence.tool = reading.bookkeeping?.books.first?.tool.rawValue
        evidence.problem = "the database is migrated by a tool, and \(config.file) names no migrations"
        evidence.hint = "add `migrations:` to \(config.file)"
        return nil
      }
      evidence.expected = "the baseline: \(config.file) names no migrations"
      return States(of: MigratedStates(migrated: baseline, expected: baseline, isProven: true))
    }
    evidence.recentMigrations = try history.recent(5)
    guard let (book, state) = try book(reading, history.migrations, &evidence), let applied = book.applied else {
      return isSame ? nil : States(of: unexpected(history, &evidence))
    }
    let standing = try state.standing(of: applied) { try MigrationChecksum.isCurrent($0, $1, state.tool, in: source) }
    evidence.pending = standing.pending.map(\.name)
    evidence.unknownMigrations = standing.unknown
    if isSame { return nil }
    let finder = ExpectedState(
      context: context, built: built, history: history, watch: watch, source: source, baseline: baseline, state: state,
      applied: applied)
    var states = States(of: try finder.find(standing, &evidence))
    if let (original, isCertain) = try original(standing, finder, states.of, reading.snapshot, &evidence) {
      (states.original, states.isEditCertain) = (original, isCertain)
    }
    return states
  }

  /// M alone: which migrations are applied is not known.
  private func unexpected(_ history: MigrationHistory, _ evidence: inout Evidence) -> MigratedStates {
    do {
      return MigratedStates(migrated: try built.migrated(source, config, context), isProven: true)
    } catch {
      evidence.notes.append(
        "what the migrations make could not be built either: " + Explanation(error).message)
      return MigratedStates(migrated: baseline)
    }
  }

  /// The bookkeeping that is about our migrations, and these; nil: there is none, or it cannot be read.
  private func book(
    _ reading: LiveReading, _ migrations: Config.Migrations, _ evidence: inout Evidence
  ) throws -> (Bookkeeping, RepositoryMigrations)? {
    guard let books = reading.bookkeeping?.books else {
      evidence.problem = "a document does not say which migrations are applied"
      return nil
    }
    if books.isEmpty {
      evidence.problem = "the database has no table in which a known migration tool keeps its books"
      return nil
    }
    var fitting: [(book: Bookkeeping, state: RepositoryMigrations)] = []
    for book in books {
      if let state = try RepositoryMigrations(of: source, migrations, book.tool) { fitting.append((book, state)) }
    }
    guard let first = fitting.first else {
      let found = books.prefix(3).map { "\($0.table) of \($0.tool.rawValue)" }.joined(separator: ", ")
      evidence.problem = "the books that the database has are not about these migrations: \(found)"
      return nil
    }
    // Of several, the one that knows the most of ours; the nearest of these.
    let scored = fitting.map { (entry: $0, known: $0.state.known(of: $0.book.applied)) }
    let chosen = scored.reduce((entry: first, known: scored[0].known)) { $1.known > $0.known ? $1 : $0 }.entry
    evidence.tool = chosen.book.tool.rawValue
    if fitting.count > 1 {
      evidence.notes.append(
        "\(fitting.count) tables could be the books of these migrations; \(chosen.book.table) was believed")
    }
    evidence.problem = chosen.book.problem
    evidence.hint = chosen.book.hint
    return chosen.book.problem == nil ? chosen : nil
  }

  /// What the applied migrations made before they were edited, and whether it is certain that they were, after they had been
  /// applied; nil: they were not, or it makes no difference.
  private func original(
    _ standing: Standing, _ finder: ExpectedState, _ states: MigratedStates, _ live: Snapshot,
    _ evidence: inout Evidence
  ) throws -> (Snapshot, isCertain: Bool)? {
    guard let expected = states.expected, standing.unknown.isEmpty else { return nil }
    let edited = try EditedMigrations(standing, finder.applied, finder.state.tool, finder.history, source)
    if edited.isEmpty { return nil }
    if edited.isCertain { evidence.edited = edited.lines }
    guard try !compare(watch.filtered(expected).snapshot, watch.filtered(live).snapshot).isSame else { return nil }
    var original: Snapshot?
    if config.migrations?.runner == .sql, !edited.originals.isEmpty {
      do {
        original = try built.migrated(
          source, config, context, only: standing, finder.applied, replacing: edited.originals)
      } catch {
        evidence.notes.append(
          "the migrations could not be run as they were before they were edited: " + Explanation(error).message)
      }
    } else if let match = try finder.history.match(finder.applied, finder.state, isAhead: false) {
      let oldest = try FileSource(project.repository, .commit(match.oldest))
      if match.isOwn, states.isProven, let config = try finder.history.runnable(oldest) {
        original = try? built.migrated(oldest, config, context)
      }
      if original == nil { original = try finder.baseline(of: oldest) }
    }
    guard let original, try !compare(watch.filtered(original).snapshot, watch.filtered(expected).snapshot).isSame else {
      return nil
    }
    evidence.edited = edited.lines
    return (original, edited.isCertain)
  }

  /// `--require-applied`: a migration that changes no schema must be there too.
  private func demandApplied(_ judgement: inout Judgement, _ evidence: Evidence) throws {
    if let problem = evidence.problem, evidence.pending.isEmpty {
      throw Failure(
        "finding out whether all migrations are applied", problem,
        hint: evidence.hint ?? "leave --require-applied out for a database without a migration tool")
    }
    guard !evidence.pending.isEmpty else { return }
    let names = evidence.pending.prefix(5).joined(separator: ", ")
    let more = evidence.pending.count > 5 ? " and \(evidence.pending.count - 5) more" : ""
    judgement.violations.append("not applied: \(names)\(more)")
  }

  private func conclude(_ judgement: inout Judgement, _ states: States?, _ live: Snapshot, _ evidence: Evidence) throws
  {
    guard let states else {
      for index in judgement.differences.indices {
        judgement.differences[index].diagnosis = Diagnosis(causes: [.unknown])
      }
      return
    }
    let all = [baseline, live, states.of.migrated, states.of.expected, states.original, states.of.common]
    let limit = all.compactMap { $0?.version }.min() ?? .current
    func facts(_ snapshot: Snapshot) throws -> Facts { Facts(try watch.filtered(snapshot).snapshot, limit: limit) }
    let reasoning = Reasoning(
      baseline: try facts(baseline), migrated: try facts(states.of.migrated), live: try facts(live),
      expected: try states.of.expected.map(facts), original: try states.original.map(facts),
      isEditCertain: states.isEditCertain, pending: states.of.pending, common: try states.of.common.map(facts),
      unsettled: try containers(ofDifferencesBetween: states.of.migrated, live))
    let advice = Advice(config: config, evidence: evidence, expected: states.of.expected, live: live)
    for index in judgement.differences.indices {
      let change = judgement.differences[index].change
      judgement.differences[index].diagnosis = advice.diagnosis(of: change, reasoning.conclusion(on: change))
    }
    if let expected = states.of.expected, states.of.isProven {
      try addHidden(&judgement, expected, live, reasoning, advice)
    }
    if states.of.isProven, try isBehind(states.of.migrated) {
      judgement.warnings.append(
        "the baseline of \(source.name) is not what its migrations make: baseline verify says in what")
    }
    withdrawRenames(&judgement)
    applyPolicy(&judgement)
    judgement.differences = Judgement.inOrder(judgement.differences)
  }

  /// The paths of all that holds something, at any depth, in which the two differ.
  private func containers(ofDifferencesBetween migrated: Snapshot, _ live: Snapshot) throws -> Set<[Text]> {
    let changes = try compare(watch.filtered(migrated).snapshot, watch.filtered(live).snapshot).changes
    return Set(changes.flatMap { change in change.object.path.indices.map { Array(change.object.path.prefix($0)) } })
  }

  private func isBehind(_ migrated: Snapshot) throws -> Bool {
    try watch.judge(baseline, migrated, .everything, includesLive: false, rendering: rendering).verdict != .same
  }

  /// What the live database has otherwise than expected though the baseline says the same: one of the two hides the other.
  private func addHidden(
    _ judgement: inout Judgement, _ expected: Snapshot, _ live: Snapshot, _ reasoning: Reasoning, _ advice: Advice
  ) throws {
    let told = Dictionary(judgement.differences.map { ($0.change.object, $0.change) }) { first, _ in first }
    let strictness: Strictness = options.strict ? .everything : .policy(policy)
    let judged = try watch.judge(expected, live, strictness, includesLive: true, rendering: rendering)
    for var difference in judged.differences {
      if let other = told[difference.change.object] {
        // What came or went is told as a whole.
        guard other.action == .altered, difference.change.action == .altered else { continue }
        let fields = difference.change.fields.filter { other.field($0.name) == nil }
        if fields.isEmpty { continue }
        let change = Change(object: other.object, action: .altered, fields: fields)
        let action = difference.isCritical ? .fail : strictness.action(for: change.weight)
        if action == .ignore { continue }
        difference = Difference(
          change: change, isCritical: difference.isCritical, action: action, rendering: difference.rendering)
      } else if isSilenced(difference.change, judgement) {
        continue
      }
      var diagnosis = advice.diagnosis(of: difference.change, reasoning.conclusion(on: difference.change))
      diagnosis.isHidden = true
      difference.diagnosis = diagnosis
      judgement.differences.append(difference)
    }
  }

  /// Whether the policy passed over the same difference of the baseline.
  private func isSilenced(_ change: Change, _ judgement: Judgement) -> Bool {
    judgement.silenced.contains {
      $0.object == change.object && ($0.rule.hasPrefix("policy:") || $0.rule == Judgement.renderingRule)
        && Set($0.fields) == Set(change.fields.map(\.name))
    }
  }

  /// What only waits to be deployed became nothing else, and nothing else became it.
  private func withdrawRenames(_ judgement: inout Judgement) {
    let waiting = Set(
      judgement.differences.lazy.filter { $0.diagnosis?.isOnlyWaiting == true }.map(\.change.object))
    for index in judgement.differences.indices {
      let change = judgement.differences[index].change
      guard let other = change.possibleRename, waiting.contains(change.object) || waiting.contains(other) else {
        continue
      }
      judgement.differences[index].change.possibleRename = nil
    }
  }

  /// What is only a matter of deploying, or of having deployed more, has an action of its own.
  private func applyPolicy(_ judgement: inout Judgement) {
    var kept: [Difference] = []
    for var difference in judgement.differences {
      let causes = Set(difference.diagnosis?.causes ?? [.unknown])
      if !difference.isCritical, !options.strict, causes.isSubset(of: [.notDeployed, .ahead]) {
        difference.action = options.requireApplied && causes.contains(.notDeployed) ? .fail : policy.pending
      }
      if difference.action == .ignore {
        judgement.silenced.append(
          Silenced(
            object: difference.change.object, rule: "policy: pending: ignore",
            fields: difference.change.fields.map(\.name)))
      } else {
        kept.append(difference)
      }
    }
    judgement.differences = kept
  }
}

extension RepositoryMigrations {
  /// How many of the applied migrations are ours.
  fileprivate func known(of applied: AppliedMigrations?) -> Int {
    guard let applied else { return 0 }
    return all.count { applied.checksums[$0.key] != nil }
  }
}
