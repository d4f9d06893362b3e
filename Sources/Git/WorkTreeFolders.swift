import Processes

/// The folders of the work tree on the way to some files, each opened once and without following a link: what a checked-out
/// branch put there cannot lead us to another place, not even while we look.
///
/// Files share them, so that a thousand files cost a handful of descriptors. A folder that is written in is locked until
/// the last of its files is gone.
final class WorkTreeFolders {
  private let top: String
  /// By path from the top; the top itself is "".
  private var opened: [String: FileDescriptor] = [:]
  /// In the order in which they were made.
  private var made: [ArraySlice<String>] = []

  init(top: String) {
    self.top = top
  }

  /// The folder; nil: it is not there.
  /// - Throws: when a link or something other than a folder is there or on the way.
  func folder(_ parts: ArraySlice<String>, _ operation: String) throws(GitError) -> FileDescriptor? {
    let path = parts.joined(separator: "/")
    if let folder = opened[path] { return folder }
    let descriptor: Int32
    let code: Int32
    if let name = parts.last {
      guard let parent = try folder(parts.dropLast(), operation) else { return nil }
      descriptor = openat(parent.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      code = errno
    } else {
      descriptor = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      code = errno
    }
    if let folder = FileDescriptor(descriptor) {
      opened[path] = folder
      return folder
    }
    if code == ENOENT && !parts.isEmpty { return nil }
    guard !parts.isEmpty else { throw .system(operation, code) }
    throw GitError(
      operation: operation,
      // Linux says ENOTDIR for a link here too.
      reason: code == ENOTDIR || code == ELOOP
        ? "\(path) is a symbolic link or no folder" : "\(path): \(systemMessage(code))",
      hint: "name another path, or put a folder there")
  }

  /// The folder, made where it is missing.
  func make(_ parts: ArraySlice<String>, _ operation: String) throws(GitError) -> FileDescriptor {
    if let folder = try folder(parts, operation) { return folder }
    let parent = try make(parts.dropLast(), operation)
    guard mkdirat(parent.number, parts.last ?? "", 0o777) == 0 || errno == EEXIST else {
      throw .system(operation, errno)
    }
    made.append(parts)
    guard let folder = try folder(parts, operation) else { throw .system(operation, ENOENT) }
    return folder
  }

  /// Takes back what `make` did, as far as nothing came to lie in it.
  func removeMade() {
    for parts in made.reversed() { _ = removeIfEmpty(parts) }
    made = []
  }

  /// Removes a folder if it is empty.
  /// - Returns: whether it is gone.
  func removeIfEmpty(_ parts: ArraySlice<String>) -> Bool {
    guard let name = parts.last, let parent = opened[parts.dropLast().joined(separator: "/")],
      unlinkat(parent.number, name, AT_REMOVEDIR) == 0
    else { return false }
    opened[parts.joined(separator: "/")] = nil
    return true
  }
}
