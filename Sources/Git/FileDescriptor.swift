import Processes

/// The one owner of an open file or folder.
final class FileDescriptor {
  let number: Int32

  /// Takes what `open` gave; nil when that is an error, and `errno` says which.
  init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { close(number) }

  /// Its metadata; nil: `errno` says why not.
  var information: stat? {
    var information = stat()
    return fstat(number, &information) == 0 ? information : nil
  }

  /// Replaces what is in the file, and returns when the disk has it.
  func replaceContents(_ bytes: [UInt8], _ operation: String) throws(GitError) {
    guard ftruncate(number, 0) == 0, lseek(number, 0, SEEK_SET) == 0 else { throw .system(operation, errno) }
    var sent = 0
    while sent < bytes.count {
      let (count, code) = bytes.withUnsafeBytes { buffer in
        (write(number, buffer.baseAddress.map { $0 + sent }, buffer.count - sent), errno)
      }
      if count < 0 && code != EINTR { throw .system(operation, code) }
      sent += max(0, count)
    }
    guard fsync(number) == 0 else { throw .system(operation, errno) }
  }

  /// Reads to the end.
  func contents(limit: Int, _ operation: String) throws(GitError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let (count, code) = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
        let count = read(number, buffer.baseAddress, buffer.count)
        if count > 0 { bytes.append(contentsOf: UnsafeRawBufferPointer(buffer)[0..<count]) }
        return (count, errno)
      }
      if count < 0 && code != EINTR { throw .system(operation, code) }
      if count == 0 { return bytes }
      guard bytes.count <= limit else {
        throw GitError(operation: operation, reason: "it has more than the limit of \(limit) bytes")
      }
    }
  }

  /// Takes the advisory lock that ends with the process; false: another process has it.
  func tryLock(_ operation: String) throws(GitError) -> Bool {
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EWOULDBLOCK { return false }
      if code != EINTR { throw .system(operation, code) }
    }
    return true
  }
}

extension stat {
  var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isLink: Bool { st_mode & S_IFMT == S_IFLNK }

  func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
