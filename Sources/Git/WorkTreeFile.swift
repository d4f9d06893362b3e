import Processes

/// One path of the work tree, reached through folders that are no links.
///
/// A new content is written beside the file first (`prepare`), and takes its place at once (`replace`).
final class WorkTreeFile {
  let path: String
  private let name: String
  private let parents: ArraySlice<String>
  private let operation: String
  private let folders: WorkTreeFolders
  /// The folder that the file is in; nil: not there yet.
  private var folder: FileDescriptor?
  private var isPrepared = false

  /// - Throws: when the path is refused, a link or something other than a folder is on the way, or something other
  ///   than a file is there.
  init(_ path: String, in folders: WorkTreeFolders) throws(GitError) {
    operation = "looking at \(path) in the work tree"
    self.path = path
    self.folders = folders
    try requireSafe(path, operation)
    let parts = path.split(separator: "/").map(String.init)
    name = parts[parts.count - 1]
    parents = parts.dropLast()
    folder = try folders.folder(parents, operation)
    if let there = try information(), !there.isRegular {
      throw GitError(
        operation: operation,
        reason: there.isLink ? "it is a symbolic link" : there.isFolder ? "it is a folder" : "it is no ordinary file",
        hint: "move it away, and run the command again")
    }
  }

  private var temporaryName: String { ".\(name).baseline-new" }

  /// What is there now; nil: nothing.
  func information() throws(GitError) -> stat? {
    guard let folder else { return nil }
    var information = stat()
    if fstatat(folder.number, name, &information, AT_SYMLINK_NOFOLLOW) == 0 { return information }
    let code = errno
    if code == ENOENT { return nil }
    throw .system(operation, code)
  }

  /// The bytes that are there now; nil: no file.
  func contents(limit: Int) throws(GitError) -> [UInt8]? {
    guard let folder else { return nil }
    let descriptor = openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    let code = errno
    guard let file = FileDescriptor(descriptor) else {
      if code == ENOENT { return nil }
      throw .system(operation, code)
    }
    return try file.contents(limit: limit, operation)
  }

  /// Writes the new content beside the file, safe on disk; the file itself is as it was.
  func prepare(_ bytes: [UInt8]) throws(GitError) {
    let writing = "writing \(path) in the work tree"
    let folder = try folders.make(parents, writing)
    self.folder = folder
    // The lock goes with the last file of the folder. What a crash left over beside the file is taken over.
    guard try folder.tryLock(writing) else {
      throw GitError(operation: writing, reason: "another baseline process is writing there")
    }
    let descriptor = openat(
      folder.number, temporaryName, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
    guard let file = FileDescriptor(descriptor) else { throw .system(writing, errno) }
    guard let opened = file.information, opened.isRegular, opened.st_nlink == 1 else {
      throw GitError(operation: writing, reason: "\(temporaryName) beside it is in the way")
    }
    isPrepared = true
    try file.replaceContents(bytes, writing)
  }

  /// What was prepared takes the file's place, safe on disk.
  func replace() throws(GitError) {
    guard let folder else { return }
    let writing = "replacing \(path) in the work tree"
    guard renameat(folder.number, temporaryName, folder.number, name) == 0 else { throw .system(writing, errno) }
    isPrepared = false
    guard fsync(folder.number) == 0 else { throw .system(writing, errno) }
  }

  /// Removes the file, and, as git does, the folders that it leaves empty.
  func remove() throws(GitError) {
    guard let folder else { return }
    let removing = "removing \(path) from the work tree"
    guard unlinkat(folder.number, name, 0) == 0 || errno == ENOENT else { throw .system(removing, errno) }
    guard fsync(folder.number) == 0 else { throw .system(removing, errno) }
    var parents = parents
    while folders.removeIfEmpty(parents) { parents = parents.dropLast() }
  }

  /// Takes back what `prepare` wrote. Folders that it made are for `WorkTreeFolders.removeMade`.
  func abandon() {
    if isPrepared, let folder { unlinkat(folder.number, temporaryName, 0) }
    isPrepared = false
  }
}

extension Repository {
  /// The bytes of a file of the work tree; nil: there is none. Symbolic links are refused, on the way too.
  package func workTreeFile(at path: String, limit: Int) throws(GitError) -> [UInt8]? {
    let top = try requireWorkTree("reading \(path)")
    return try WorkTreeFile(path, in: WorkTreeFolders(top: top)).contents(limit: limit)
  }

  /// Writes files of the work tree, and nothing else: each is the old or the new one at any moment, and none is
  /// touched when one of them cannot be written.
  package func writeWorkTree(_ updates: [FileUpdate]) throws(GitError) {
    let folders = WorkTreeFolders(top: try requireWorkTree("writing files"))
    var files: [(file: WorkTreeFile, update: FileUpdate)] = []
    for update in updates { files.append((try WorkTreeFile(update.path, in: folders), update)) }
    defer {
      for (file, _) in files { file.abandon() }
      folders.removeMade()
    }
    for (file, update) in files { if let contents = update.contents { try file.prepare(contents) } }
    for (file, update) in files { try update.contents == nil ? file.remove() : file.replace() }
  }

  /// - Throws: when one of these could not be written, as far as that is known before: a link, a folder or something else
  ///   is there or on the way.
  package func requireWritable(_ updates: [FileUpdate]) throws(GitError) {
    let folders = WorkTreeFolders(top: try requireWorkTree("writing files"))
    for update in updates { _ = try WorkTreeFile(update.path, in: folders) }
  }

  func requireWorkTree(_ operation: String) throws(GitError) -> String {
    guard let workTree else {
      throw GitError(
        operation: operation, reason: "\(gitDirectory) is a bare repository: it has no work tree",
        hint: "run it in a clone with a work tree")
    }
    return workTree
  }
}
