import Git
import Schema

/// What a refresh proves before it begins, and before it commits.
extension Refresh {
  /// Step 1: all that could stop it is found before anything happens, and all of it is told.
  func demandPreconditions(
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

  /// Step 2: a database under `databases:` must have all that the migrations make. What it has besides is no migration that
  /// is missing there, and is only told.
  func demandMigrated(_ live: LiveDatabase?, _ judgement: Judgement?) throws {
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

  /// Step 5: what will be committed is read back through git's objects, and where it came from a live database, that is read
  /// a second time.
  func verifyStored(
    _ written: Snapshot, _ store: Store, _ snapshot: Snapshot, _ config: Config,
    _ live: LiveDatabase?, _ fromMigrations: Bool
  ) throws {
    progress("verifying")
    let files = store.files(of: written)
    for file in files {
      let blob = try repository.writeBlob(file.bytes)
      guard try repository.blob(blob, limit: 64 << 20) == file.bytes else {
        throw Failure("verifying the new baseline", "git gives back other bytes than were written for \(file.path)")
      }
    }
    if store.layout == .file, let bytes = files.first?.bytes, try Snapshot(document: bytes) != written {
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
}
