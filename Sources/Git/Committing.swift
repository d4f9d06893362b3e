import CGit2
import Processes

extension Repository {
  /// Makes a commit, all or nothing. After a crash at any moment HEAD is the old or the new commit, and each file the
  /// old or the new one; where they lag behind HEAD, the same request made again lets them follow.
  ///
  /// No hooks run. Where nothing changes against the parent no commit is made, but files and index are brought to it.
  /// - Returns: the commit; the parent when nothing changed.
  /// - Throws: with nothing changed, unless the error's operation says that the commit was made. `isLostRace` when
  ///   another process moved the branch.
  package func commit(_ request: CommitRequest) throws(GitError) -> OID {
    let end = monotonicSeconds() + 5
    var pause: UInt32 = 2_000
    while true {
      do throws(GitError) {
        return try attempt(request)
      } catch {
        let mayRepeat = error.isLostRace && request.expectedParent == nil && monotonicSeconds() < end
        guard mayRepeat else { throw error }
        usleep(UInt32.random(in: pause / 2...pause))
        pause = min(pause * 2, 200_000)
      }
    }
  }

  private func attempt(_ request: CommitRequest) throws(GitError) -> OID {
    let target = try Target(request, in: self)
    if let expected = request.expectedParent, target.parent != expected {
      throw GitError(
        operation: "committing on top of \(expected.short)",
        reason: "\(target.reference) is at \(target.parent?.short ?? "no commit")", hint: "run the command again",
        code: GIT_EMODIFIED.rawValue)
    }
    if request.touchWorkTree { try requireQuiet() }
    var base: OID?
    if let parent = target.parent { base = try self.tree(of: parent) }
    let tree = try self.tree(applying: request.updates, to: base)
    let commit: OID
    if let parent = target.parent, tree == base {
      commit = parent
    } else {
      commit = try createCommit(tree: tree, parents: target.parent.map { [$0] } ?? [], message: request.message)
    }

    let subject = request.message.split(separator: "\n").first.map(String.init) ?? ""
    let move = Move(
      reference: target.reference, old: target.current, new: commit,
      message: request.reflogMessage ?? (target.parent == nil ? "commit (initial): " : "commit: ") + subject)
    if request.touchWorkTree {
      try moveWithWorkTree(move, request.updates)
    } else if move.old != move.new {
      try updateReference(move.reference, to: move.new, expecting: move.old, message: move.message)
    }
    return commit
  }

  /// - Throws: when a commit would end up inside of something else that is going on.
  private func requireQuiet() throws(GitError) {
    let operation = "committing"
    if let word = state.word {
      throw GitError(operation: operation, reason: "\(word) is going on", hint: state.hint)
    }
    // git refuses then; libgit2 does not look.
    let lock = "\(gitDirectory)/HEAD.lock"
    if access(lock, F_OK) == 0 {
      throw GitError(
        operation: operation, reason: "\(lock) exists: another git process is moving HEAD",
        hint: "wait for it; if it crashed, remove that file", code: GIT_ELOCKED.rawValue)
    }
  }

  /// The order that survives crashes: everything is prepared under git's lock of the index, then the reference moves,
  /// then the files take their places.
  private func moveWithWorkTree(_ move: Move, _ updates: [FileUpdate]) throws(GitError) {
    let folders = WorkTreeFolders(top: try requireWorkTree("committing"))
    let committer = move.old == move.new ? "" : try identityLine(.committer)
    let signals = BlockedSignals()
    defer { signals.restore() }
    let edit = try IndexEdit(self, doing: "committing")
    defer { edit.abandon() }
    var files: [WorkTreeFile] = []
    defer {
      for file in files { file.abandon() }
      folders.removeMade()
    }

    for update in updates { files.append(try WorkTreeFile(update.path, in: folders)) }
    if move.old == move.new, try isCurrent(updates, files, move.new, edit) { return }
    var blobs: [OID?] = []
    for (update, file) in zip(updates, files) {
      if let contents = update.contents { try file.prepare(contents) }
      blobs.append(try entry(at: update.path, in: try tree(of: move.new))?.oid)
    }
    for (update, blob) in zip(updates, blobs) { try edit.set(update.path, blob, size: 0, information: nil) }
    try edit.prepare()
    try requireQuiet()
    let head = try self.head()
    guard head.reference == move.reference, head.commit == move.old else {
      throw GitError(
        operation: "committing to \(move.reference)", reason: "HEAD moved meanwhile", hint: "run the command again",
        code: GIT_EMODIFIED.rawValue)
    }
    if move.old != move.new {
      try updateReference(
        move.reference, to: move.new, expecting: move.old, message: move.message, committer: committer)
    }
    try follow(move.new, updates, files, blobs, edit)
  }

  /// After the reference moved: the commit is the truth, and nothing is taken back.
  private func follow(
    _ commit: OID, _ updates: [FileUpdate], _ files: [WorkTreeFile], _ blobs: [OID?], _ edit: IndexEdit
  ) throws(GitError) {
    var failures: [GitError] = []
    for ((update, blob), file) in zip(zip(updates, blobs), files) {
      do throws(GitError) {
        try update.contents == nil ? file.remove() : file.replace()
        try edit.set(update.path, blob, size: update.contents?.count ?? 0, information: file.information())
      } catch { failures.append(error) }
    }
    do throws(GitError) {
      // Only now do the files have the times that they keep. Where this fails, the index prepared before serves too.
      try edit.prepare()
    } catch {}
    do throws(GitError) { try edit.finish() } catch { failures.append(error) }
    if let first = failures.first {
      throw GitError(
        operation: "\(first.operation), after the commit \(commit.short) was made", reason: first.reason,
        hint: "the commit stands; run the command again, or: git checkout HEAD -- "
          + updates.map(\.path).joined(separator: " "))
    }
  }

  /// Whether index and files are as the commit has them.
  private func isCurrent(
    _ updates: [FileUpdate], _ files: [WorkTreeFile], _ commit: OID, _ edit: IndexEdit
  ) throws(GitError) -> Bool {
    let tree = try self.tree(of: commit)
    for (update, file) in zip(updates, files) {
      guard try edit.blob(at: update.path) == entry(at: update.path, in: tree)?.oid else { return false }
      let information = try file.information()
      guard information.map({ Int($0.st_size) }) == update.contents?.count else { return false }
      if let contents = update.contents, try file.contents(limit: contents.count) != contents { return false }
    }
    return true
  }
}

/// A reference's way from one commit to another.
private struct Move {
  let reference: String
  /// nil: the reference does not exist.
  let old: OID?
  let new: OID
  let message: String
}

/// The reference that a request moves, and on top of what.
private struct Target {
  let reference: String
  /// What the reference points at; nil: there is none.
  let current: OID?
  let parent: OID?

  init(_ request: CommitRequest, in repository: Repository) throws(GitError) {
    let head = try repository.head()
    let name = request.branch.map { $0.hasPrefix("refs/") ? $0 : "refs/heads/\($0)" } ?? head.reference
    guard name == "HEAD" || Repository.isReferenceName(name) else {
      throw GitError(operation: "committing to \(name)", reason: "that is no name of a branch")
    }
    reference = name
    current = name == "HEAD" ? head.commit : try repository.reference(name)
    parent = current ?? (name.hasPrefix("refs/heads/") ? head.commit : nil)

    let isHeads = name == head.reference
    if request.touchWorkTree, !isHeads {
      throw GitError(
        operation: "committing to \(name)", reason: "it is not what is checked out; the work tree cannot follow")
    }
    if !request.touchWorkTree { try repository.requireNotCheckedOut(name, "committing to \(name)") }
  }
}

extension Repository {
  /// - Throws: when a work tree is on the reference: it would not follow.
  func requireNotCheckedOut(_ name: String, _ operation: String) throws(GitError) {
    let isHeads = try name == head().reference
    if try isCheckedOut(name) || (isHeads && !isBare) {
      throw GitError(
        operation: operation,
        reason: "it is checked out in a work tree, where the commit would look like a staged reversal",
        hint: "commit there, or name another branch")
    }
  }

  /// Whether a work tree of this repository is on the branch.
  fileprivate func isCheckedOut(_ name: String) throws(GitError) -> Bool {
    var pointer: OpaquePointer?
    guard try found(git_reference_lookup(&pointer, handle, name), "reading the reference \(name)"), let pointer else {
      return false
    }
    let reference = Owned(pointer, release: git_reference_free)
    return try check(git_branch_is_checked_out(reference.pointer), "looking for work trees on \(name)") == 1
  }
}
