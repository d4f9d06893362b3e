import Git
import Schema

/// The versions that refreshes replaced. They are in git's history; edits that were never committed are kept on a reference
/// of our own before a refresh writes over them.
package struct Backup {
  static let reference = "refs/baseline/backups"

  let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// One version that can be brought back.
  package struct Version: Sendable {
    /// What `restore` takes.
    package let revision: OID
    package let commit: Commit
    /// Kept from the work tree, never part of a branch.
    package let isUncommitted: Bool
  }

  /// Keeps the baseline's uncommitted edits as a commit on `refs/baseline/backups`.
  /// - Returns: the commit; nil when there is nothing that HEAD does not have.
  func keepUncommitted(_ store: Store) throws -> OID? {
    let repository = project.repository
    guard repository.workTree != nil else { return nil }
    let head = try repository.head().commit
    let workTree = try FileSource(repository, .workTree)
    let committed = try head.map { try FileSource(repository, .commit($0)) }
    let entries = try workTree.entries(under: store.path).filter { $0.mode == .regular || $0.mode == .executable }
    var updates = try entries.map { FileUpdate(path: $0.path, contents: try workTree.read($0)) }
    let isCommitted = try updates.allSatisfy { try committed?.read(at: $0.path) == $0.contents }
    if updates.isEmpty || isCommitted { return nil }
    // The whole baseline as it is, so that it can be restored: what an earlier backup held besides is taken out.
    if let last = try repository.reference(Self.reference) {
      for entry in try FileSource(repository, .commit(last)).entries(under: store.path)
      where !entries.contains(where: { $0.path.utf8.elementsEqual(entry.path.utf8) }) {
        updates.append(FileUpdate(path: entry.path, contents: nil))
      }
    }
    let place = head.map { "a refresh of \($0.short)" } ?? "the first refresh"
    return try repository.commit(
      CommitRequest(
        updates: updates, message: "Uncommitted baseline before \(place)\n", branch: Self.reference,
        touchWorkTree: false))
  }

  /// The versions of the baseline before each refresh, and the kept edits; newest first.
  package func versions(limit: Int) throws -> [Version] {
    let repository = project.repository
    let config = try project.config()
    var versions: [Version] = []
    if let head = try repository.head().commit {
      try repository.commitsTouching([config.baseline.path], from: [head], limit: limit + 1) { step in
        if step.entries.contains(where: { $0 != nil }) {
          versions.append(Version(revision: step.commit.oid, commit: step.commit, isUncommitted: false))
        }
        return true
      }
      // The newest is what is there now.
      if !versions.isEmpty { versions.removeFirst() }
    }
    if let kept = try repository.reference(Self.reference) {
      try repository.commitsTouching([config.baseline.path], from: [kept], limit: limit) { step in
        versions.append(Version(revision: step.commit.oid, commit: step.commit, isUncommitted: true))
        return true
      }
    }
    return versions.sorted { $0.commit.committer.time > $1.commit.committer.time }
  }

  /// Brings the baseline of a revision back as a new commit on HEAD.
  /// - Returns: nil when HEAD has it already.
  package func restore(_ revision: String, subject: String?) throws -> OID? {
    let repository = project.repository
    if let word = repository.state.word {
      throw Failure("restoring the baseline", "\(word) is under way", hint: repository.state.hint)
    }
    let store = Store(try project.config().baseline)
    let source = try project.source(at: revision)
    guard let snapshot = try store.read(from: source) ?? store.alternative.read(from: source) else {
      throw Failure(
        "restoring the baseline of \(revision)", "that commit has none at \(store.path)", hint: "baseline backups")
    }
    guard let head = try repository.head().commit else {
      throw Failure("restoring the baseline", "there is no commit yet", hint: "git commit first")
    }
    var restored = snapshot
    restored.version = .current
    let updates = try store.updates(to: restored, over: FileSource(repository, .commit(head)))
    if updates.isEmpty { return nil }
    if try !store.updates(to: restored, over: FileSource(repository, .workTree)).isEmpty {
      _ = try keepUncommitted(store)
    }
    guard case .commit(let oid) = source.origin else { return nil }
    let message =
      (subject ?? "chore(schema): restore baseline of \(oid.short)")
      + "\n\nBaseline-Fingerprint: sha256:\(restored.fingerprint)\nBaseline-Restores: \(oid)\n"
    return try repository.commit(CommitRequest(updates: updates, message: message, expectedParent: head))
  }
}
