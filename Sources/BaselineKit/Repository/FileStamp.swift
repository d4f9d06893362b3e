import Processes

/// What the file system says of a file without opening it, and what is different once its content is: git's index knows its files
/// by the same (git-update-index(1), "racy git").
package struct FileStamp: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  /// Nanoseconds since 1970.
  let modified: Int64
  /// The time of the last change of the content or of what is known about the file, which no program sets back.
  let changed: Int64
}

extension FileStamp {
  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    modified = Self.nanoseconds(status.modified)
    changed = Self.nanoseconds(status.changed)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Whether a file that is changed from this moment on gets another stamp. File systems tell the time by the tick of the system's
  /// clock, at least every ten milliseconds, or in whole seconds.
  /// - Parameter now: nanoseconds since 1970.
  func isSettled(at now: Int64) -> Bool {
    let isFine = changed % 1_000_000_000 != 0 && modified % 1_000_000_000 != 0
    return max(modified, changed) < now - (isFine ? 50_000_000 : 2_500_000_000)
  }

  /// The system's time, for `isSettled`: never a run's own clock, which may be set.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  /// Adds it to what is hashed of files.
  func append(to bytes: inout [UInt8]) {
    for number in [device, inode] + [size, modified, changed].map(UInt64.init(bitPattern:)) {
      withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }
  }
}
