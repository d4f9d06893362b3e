import Git
import Processes

/// Keeps two runs of one clone from telling people the same at the same time. Runs in other clones only learn of each other by the
/// events.
final class NotifyLock {
  private let descriptor: Int32

  /// - Throws: Failure when another run holds it for longer than `patience` seconds.
  init(_ repository: Repository, patience: Double) throws {
    let folder = "\(repository.commonDirectory)/baseline"
    try makeFolder(folder)
    let path = "\(folder)/notify.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure("opening \(path)", systemMessage(errno)) }
    let end = monotonicSeconds() + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw Failure("locking \(path)", systemMessage(code))
      }
      guard monotonicSeconds() < end else {
        close(descriptor)
        throw Failure("notifying", "another run of this clone is at it", hint: "the next run tells what it did not")
      }
      usleep(20_000)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
