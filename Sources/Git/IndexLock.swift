import CGit2
import Processes

/// git's own lock of the index, `index.lock`: while it is there no git command changes the index.
///
/// It is a hard link to a file of ours on which we hold an flock. So a later run can tell the lock of a run that
/// crashed (linked, and nobody holds the flock) from that of anyone else, and removes only the former.
final class IndexLock {
  private let lockPath: String
  private let claimPath: String
  private let claim: FileDescriptor

  /// - Throws: when someone else holds it; `isLocked` is then true.
  init(of indexPath: String) throws(GitError) {
    let operation = "locking the index \(indexPath)"
    lockPath = "\(indexPath).lock"
    claimPath = "\(indexPath).baseline"
    claim = try Self.takeClaim(claimPath, operation)
    if isLinked { unlink(lockPath) }  // a crashed run's: the flock is ours now
    let code = link(claimPath, lockPath) == 0 ? 0 : errno
    guard code != 0 else { return }
    // Folders that know no hard links: an ordinary lock, which a crash leaves behind.
    if code == EPERM || code == ENOTSUP || code == EMLINK || code == ENOSYS,
      FileDescriptor(open(lockPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)) != nil
    {
      return
    }
    unlink(claimPath)
    guard code == EEXIST || access(lockPath, F_OK) == 0 else { throw .system(operation, code) }
    throw Self.isHeld(operation, lockPath)
  }

  /// Gives the lock back.
  func release() {
    unlink(lockPath)
    unlink(claimPath)
  }

  /// Whether git's lock is a link to our file.
  private var isLinked: Bool {
    var information = stat()
    guard lstat(lockPath, &information) == 0, let own = claim.information else { return false }
    return information.isSameFile(as: own)
  }

  private static func isHeld(_ operation: String, _ lockPath: String) -> GitError {
    GitError(
      operation: operation, reason: "\(lockPath) exists: another git process is changing the index",
      hint: "wait for it (an open editor of `git commit -a` too); if it crashed, remove that file",
      code: GIT_ELOCKED.rawValue)
  }

  private static func takeClaim(_ path: String, _ operation: String) throws(GitError) -> FileDescriptor {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard let file = FileDescriptor(descriptor) else { throw .system(operation, errno) }
      guard try file.tryLock(operation) else { throw isHeld(operation, "\(path)") }
      // Its last holder may have removed it between our two calls.
      var named = stat()
      if lstat(path, &named) == 0, let opened = file.information, named.isSameFile(as: opened) { return file }
    }
  }
}
