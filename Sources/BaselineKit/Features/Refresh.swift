import Git
import Postgres
import Processes
import Schema

/// What a refresh is asked to do.
package struct RefreshOptions: Sendable {
  /// Write the baseline from the live database although there are migrations.
  package var acceptLive = false
  /// Run `migrations.deploy` on the live database first.
  package var migrate = false
  /// Commit there, without touching the work tree; nil: where HEAD is.
  package var branch: String?
  package var push = false
  package var commit = true
  /// It settles what passed by emergency bypass, and its commit says so.
  package var emergency = false
  /// The subject instead of ours.
  package var subject: String?

  /// The standard procedure.
  package init() {}
}

/// What a refresh did, step by step.
package struct RefreshReport: Sendable {
  /// The commit; nil: there was nothing to change, or `--no-commit`.
  package let commit: OID?
  package let branch: String?
  package let path: String
  package let from: String
  package let tableCount: Int
  package let silenced: [Silenced]
  package let changes: [Change]
  package let isUnchanged: Bool
  /// Where uncommitted edits of the baseline were kept.
  package let backup: OID?
  /// What the live database differs in from what was committed: the baseline is written from the migrations.
  package let live: Judgement?
  package let warnings: [String]
  package let isPushed: Bool
  /// The bypassed findings that the commit settles.
  package let settled: [BypassDebt]
}

/// The standard procedure (design section 6): all or nothing, ending in a commit.
package struct Refresh {
  let project: Project
  let environment: [String: String]
  let timeouts: CatalogTimeouts
  let progress: (String) -> Void
  /// What records that it began and how it ended; nil: nothing does.
  package var recording: Recording?

  package init(
    _ project: Project, environment: [String: String], timeouts: CatalogTimeouts, progress: @escaping (String) -> Void
  ) {
    self.project = project
    self.environment = environment
    self.timeouts = timeouts
    self.progress = progress
  }

  private var repository: Repository { project.repository }

  /// - Parameter live: nil: there is none to compare with or read from.
  package func refresh(_ options: RefreshOptions, live: LiveDatabase?) throws -> RefreshReport {
    let start = recording?.begin(refreshOf: live?.name)
    do {
      let report = try perform(options, live)
      recording?.end(start, .success(report), live?.name)
      return report
    } catch {
      recording?.end(start, .failure(error), live?.name)
      throw error
    }
  }

  private func perform(_ options: RefreshOptions, _ live: LiveDatabase?) throws -> RefreshReport {
    let place = try Place(options.branch, in: repository)
    let config = try self.config(at: place)
    let store = Store(config.baseline)
    try demandPreconditions(config, live, options, place)
    if options.migrate { try deploy(config, live) }

    let fromMigrations = config.migrations != nil && !options.acceptLive
    let source = try place.base.map { try FileSource(repository, .commit($0)) }
    let reading = try read(config, live, fromMigrations ? source ?? FileSource(repository, .workTree) : nil)
    let filtered = try Watch(config).filtered(reading.snapshot)
    let liveJudgement = try compareLive(config, filtered.snapshot, live, fromMigrations)
    try demandMigrated(live, liveJudgement)

    let old = try source.map { try readOld(store, $0) } ?? nil
    let updates = try store.updates(to: filtered.snapshot, over: source)
    try verifyStored(store.files(of: filtered.snapshot), store, filtered.snapshot, config, live, fromMigrations)

    var report = Draft(
      path: store.path, from: reading.name, tableCount: filtered.snapshot.tableCount, silenced: filtered.silenced,
      changes: old.map { compare($0, filtered.snapshot).changes } ?? [], live: liveJudgement,
      warnings: try Watch(config).warnings(about: [reading.snapshot], includesLive: !fromMigrations),
      branch: options.branch)
    let lagging = place.isHere ? try store.updates(to: filtered.snapshot, over: FileSource(repository, .workTree)) : []
    if place.isHere { try repository.requireWritable(updates + lagging) }
    if !lagging.isEmpty { report.backup = try Backup(project).keepUncommitted(store) }
    if !options.commit {
      try repository.writeWorkTree(lagging)
      return report.finished(isUnchanged: lagging.isEmpty)
    }
    progress("committing")
    // On another branch nothing is settled before that is merged.
    let settled =
      place.isHere && options.emergency
      ? try (recording?.unsettled ?? []).filter { try isSettled($0, live, liveJudgement) } : []
    let message = RefreshMessage(
      subject: options.subject ?? (options.emergency ? RefreshMessage.emergencySubject : nil), changes: report.changes,
      isFirst: old == nil, snapshot: filtered.snapshot, settled: settled,
      lastMigration: try fromMigrations ? source.flatMap { try lastMigration(config, $0) } : nil)
    // Where HEAD has it already no commit is made; what was staged or edited is brought back to it.
    let staged = place.isHere ? try store.updates(to: filtered.snapshot, over: FileSource(repository, .index)) : []
    let all = (updates + staged + lagging).reduce(into: [FileUpdate]()) { all, update in
      if !all.contains(where: { $0.path.utf8.elementsEqual(update.path.utf8) }) { all.append(update) }
    }
    if all.isEmpty { return report.finished(isUnchanged: true) }
    let commit = try repository.commit(
      CommitRequest(
        updates: all, message: message.text, branch: place.branch, expectedParent: place.base,
        touchWorkTree: place.isHere))
    if updates.isEmpty { return report.finished(isUnchanged: true) }
    report.commit = commit
    if options.emergency {
      report.settled = settled
      recording?.settle(settled, by: commit)
    }
    if options.push { try push(place.name) }
    return report.finished(isUnchanged: false, isPushed: options.push)
  }

  /// Where the commit goes.
  private struct Place {
    /// As git's commit takes it; nil: where HEAD is.
    let branch: String?
    /// The branch that moves; nil: HEAD is detached.
    let name: String?
    /// What the commit is made on; nil: it is the first of all.
    let base: OID?
    /// Whether work tree and index follow.
    let isHere: Bool
    let isNew: Bool

    init(_ wanted: String?, in repository: Repository) throws {
      let head = try repository.head()
      let prefix = "refs/heads/"
      let name = wanted.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
      // git forbids the last two for branches alone.
      if let name, !Repository.isReferenceName(prefix + name) || name == "HEAD" || name.hasPrefix("-") {
        throw Failure("refreshing the baseline on \(name)", "that is no name of a branch")
      }
      isHere = name == nil || name == head.branch
      branch = isHere ? nil : name
      self.name = name ?? head.branch
      let existing = isHere ? nil : try name.flatMap { try repository.reference(prefix + $0) }
      isNew = !isHere && existing == nil
      base = existing ?? head.commit
    }
  }

  /// The configuration of a tree decides about that tree: on another branch that is its own.
  private func config(at place: Place) throws -> Config {
    if !place.isHere, let base = place.base, let config = try project.config(in: FileSource(repository, .commit(base)))
    {
      return config
    }
    return try project.config()
  }

  /// Step 1: all that could stop it is found before anything happens, and all of it is told.
  private func demandPreconditions(
    _ config: Config, _ live: LiveDatabase?, _ options: RefreshOptions, _ place: Place
  ) throws {
    var problems: [any Error] = []
    func demand(_ body: () throws -> Void) { do { try body() } catch { problems.append(error) } }
    demand {
      if let word = repository.state.word {
        throw Failure("refreshing the baseline", "\(word) is under way", hint: repository.state.hint)
      }
    }
    demand { if options.commit { _ = try repository.identity(.committer) } }
    demand {
      guard let migrations = config.migrations, !options.acceptLive, options.commit, place.isHere || place.isNew else {
        return
      }
      // Of a renamed file the second path is the old one.
      let changed = try repository.gitOutput(
        ["--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--"]
          + migrations.paths + [config.file],
        doing: "looking for uncommitted migrations")
      guard let first = changed.split(separator: "\0").first?.dropFirst(3) else { return }
      let isConfig = first.utf8.elementsEqual(config.file.utf8)
      throw Failure(
        "refreshing the baseline",
        isConfig ? "\(config.file) has uncommitted changes" : "there are uncommitted migrations (\(first))",
        hint: "a refresh commits the baseline alone: git add \(shellWord(isConfig ? config.file : String(first))), "
          + "then `baseline update --staged`, and commit both")
    }
    demand {
      if options.push && place.name == nil {
        throw Failure(
          "refreshing the baseline", "HEAD is detached: there is no branch to push", hint: "name one: --branch NAME")
      }
    }
    demand {
      if config.migrations == nil && live == nil || options.acceptLive && live == nil {
        throw Failure(
          "refreshing the baseline", "there is no live database to read it from",
          hint: "export DATABASE_URL=postgresql://…")
      }
    }
    demand { if let live { _ = try live.connect() } }
    demand {
      if options.migrate && config.migrations?.deploy == nil {
        throw Failure("refreshing the baseline", "--migrate wants `deploy:` under migrations: in \(config.file)")
      }
    }
    if problems.count == 1 { throw problems[0] }
    if !problems.isEmpty { throw Failures(problems) }
  }

  /// Step 2, with `--migrate`: the only thing that ever changes a database we did not make, and it is the team's own command.
  private func deploy(_ config: Config, _ live: LiveDatabase?) throws {
    guard let command = config.migrations?.deploy, let program = command.first else { return }
    progress("running \(command.joined(separator: " "))")
    let finished = try Invocation(
      program, Array(command.dropFirst()), environment: environment, directory: repository.workTree
    ).run()
    guard finished.status.isSuccess else {
      let output = (finished.errorText + finished.text).split(separator: "\n").suffix(20).joined(separator: "\n  ")
      throw Failure(
        "deploying the migrations",
        "\(program) ended with \(finished.status)\n  \(live?.target.redactor.redact(output) ?? output)")
    }
  }

  /// Step 3.
  private func read(
    _ config: Config, _ live: LiveDatabase?, _ migrations: FileSource?
  ) throws -> (snapshot: Snapshot, name: String) {
    if let migrations {
      let verify = Verify(project, environment: environment, progress: progress)
      return (try verify.migratedSnapshot(of: migrations, config), "the migrations of \(migrations.name)")
    }
    guard let live else { throw Failure("refreshing the baseline", "there is no live database to read it from") }
    progress("reading \(live.description)")
    return (try live.snapshot(config, timeouts), live.description)
  }

  private func compareLive(
    _ config: Config, _ snapshot: Snapshot, _ live: LiveDatabase?, _ fromMigrations: Bool
  ) throws -> Judgement? {
    guard let live, fromMigrations else { return nil }
    progress("comparing with \(live.description)")
    return try live.watch(config).judge(
      snapshot, live.snapshot(config, timeouts), .policy(live.policy), includesLive: true)
  }

  /// Step 2: a database under `databases:` must have all that the migrations make. What it has besides is no migration that
  /// is missing there, and is only told.
  private func demandMigrated(_ live: LiveDatabase?, _ judgement: Judgement?) throws {
    guard let name = live?.name, let judgement else { return }
    let missing = judgement.differences.filter { $0.action == .fail && $0.change.action != .added }
    guard let first = missing.first else { return }
    let more = missing.count > 1 ? ", and \(missing.count - 1) more" : ""
    throw Failure(
      "refreshing the baseline",
      "\(name) does not have all that the migrations make: \(ChangeWords(first.change).sentence)\(more)",
      hint:
        "deploy the migrations there first (--migrate runs `deploy:`), or look at it: baseline check --database \(name)"
    )
  }

  /// Whether a bypassed finding is gone with the new baseline: that of a verification where the migrations made it, that of a
  /// database where this one was read and has no such difference from it.
  private func isSettled(_ debt: BypassDebt, _ live: LiveDatabase?, _ judgement: Judgement?) throws -> Bool {
    let isVerified = judgement != nil || live == nil
    guard debt.scope != .verify else { return isVerified }
    // Nobody looked here whether all migrations are applied.
    guard let live, debt.scope == BypassScope(live.name), debt.object != .database else { return false }
    if judgement?.present.contains(debt.object) ?? false { return false }
    return try debt.isAbout(debt.scope == .live ? ServerIdentity.read(live.connect()) : nil)
  }

  private func readOld(_ store: Store, _ source: FileSource) throws -> Snapshot? {
    do { return try store.read(from: source) } catch is Failure { return nil }
  }

  /// Step 5: what will be committed is read back through git's objects, and where it came from a live database, that is read
  /// a second time.
  private func verifyStored(
    _ files: [(path: String, bytes: [UInt8])], _ store: Store, _ snapshot: Snapshot, _ config: Config,
    _ live: LiveDatabase?, _ fromMigrations: Bool
  ) throws {
    progress("verifying")
    for file in files {
      let blob = try repository.writeBlob(file.bytes)
      guard try repository.blob(blob, limit: 64 << 20) == file.bytes else {
        throw Failure("verifying the new baseline", "git gives back other bytes than were written for \(file.path)")
      }
    }
    if store.layout == .file, let bytes = files.first?.bytes, try Snapshot(document: bytes) != snapshot {
      throw Failure("verifying the new baseline", "the document reads back differently than it was written")
    }
    guard !fromMigrations, let live else { return }
    let again = try Watch(config).filtered(live.snapshot(config, timeouts)).snapshot
    guard again == snapshot else {
      throw Failure(
        "verifying the new baseline", "\(live.description) changed while it was read",
        hint: "run `baseline refresh` again when nobody is migrating it")
    }
  }

  /// The newest migration's version or file, for the trailer; programs do not tell us theirs.
  private func lastMigration(_ config: Config, _ source: FileSource) throws -> String? {
    guard let migrations = config.migrations, migrations.runner == .sql else { return nil }
    return try SQLRunner(migrations, source).plan().migrations.last?.path
  }

  /// A branch with an upstream goes where git sends it; one without, under its own name to the remote that git would take.
  private func push(_ branch: String?) throws {
    guard let branch else { return }
    progress("pushing")
    let hasUpstream = try repository.config("branch.\(branch).merge") != nil
    let isCheckedOut = try repository.head().branch == branch
    let remote =
      try repository.config("branch.\(branch).pushRemote") ?? repository.config("remote.pushDefault")
      ?? repository.config("branch.\(branch).remote") ?? "origin"
    let arguments =
      hasUpstream && isCheckedOut ? ["push"] : ["push", remote, "refs/heads/\(branch):refs/heads/\(branch)"]
    let finished = try repository.git(arguments)
    guard finished.status.isSuccess else {
      throw Failure(
        "pushing the refresh commit", finished.errorText.split(separator: "\n").suffix(3).joined(separator: "; "),
        hint: "the commit is made and stays; push it with: git \(arguments.map(shellWord).joined(separator: " "))")
    }
  }
}

/// A report on its way: what the last steps add.
private struct Draft {
  let path: String
  let from: String
  let tableCount: Int
  let silenced: [Silenced]
  let changes: [Change]
  let live: Judgement?
  let warnings: [String]
  let branch: String?
  var backup: OID?
  var commit: OID?
  var settled: [BypassDebt] = []

  func finished(isUnchanged: Bool, isPushed: Bool = false) -> RefreshReport {
    RefreshReport(
      commit: commit, branch: branch, path: path, from: from, tableCount: tableCount, silenced: silenced,
      changes: changes,
      isUnchanged: isUnchanged, backup: backup, live: live, warnings: warnings, isPushed: isPushed, settled: settled)
  }
}
