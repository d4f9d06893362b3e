import Git

/// What git's history says of a project's migrations.
struct MigrationHistory {
  let project: Project
  let config: Config
  let migrations: Config.Migrations
  /// Where the state that is asked about stands in history; nil: before the first commit.
  let start: OID?
  private let cache = RevisionCache()

  private var repository: Repository { project.repository }

  init?(_ project: Project, _ config: Config, _ source: FileSource) throws {
    guard let migrations = config.migrations else { return nil }
    self.project = project
    self.config = config
    self.migrations = migrations
    if case .commit(let oid) = source.origin { start = oid } else { start = try project.repository.head().commit }
  }

  /// The newest commits that touched the migrations: `1a2b3c4 2026-11-20 Ada Kim: Add phone numbers`.
  func recent(_ limit: Int) throws -> [String] {
    var lines: [String] = []
    try repository.commitsTouching(migrations.paths, from: start.map { [$0] } ?? [], limit: limit) { step in
      lines.append(Self.line(step.commit))
      return true
    }
    return lines
  }

  static func line(_ commit: Commit) -> String {
    let day = Timestamp(seconds: commit.author.time).day
    return "\(commit.oid.short) \(day) \(commit.author.name): \(commit.subject)"
  }

  /// Commits whose migrations are exactly those that a database has.
  struct Match {
    /// Its baseline was corrected the most often.
    let newest: OID
    /// Its migrations are the most likely to be as they were when they were applied.
    let oldest: OID
    let standing: Standing
    /// Whether it was once the tip of the state's own line, or HEAD's: of what a merge brought in, only the merge was.
    let isOwn: Bool
  }

  /// How many commits are looked at before we give up: each is a list of names to be read.
  private static let mostCommits = 3_000

  /// The state's own history first; then, for a database that is ahead, whatever there is in this clone.
  func match(_ applied: AppliedMigrations, _ state: RepositoryMigrations, isAhead: Bool) throws -> Match? {
    guard let start else { return nil }
    var ruledOut: Set<OID> = []
    func match(from tips: [OID], notIn excluded: [OID], isOwn: Bool) throws -> Match? {
      try self.match(applied, state, from: tips, notIn: excluded, isOwn: isOwn, &ruledOut)
    }
    for isOwn in [true, false] {
      if let match = try match(from: [start], notIn: [], isOwn: isOwn) { return match }
    }
    guard isAhead else { return nil }
    let head = try repository.head().commit
    if let head, head != start {
      for isOwn in [true, false] {
        if let match = try match(from: [head], notIn: [start], isOwn: isOwn) { return match }
      }
    }
    let listed = try repository.gitOutput(
      [
        "for-each-ref", "--count=2000", "--sort=-committerdate",
        "--format=%(objectname) %(*objectname) %(objecttype) %(*objecttype)",
        "refs/heads", "refs/remotes", "refs/tags",
      ], doing: "listing branches and tags")
    var tips: [OID] = []
    for line in listed.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[1] == "commit", let oid = OID(hex: words[0]) { tips.append(oid) }
      if words.count == 4, words[3] == "commit", let oid = OID(hex: words[1]) { tips.append(oid) }
    }
    return try match(from: tips, notIn: [start] + (head.map { [$0] } ?? []), isOwn: false)
  }

  /// - Parameter ruledOut: commits that were looked at before, of which none is one.
  private func match(
    _ applied: AppliedMigrations, _ state: RepositoryMigrations, from tips: [OID], notIn excluded: [OID], isOwn: Bool,
    _ ruledOut: inout Set<OID>
  ) throws -> Match? {
    var newest: (OID, Standing)?
    var oldest: OID?
    var failure: (any Error)?
    let stores = [config.baseline.path]
    try repository.commitsTouching(
      migrations.paths + stores, from: tips, notIn: excluded, firstParentOnly: isOwn, limit: Self.mostCommits
    ) { step in
      let commit = step.commit.oid
      do {
        let found = ruledOut.contains(commit) ? nil : try self.standing(of: commit, applied, state)
        if let found, found.isExact {
          if newest == nil { newest = (commit, found) }
          oldest = commit
        } else {
          ruledOut.insert(commit)
          return newest == nil
        }
      } catch { failure = error }
      return failure == nil
    }
    if let failure { throw failure }
    guard let newest, let oldest else { return nil }
    return Match(newest: newest.0, oldest: oldest, standing: newest.1, isOwn: isOwn)
  }

  /// - Returns: nil for a state whose migrations cannot be told from their names.
  private func standing(of commit: OID, _ applied: AppliedMigrations, _ like: RepositoryMigrations) throws -> Standing?
  {
    let source = try FileSource(repository, .commit(commit))
    do {
      var migrations = try self.config(of: source)?.migrations ?? self.migrations
      if migrations.convention == nil {
        migrations.convention = like.convention.flatMap { Config.Convention(rawValue: $0.rawValue) }
      }
      guard try mayHave(applied.keys.last, in: source, migrations) else { return nil }
      return try RepositoryMigrations(of: source, migrations, like.tool, cache)?.standing(of: applied) {
        try MigrationChecksum.isCurrent($0, $1, like.tool, in: source)
      }
    } catch is MigrationError {
      return nil
    } catch is Failure {
      return nil
    }
  }

  /// Whether a state may have a migration, by a quick look at its files: most commits are older than it.
  private func mayHave(_ key: String?, in source: FileSource, _ migrations: Config.Migrations) throws -> Bool {
    guard let key, let convention = migrations.convention.flatMap({ MigrationConvention(rawValue: $0.rawValue) }),
      convention != .popx, migrations.runner == .sql
    else { return true }
    return try migrations.paths.contains { path in
      try source.entries(under: path).contains { entry in
        switch convention {
        case .flyway: true
        case .prisma, .diesel: entry.path.folderName.fileName.filter { $0 != "-" }.hasPrefix(key.filter { $0 != "-" })
        default:
          if case .up(let order, _, _)? = NumberedFiles.Name(entry.path.fileName, as: convention, among: []) {
            order.description == key
          } else {
            false
          }
        }
      }
    }
  }

  /// The configuration that a state has itself; nil: none that can be read.
  func config(of source: FileSource) throws -> Config? {
    do { return try project.config(in: source) } catch is ConfigError { return nil }
  }

  /// How another state of our own line is run: its own migrations, and of all that says what is started and what can be reached
  /// the configuration of the state that is asked about; nil: its own says otherwise, and nobody here asked for that.
  func runnable(_ source: FileSource) throws -> Config? {
    guard let other = try config(of: source) else { return config }
    guard Trust.executableParts(of: other) == Trust.executableParts(of: config) else { return nil }
    var config = config
    if let theirs = other.migrations {
      config.migrations?.paths = theirs.paths
      config.migrations?.convention = theirs.convention
    }
    return config
  }

  /// The contents that a file had on our own line, the newest first, with the commits that gave them to it. What it was on a
  /// branch before that was merged may be a stranger's, and these are run.
  func versions(of path: String) throws -> [(commit: Commit, bytes: [UInt8])] {
    var found: [(Commit, OID)] = []
    try repository.commitsTouching([path], from: start.map { [$0] } ?? [], firstParentOnly: true) { step in
      if let entry = step.entries[0], entry.mode == .regular || entry.mode == .executable {
        found.append((step.commit, entry.oid))
      }
      return found.count < 200
    }
    return try found.map { ($0.0, try repository.blob($0.1, limit: 64 << 20)) }
  }

  /// The files among these that were edited after the commit that brought them to our own line, with the last edit and the
  /// first content.
  func edited(_ paths: [String]) throws -> [String: (commit: Commit, original: OID)] {
    var last: [String: Commit] = [:]
    var first: [String: OID] = [:]
    try repository.commitsTouching(paths, from: start.map { [$0] } ?? [], firstParentOnly: true) { step in
      for (index, path) in paths.enumerated() {
        guard let entry = step.entries[index], entry.mode != .tree else { continue }
        let before = step.parents.map { $0[index] }
        if before.isEmpty || before.allSatisfy({ $0 == nil }) {
          first[path] = entry.oid
        } else if before.allSatisfy({ $0 != nil && $0?.oid != entry.oid }) {
          if last[path] == nil { last[path] = step.commit }
        }
      }
      return true
    }
    return last.reduce(into: [:]) { edited, edit in
      if let original = first[edit.key] { edited[edit.key] = (edit.value, original) }
    }
  }

  /// The files among these that the work tree has otherwise than its commit.
  func uncommitted(_ paths: [String]) throws -> Set<String> {
    guard start != nil, !paths.isEmpty else { return [] }
    let listed = try repository.gitOutput(
      ["--literal-pathspecs", "diff", "--name-only", "-z", "--no-renames", "--diff-filter=M", "HEAD", "--"]
        + migrations.paths,
      doing: "looking for edited migrations")
    return Set(listed.split(separator: "\0").map(String.init)).intersection(paths)
  }

  func blob(_ oid: OID) throws -> [UInt8] { try repository.blob(oid, limit: 64 << 20) }
}
