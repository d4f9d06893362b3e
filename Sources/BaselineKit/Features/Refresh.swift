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

  var repository: Repository { project.repository }

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
    let liveJudgement = try compareLive(config, filtered.snapshot, live, reading.database)
    try demandMigrated(live, liveJudgement)

    let old = try source.map { try readOld(store, $0) } ?? nil
    let written = old.flatMap { $0.says(asMuchAs: filtered.snapshot) ? $0 : nil } ?? filtered.snapshot
    let updates = try store.updates(to: written, over: source)
    try verifyStored(written, store, filtered.snapshot, config, live, fromMigrations)

    var report = Draft(
      path: store.path, from: reading.name, tableCount: filtered.snapshot.tableCount, silenced: filtered.silenced,
      changes: old.map { compare($0, filtered.snapshot).changes } ?? [], live: liveJudgement,
      warnings: try Watch(config).warnings(about: [reading.snapshot], includesLive: !fromMigrations),
      branch: options.branch)
    let lagging = place.isHere ? try store.updates(to: written, over: FileSource(repository, .workTree)) : []
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
    let staged = place.isHere ? try store.updates(to: written, over: FileSource(repository, .index)) : []
    let all = (updates + staged + lagging).reduce(into: [FileUpdate]()) { all, update in
      if !all.contains(where: { $0.path.utf8.elementsEqual(update.path.utf8) }) { all.append(update) }
    }
    if all.isEmpty {
      // What the emergency was about is mended in HEAD already, as by a merge that kept none of its commits.
      settle(settled, by: place.base, &report)
      return report.finished(isUnchanged: true)
    }
    let commit = try repository.commit(
      CommitRequest(
        updates: all, message: message.text, branch: place.branch, expectedParent: place.base,
        touchWorkTree: place.isHere))
    settle(settled, by: commit, &report)
    if updates.isEmpty { return report.finished(isUnchanged: true) }
    report.commit = commit
    if options.push { try push(place.name) }
    return report.finished(isUnchanged: false, isPushed: options.push)
  }

  /// Where the commit goes.
  struct Place {
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
  ) throws -> (snapshot: Snapshot, name: String, database: MigratedDatabase?) {
    if let migrations {
      let verify = Verify(project, environment: environment, progress: progress)
      let (snapshot, database) = try verify.migrated(migrations, config)
      return (snapshot, "the migrations of \(migrations.name)", database)
    }
    guard let live else { throw Failure("refreshing the baseline", "there is no live database to read it from") }
    progress("reading \(live.description)")
    return (try live.snapshot(config, timeouts), live.description, nil)
  }

  private func compareLive(
    _ config: Config, _ snapshot: Snapshot, _ live: LiveDatabase?, _ migrated: MigratedDatabase?
  ) throws -> Judgement? {
    guard let live, let migrated else { return nil }
    progress("comparing with \(live.description)")
    let found = try live.snapshot(config, timeouts)
    let rendering = Rendering(in: migrated, or: [snapshot, found], environment: environment, progress: progress)
    return try live.watch(config).judge(
      snapshot, found, .policy(live.policy), includesLive: true, rendering: rendering)
  }

  private func settle(_ debts: [BypassDebt], by commit: OID?, _ report: inout Draft) {
    guard let commit else { return }
    recording?.settle(debts, by: commit)
    report.settled = debts
  }

  /// Whether a bypassed finding is gone with the new baseline: that of a verification where the migrations made it, that of a
  /// database where this one was read and has no such difference from it.
  private func isSettled(_ debt: BypassDebt, _ live: LiveDatabase?, _ judgement: Judgement?) throws -> Bool {
    let isVerified = judgement != nil || live == nil
    guard debt.scope != .verify else { return isVerified }
    // Nobody looked here whether all migrations are applied.
    guard let live, debt.scope == BypassScope(live.name), debt.object != .database else { return false }
    if judgement?.present.contains(debt.object) ?? false { return false }
    let catalog = try live.catalog(timeouts)
    return debt.isAbout(
      debt.scope == .live ? try catalog.inTransaction { try ServerIdentity.read(catalog.connection) } : nil)
  }

  private func readOld(_ store: Store, _ source: FileSource) throws -> Snapshot? {
    do { return try store.read(from: source) } catch is Failure { return nil }
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

extension Snapshot {
  /// Whether the document is of an older version of the form and differs in nothing that this can express: a new version of the
  /// tool alone makes no history, and the new form comes with the next change.
  fileprivate func says(asMuchAs other: Snapshot) -> Bool {
    version != .legacy && version < other.version && postgres == other.postgres && compare(self, other).isSame
  }
}
