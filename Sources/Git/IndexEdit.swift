import CGit2
import Processes

/// A change of a few entries of the index, under git's lock. All other entries keep their bytes: ids, stat data, flags.
final class IndexEdit {
  private let repository: Repository
  private let lock: IndexLock
  private let indexPath: String
  private let newPath: String
  private let index: Owned
  private var isFinished = false

  /// Takes the lock and reads the index.
  /// - Throws: when another process holds the lock, or git will throw this index away.
  init(_ repository: Repository, doing operation: String) throws(GitError) {
    guard !repository.isTemporaryIndex else {
      throw GitError(
        operation: operation, reason: "git runs this hook with a temporary index (commit -a, or commit PATH)",
        hint: "run the command again after the commit")
    }
    self.repository = repository
    indexPath = repository.indexPath
    newPath = "\(indexPath).baseline-new"
    lock = try IndexLock(of: indexPath)
    do throws(GitError) {
      // A crashed run's; the lock says that nobody is at them now.
      unlink(newPath)
      unlink("\(newPath).lock")
      try copyFile(indexPath, to: newPath)
      index = try repository.openIndex(newPath)
      try disownRacyEntries()
    } catch {
      unlink(newPath)
      lock.release()
      throw error
    }
  }

  /// The blob that a path has in the index; nil: none, or an unresolved merge.
  func blob(at path: String) -> OID? {
    git_index_get_bypath(index.pointer, path, 0).map { OID(gitID: $0.pointee.id) }
  }

  /// Gives a path a blob (an ordinary file, not executable), or removes it. An unresolved merge of it is resolved.
  /// `size` and `information` are those of the file in the work tree that has these bytes, so that git need not read it
  /// again; nil: git will look.
  func set(_ path: String, _ blob: OID?, size: Int, information: stat?) throws(GitError) {
    let operation = "changing \(path) in the index"
    if git_index_has_conflicts(index.pointer) == 1 {
      _ = try found(git_index_conflict_remove(index.pointer, path), operation)
    }
    guard let blob else {
      _ = try found(git_index_remove(index.pointer, path, 0), operation)
      return
    }
    // libgit2 would drop an entry that is in the way without a word.
    for folder in folders(above: path) where git_index_get_bypath(index.pointer, folder, 0) != nil {
      throw GitError(
        operation: operation, reason: "\(folder) is no folder there",
        hint: "git rm --cached \(folder), or name another path")
    }
    if let inside = firstEntry(below: path) {
      throw GitError(
        operation: operation, reason: "it is a folder there, with \(inside) in it",
        hint: "git rm -r --cached \(path), or name another path")
    }
    var entry = git_index_entry()
    entry.id = blob.gitID
    entry.mode = FileMode.regular.raw
    if let information {
      entry.ctime = git_index_time(information.changed)
      entry.mtime = git_index_time(information.modified)
      entry.dev = UInt32(truncatingIfNeeded: information.st_dev)
      entry.ino = UInt32(truncatingIfNeeded: information.st_ino)
      entry.uid = information.st_uid
      entry.gid = information.st_gid
      entry.file_size = UInt32(truncatingIfNeeded: size)
    }
    let code = path.withCString { name in
      entry.path = name
      return git_index_add(index.pointer, &entry)
    }
    try check(code, operation)
  }

  private func firstEntry(below path: String) -> String? {
    var position = 0
    guard git_index_find_prefix(&position, index.pointer, path + "/") == 0 else {
      git_error_clear()
      return nil
    }
    return git_index_get_byindex(index.pointer, position).map { String(cString: $0.pointee.path) }
  }

  /// Writes the changed index beside the real one, safe on disk. May be done again after more changes.
  func prepare() throws(GitError) {
    try check(git_index_write(index.pointer), "writing the index \(indexPath)")
    // libgit2 makes it private to us; git's own permissions stand.
    var information = stat()
    if stat(indexPath, &information) == 0 { chmod(newPath, information.st_mode & 0o7777) }
    let file = FileDescriptor(open(newPath, O_RDONLY | O_CLOEXEC))
    guard let file, fsync(file.number) == 0 else { throw .system("writing the index \(indexPath)", errno) }
  }

  /// The prepared index becomes the real one, and the lock is given back.
  func finish() throws(GitError) {
    guard rename(newPath, indexPath) == 0 else { throw .system("replacing the index \(indexPath)", errno) }
    isFinished = true
    lock.release()
  }

  /// Gives the lock back; the index is as it was unless `finish` was reached.
  func abandon() {
    guard !isFinished else { return }
    isFinished = true
    unlink(newPath)
    unlink("\(newPath).lock")
    lock.release()
  }

  /// Where a file was changed in the same second in which the old index was written, git tells that by the index's own
  /// time, which is about to be newer. As git does, such an entry loses its size unless its file still is the same:
  /// git reads the file again then.
  private func disownRacyEntries() throws(GitError) {
    guard let top = repository.workTree else { return }
    var written = stat()
    guard stat(indexPath, &written) == 0 else { return }
    for position in 0..<git_index_entrycount(index.pointer) {
      guard var entry = git_index_get_byindex(index.pointer, position)?.pointee,
        entry.mtime.seconds >= Int32(truncatingIfNeeded: written.modified.tv_sec), entry.file_size != 0,
        FileMode(raw: entry.mode) == .regular || FileMode(raw: entry.mode) == .executable
      else { continue }
      let file = "\(top)/\(String(cString: entry.path))"
      var now = stat()
      // A file that looks different already needs no mark.
      guard lstat(file, &now) == 0, now.isRegular, UInt32(truncatingIfNeeded: now.st_size) == entry.file_size,
        Int32(truncatingIfNeeded: now.modified.tv_sec) == entry.mtime.seconds
      else { continue }
      var id = git_oid()
      let code = git_odb_hashfile(&id, file, GIT_OBJECT_BLOB)
      if code == 0, OID(gitID: id) == OID(gitID: entry.id) { continue }
      git_error_clear()
      entry.file_size = 0
      try check(git_index_add(index.pointer, &entry), "reading the index \(indexPath)")
    }
  }
}

/// `a`, `a/b` of `a/b/c`.
private func folders(above path: String) -> [String] {
  let parts = path.split(separator: "/")
  return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
}

extension git_index_time {
  fileprivate init(_ time: timespec) {
    self.init(
      seconds: Int32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec))
  }
}

/// - Throws: not when there is nothing to copy.
private func copyFile(_ source: String, to target: String) throws(GitError) {
  let descriptor = open(source, O_RDONLY | O_CLOEXEC)
  let code = errno
  guard let file = FileDescriptor(descriptor) else {
    if code == ENOENT { return }
    throw .system("reading \(source)", code)
  }
  let bytes = try file.contents(limit: 1 << 31, "reading \(source)")
  guard let copy = FileDescriptor(open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)) else {
    throw .system("writing \(target)", errno)
  }
  try copy.replaceContents(bytes, "writing \(target)")
}

extension Repository {
  /// Puts one file into the index, as `git add` would, with the mode 100644.
  package func stage(_ bytes: [UInt8], at path: String) throws(GitError) {
    try stage([FileUpdate(path: path, contents: bytes)])
  }

  /// Puts files into the index, or takes them out of it; all or none. All else that is staged stays.
  /// - Parameters:
  ///   - updates: what the index is to hold.
  ///   - files: what the work tree is to hold then; where one of them cannot be written, nothing is staged either.
  /// - Throws: when the index is locked (`isLocked`), or git will throw it away (`commit -a`, `commit PATH`).
  package func stage(_ updates: [FileUpdate], writing files: [FileUpdate] = []) throws(GitError) {
    let folders = WorkTreeFolders(top: try requireWorkTree("staging files"))
    for update in updates { try requireSafe(update.path, "staging \(update.path)") }
    var blobs: [OID?] = []
    for update in updates {
      if let contents = update.contents { blobs.append(try writeBlob(contents)) } else { blobs.append(nil) }
    }
    let signals = BlockedSignals()
    defer { signals.restore() }
    let edit = try IndexEdit(self, doing: "staging files")
    defer { edit.abandon() }
    let changes = zip(updates, blobs)
    // What goes makes room for what comes: a folder for a file, a file for a folder.
    for (update, _) in changes where update.contents == nil {
      try edit.set(update.path, nil, size: 0, information: nil)
    }
    for (update, blob) in changes where update.contents != nil {
      let size = update.contents?.count ?? 0
      try edit.set(update.path, blob, size: size, information: sameFile(update, in: folders))
    }
    try edit.prepare()
    try writeWorkTree(files)
    try edit.finish()
  }

  /// The metadata of the file in the work tree, where it has the bytes of the update.
  private func sameFile(_ update: FileUpdate, in folders: WorkTreeFolders) -> stat? {
    guard let contents = update.contents, let file = try? WorkTreeFile(update.path, in: folders),
      let information = try? file.information(), Int(information.st_size) == contents.count,
      let bytes = try? file.contents(limit: contents.count), bytes == contents
    else { return nil }
    return information
  }
}
