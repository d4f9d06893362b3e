import Processes

/// One path of the work tree, reached component by component without following a link: what a checked-out branch put
/// there cannot lead us to another place, not even while we look.
///
/// A new content is written beside the file first (`prepare`), and takes its place at once (`replace`).
final class WorkTreeFile {
  let path: String
  private let name: String
  private let operation: String
  /// The folders that were made for it, to be taken back by `abandon`.
  private var madeFolders: [(parent: FileDescriptor, name: String)] = []
  /// From the top down to the one the file is in; the ones that are missing are not in it.
  private var folders: [FileDescriptor] = []
  private var missing: [String] = []
  private var temporary: FileDescriptor?

  /// - Throws: when the path is refused, a link or something other than a folder is on the way, or something other
  ///   than a file is there.
  init(_ path: String, in top: String) throws(GitError) {
    operation = "looking at \(path) in the work tree"
    self.path = path
    try requireSafe(path, operation)
    let parts = path.split(separator: "/").map(String.init)
    name = parts[parts.count - 1]
    guard let root = FileDescriptor(open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      throw .system(operation, errno)
    }
    folders = [root]
    for (position, part) in parts.dropLast().enumerated() {
      guard let parent = folders.last, missing.isEmpty else {
        missing.append(part)
        continue
      }
      let descriptor = openat(parent.number, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let code = errno
      if let folder = FileDescriptor(descriptor) {
        folders.append(folder)
      } else if code == ENOENT {
        missing.append(part)
      } else {
        // Linux says ENOTDIR for a link here too.
        let folder = parts[...position].joined(separator: "/")
        throw GitError(
          operation: operation,
          reason: code == ENOTDIR || code == ELOOP
            ? "\(folder) is a symbolic link or no folder" : "\(folder): \(systemMessage(code))",
          hint: "name another path, or put a folder there")
      }
    }
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
    guard missing.isEmpty, let folder = folders.last else { return nil }
    var information = stat()
    if fstatat(folder.number, name, &information, AT_SYMLINK_NOFOLLOW) == 0 { return information }
    let code = errno
    if code == ENOENT { return nil }
    throw .system(operation, code)
  }

  /// The bytes that are there now; nil: no file.
  func contents(limit: Int) throws(GitError) -> [UInt8]? {
    guard missing.isEmpty, let folder = folders.last else { return nil }
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
    for part in missing {
      guard let parent = folders.last else { break }
      guard mkdirat(parent.number, part, 0o777) == 0 || errno == EEXIST else { throw .system(writing, errno) }
      madeFolders.append((parent, part))
      guard let folder = FileDescriptor(openat(parent.number, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
      else { throw .system(writing, errno) }
      folders.append(folder)
    }
    missing = []
    guard let folder = folders.last else { return }
    // One that a crash left over is taken over; one that a living process holds is not.
    let descriptor = openat(
      folder.number, temporaryName, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
    guard let file = FileDescriptor(descriptor) else { throw .system(writing, errno) }
    guard try file.tryLock(writing) else {
      throw GitError(operation: writing, reason: "another baseline process is writing it")
    }
    var named = stat()
    guard let opened = file.information, opened.isRegular, opened.st_nlink == 1,
      fstatat(folder.number, temporaryName, &named, AT_SYMLINK_NOFOLLOW) == 0, named.isSameFile(as: opened)
    else { throw GitError(operation: writing, reason: "\(temporaryName) beside it is in the way") }
    temporary = file
    try file.replaceContents(bytes, writing)
  }

  /// What was prepared takes the file's place, safe on disk.
  func replace() throws(GitError) {
    guard let folder = folders.last else { return }
    let writing = "replacing \(path) in the work tree"
    guard renameat(folder.number, temporaryName, folder.number, name) == 0 else { throw .system(writing, errno) }
    temporary = nil
    madeFolders = []
    guard fsync(folder.number) == 0 else { throw .system(writing, errno) }
  }

  /// Removes the file, and, as git does, the folders that it leaves empty.
  func remove() throws(GitError) {
    guard missing.isEmpty, let folder = folders.last else { return }
    let removing = "removing \(path) from the work tree"
    guard unlinkat(folder.number, name, 0) == 0 || errno == ENOENT else { throw .system(removing, errno) }
    guard fsync(folder.number) == 0 else { throw .system(removing, errno) }
    let parts = path.split(separator: "/").dropLast()
    for (parent, part) in zip(folders, parts).reversed() {
      if unlinkat(parent.number, String(part), AT_REMOVEDIR) != 0 { break }
    }
  }

  /// Takes back what `prepare` did.
  func abandon() {
    guard let folder = folders.last else { return }
    if temporary != nil { unlinkat(folder.number, temporaryName, 0) }
    temporary = nil
    for made in madeFolders.reversed() { unlinkat(made.parent.number, made.name, AT_REMOVEDIR) }
    madeFolders = []
  }
}

extension Repository {
  /// The bytes of a file of the work tree; nil: there is none. Symbolic links are refused, on the way too.
  package func workTreeFile(at path: String, limit: Int) throws(GitError) -> [UInt8]? {
    try WorkTreeFile(path, in: try requireWorkTree("reading \(path)")).contents(limit: limit)
  }

  /// Writes files of the work tree, and nothing else: each is the old or the new one at any moment, and none is
  /// touched when one of them cannot be written.
  package func writeWorkTree(_ updates: [FileUpdate]) throws(GitError) {
    let top = try requireWorkTree("writing files")
    var files: [(file: WorkTreeFile, update: FileUpdate)] = []
    for update in updates { files.append((try WorkTreeFile(update.path, in: top), update)) }
    defer { for (file, _) in files { file.abandon() } }
    for (file, update) in files { if let contents = update.contents { try file.prepare(contents) } }
    for (file, update) in files { try update.contents == nil ? file.remove() : file.replace() }
  }

  /// - Throws: when one of these could not be written, as far as that is known before: a link, a folder or something else
  ///   is there or on the way.
  package func requireWritable(_ updates: [FileUpdate]) throws(GitError) {
    let top = try requireWorkTree("writing files")
    for update in updates { _ = try WorkTreeFile(update.path, in: top) }
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
