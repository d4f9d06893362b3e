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
}

/// The standard procedure (design section 6): all or nothing, ending in a commit.
package struct Refresh {
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

  private var repository: Repository { project.repository }

  /// - Parameter live: nil: there is none to compare with or read from.
  package func refresh(_ options: RefreshOptions, live: LiveDatabase?) throws -> RefreshReport {
    let config = try project.config()
    let store = Store(config.baseline)
    try demandPreconditions(config, live, options)
    if options.migrate { try deploy(config, live) }

    let fromMigrations = config.migrations != nil && !options.acceptLive
    let head = try repository.head().commit
    let base = try options.branch.flatMap { try repository.reference("refs/heads/\($0)") } ?? head
    let source = try base.map { try FileSource(repository, .commit($0)) } ?? FileSource(repository, .workTree)
    let reading = try read(config, live, fromMigrations ? try migrationsSource(head) : nil)
    let filtered = try Watch(config).filtered(reading.snapshot)
    let liveJudgement = try compareLive(config, filtered.snapshot, live, fromMigrations)
    try demandMigrated(live, liveJudgement)

    let old = try base == nil ? nil : readOld(store, source)
    let updates =
      try base == nil
      ? store.files(of: filtered.snapshot).map { FileUpdate(path: $0.path, contents: $0.bytes) }
      : store.updates(to: filtered.snapshot, over: source)
    try verifyStored(updates, store, filtered.snapshot, config, live, fromMigrations)

    var report = Draft(
      path: store.path, from: reading.name, tableCount: filtered.snapshot.tableCount, silenced: filtered.silenced,
      changes: old.map { compare($0, filtered.snapshot).changes } ?? [], live: liveJudgement,
      warnings: try Watch(config).warnings(about: reading.snapshot, filtered), branch: options.branch)
    guard !updates.isEmpty else { return report.finished(isUnchanged: true) }
    if !options.commit {
      try repository.writeWorkTree(try store.updates(to: filtered.snapshot, over: FileSource(repository, .workTree)))
      return report.finished(isUnchanged: false)
    }
    let touches = try options.branch.map { try $0 == repository.head().branch } ?? true
    if touches { try repository.requireWritable(updates) }
    report.backup = try Backup(project).keepUncommitted(store)
    progress("committing")
    let message = RefreshMessage(
      subject: options.subject, changes: report.changes, isFirst: old == nil, snapshot: filtered.snapshot,
      lastMigration: try fromMigrations ? lastMigration(config, head) : nil)
    report.commit = try repository.commit(
      CommitRequest(
        updates: updates, message: message.text, branch: options.branch, expectedParent: base, touchWorkTree: touches))
    if options.push { try push(options.branch) }
    return report.finished(isUnchanged: false, isPushed: options.push)
  }

  /// Step 1: all that could stop it is found before anything happens, and all of it is told.
  private func demandPreconditions(_ config: Config, _ live: LiveDatabase?, _ options: RefreshOptions) throws {
    var problems: [any Error] = []
    func demand(_ body: () throws -> Void) { do { try body() } catch { problems.append(error) } }
    demand {
      if let word = repository.state.word {
        throw Failure("refreshing the baseline", "\(word) is under way", hint: repository.state.hint)
      }
    }
    demand { if options.commit { _ = try repository.identity(.committer) } }
    demand {
      guard let migrations = config.migrations, !options.acceptLive, options.commit else { return }
      let changed = try repository.gitOutput(
        ["status", "--porcelain", "--"] + migrations.paths, doing: "looking for uncommitted migrations")
      if !changed.isEmpty {
        let first = changed.split(separator: "\n")[0].dropFirst(3)
        throw Failure(
          "refreshing the baseline", "there are uncommitted migrations (\(first))",
          hint:
            "a refresh commits the baseline alone: stage the migrations and run `baseline update --staged`, then commit both"
        )
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

  private func migrationsSource(_ head: OID?) throws -> FileSource {
    try head.map { try FileSource(repository, .commit($0)) } ?? FileSource(repository, .workTree)
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
    return try live.watch(config).judge(snapshot, live.snapshot(config, timeouts), .policy(live.policy))
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

  private func readOld(_ store: Store, _ source: FileSource) throws -> Snapshot? {
    do { return try store.read(from: source) } catch is Failure { return nil }
  }

  /// Step 5: what will be committed is read back through git's objects, and where it came from a live database, that is read
  /// a second time.
  private func verifyStored(
    _ updates: [FileUpdate], _ store: Store, _ snapshot: Snapshot, _ config: Config, _ live: LiveDatabase?,
    _ fromMigrations: Bool
  ) throws {
    progress("verifying")
    for update in updates {
      guard let contents = update.contents else { continue }
      let blob = try repository.writeBlob(contents)
      guard try repository.blob(blob, limit: 64 << 20) == contents else {
        throw Failure("verifying the new baseline", "git gives back other bytes than were written for \(update.path)")
      }
    }
    if store.layout == .file, let bytes = updates.first?.contents, try Snapshot(document: bytes) != snapshot {
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
  private func lastMigration(_ config: Config, _ head: OID?) throws -> String? {
    guard let migrations = config.migrations, migrations.runner == .sql else { return nil }
    return try SQLRunner(migrations, migrationsSource(head)).plan().migrations.last?.path
  }

  private func push(_ branch: String?) throws {
    progress("pushing")
    let arguments = branch.map { ["push", "origin", "refs/heads/\($0):refs/heads/\($0)"] } ?? ["push"]
    let finished = try repository.git(arguments)
    guard finished.status.isSuccess else {
      throw Failure(
        "pushing the refresh commit", finished.errorText.split(separator: "\n").suffix(3).joined(separator: "; "),
        hint: "the commit is made and stays; push it with: git push")
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

  func finished(isUnchanged: Bool, isPushed: Bool = false) -> RefreshReport {
    RefreshReport(
      commit: commit, branch: branch, path: path, from: from, tableCount: tableCount, silenced: silenced,
      changes: changes,
      isUnchanged: isUnchanged, backup: backup, live: live, warnings: warnings, isPushed: isPushed)
  }
}
