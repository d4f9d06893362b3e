import Schema

/// What migrations make, of the state that is compared with and of what a live database has of it.
struct MigratedStates {
  /// M
  var migrated: Snapshot
  /// E; nil: not known.
  var expected: Snapshot?
  /// Whether both were built for this, and do not rest on committed baselines that nobody proved.
  var isProven = false
  var pending: Set<Cause> = [.notDeployed]
  var common: Snapshot?
}

/// Finds out what a live database should be.
struct ExpectedState {
  let context: RunContext
  let built: BuiltSchemas
  let history: MigrationHistory
  let watch: Watch
  let source: FileSource
  let baseline: Snapshot
  let state: RepositoryMigrations
  let applied: AppliedMigrations

  private var config: Config { history.config }

  func find(_ standing: Standing, _ evidence: inout Evidence) throws -> MigratedStates {
    var standing = standing
    if standing.isExact {
      var states = migrated(&evidence)
      states.expected = states.migrated
      evidence.expected = "all migrations of \(source.name)"
      return states
    }
    let match = try history.match(applied, state, isAhead: !standing.unknown.isEmpty)
    evidence.commit = match.map { "\($0.newest)" }
    if !standing.unknown.isEmpty {
      if let match {
        standing = self.standing(with: match)
        evidence.unknownMigrations = standing.unknown.map { key in
          match.standing.applied.first { $0.key == key }?.name ?? key
        }
      } else if applied.extent == .withAncestors {
        // What the revision stands on is not known either: nothing can be called pending.
        standing.pending = []
      }
      evidence.pending = standing.pending.map(\.name)
      return try ahead(standing, match, &evidence)
    }
    if config.migrations?.runner != .command || standing.applied.isEmpty {
      if let states = try replayed(standing, match, &evidence) { return states }
    }
    return try committed(match, &evidence)
  }

  /// M, built where that is possible, else the baseline in its place.
  func migrated(_ evidence: inout Evidence) -> MigratedStates {
    do {
      return MigratedStates(migrated: try built.migrated(source, config, context), isProven: true)
    } catch {
      evidence.notes.append(
        "what the migrations make could not be built, and the baseline of \(source.name) is taken for it: "
          + Explanation(error).message)
      return MigratedStates(migrated: baseline)
    }
  }

  /// E by running the migrations that are applied, and M by running the rest; nil: they cannot be run here.
  private func replayed(_ standing: Standing, _ match: MigrationHistory.Match?, _ evidence: inout Evidence) throws
    -> MigratedStates?
  {
    guard let contents = try repeatables(standing, &evidence) else { return nil }
    let expected: Snapshot
    do {
      expected = try built.migrated(source, config, context, only: standing, applied, replacing: contents)
    } catch {
      evidence.notes.append("the applied migrations could not be run: \(Explanation(error).message)")
      return nil
    }
    var states = migrated(&evidence)
    states.expected = expected
    let count = standing.applied.count
    evidence.expected =
      count == 0
      ? "an empty database: no migration is applied"
      : "the \(count == 1 ? "migration" : "\(count) migrations") up to \(standing.applied.last?.name ?? ""), run on a private server"
    if let match, match.isOwn, let committed = try baseline(of: match),
      try !compare(watch.filtered(committed).snapshot, watch.filtered(expected).snapshot).isSame
    {
      evidence.notes.append(
        "the baseline of commit \(match.newest.short) is not what its migrations make; it was not believed")
    }
    return states
  }

  /// The contents that repeatable migrations had when they were applied which are to run again; nil: one is lost.
  private func repeatables(_ standing: Standing, _ evidence: inout Evidence) throws -> [String: [UInt8]]? {
    var contents: [String: [UInt8]] = [:]
    for migration in standing.pending {
      guard let checksum = applied.checksums[migration.key] ?? nil else { continue }
      let versions = try history.versions(of: migration.path)
      guard let version = versions.first(where: { MigrationChecksum.matches($0.bytes, checksum, state.tool) == true })
      else {
        evidence.notes.append("what \(migration.name) was when it was applied is not in git's history")
        return nil
      }
      contents[migration.path] = version.bytes
    }
    return contents
  }

  /// E from a commit that has exactly the applied migrations: built from its own where it is ours, else its baseline.
  private func committed(_ match: MigrationHistory.Match?, _ evidence: inout Evidence) throws -> MigratedStates {
    var states = migrated(&evidence)
    guard let match else {
      if applied.checksums.isEmpty && applied.floor == nil {
        states.expected = emptied(states.migrated)
        states.isProven = false
        evidence.expected = "an empty database: no migration is applied"
      } else {
        evidence.problem = "no commit has exactly the migrations that the database has"
        if history.project.repository.isShallow {
          evidence.problem = "no commit of this shallow clone has exactly the migrations that the database has"
          evidence.hint = "git fetch --unshallow"
        }
      }
      return states
    }
    let commit = "commit \(match.newest.short)"
    let source = try FileSource(history.project.repository, .commit(match.newest))
    let runnable = match.isOwn ? try history.runnable(source) : nil
    if let runnable, states.isProven {
      do {
        states.expected = try built.migrated(source, runnable, context)
        evidence.expected = "the migrations of \(commit), run on a private server"
        return states
      } catch {
        evidence.notes.append("the migrations of \(commit) could not be run: \(Explanation(error).message)")
      }
    }
    states.isProven = false
    states.expected = try baseline(of: source)
    if states.expected == nil {
      evidence.problem = "\(commit) has the migrations that the database has, and no baseline"
    } else {
      evidence.expected =
        "the baseline of \(commit), which nobody proved here"
      if !match.isOwn {
        evidence.expected? += ": it is of a branch, and nothing of it is run"
      } else if runnable == nil {
        evidence.expected? +=
          ": its configuration runs something else than that of \(self.source.name), and nothing of it is run"
      }
    }
    return states
  }

  /// The database has migrations that this state does not have.
  private func ahead(_ standing: Standing, _ match: MigrationHistory.Match?, _ evidence: inout Evidence) throws
    -> MigratedStates
  {
    var states = try committed(match, &evidence)
    if match == nil {
      states.expected = nil
      evidence.expected = nil
      evidence.problem =
        "the database has migrations that are not in \(source.name), and no commit of this clone has exactly what it has: "
        + standing.unknown.prefix(5).joined(separator: ", ")
      evidence.hint = "git fetch --all, or check with the state that was deployed: baseline check --at REV"
    }
    states.pending = standing.pending.isEmpty ? [.ahead] : [.notDeployed, .ahead]
    if !standing.pending.isEmpty, states.isProven || match?.isOwn == false, config.migrations?.runner == .sql {
      // Where it cannot be built both are said of what is either.
      states.common = try? built.migrated(source, config, context, only: standing, applied)
    }
    return states
  }

  /// As seen from this state, by what a commit knows of the applied migrations.
  private func standing(with match: MigrationHistory.Match) -> Standing {
    let has = Set(match.standing.applied.map(\.key))
    let known = Set(state.all.map(\.key))
    return Standing(
      applied: state.all.filter { has.contains($0.key) }, pending: state.all.filter { !has.contains($0.key) },
      unknown: match.standing.applied.map(\.key).filter { !known.contains($0) })
  }

  /// The committed baseline of a match, wherever it lay then; nil: it has none that can be read.
  func baseline(of match: MigrationHistory.Match) throws -> Snapshot? {
    try baseline(of: FileSource(history.project.repository, .commit(match.newest)))
  }

  func baseline(of source: FileSource) throws -> Snapshot? {
    let path = try history.config(of: source)?.baseline ?? config.baseline
    do { return try Store(path).read(from: source) } catch is Failure { return nil }
  }

  /// What is there before the first migration: the schemas that every database has.
  private func emptied(_ snapshot: Snapshot) -> Snapshot {
    var empty = snapshot
    empty.database = Database()
    let schemas = snapshot.database.schemas.filter { $0.key == "public" }.map { schema in
      var bare = Namespace(key: schema.key)
      (bare.comment, bare.owner, bare.privileges) = (schema.comment, schema.owner, schema.privileges)
      return bare
    }
    empty.database.schemas = Keyed(sorting: schemas)
    return empty
  }
}
