import Processes

/// The file that a private server writes to.
final class ServerLog {
  let descriptor: Int32
  private let path: String

  init(_ path: String) throws(ServerError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .fromErrno("making \(path)") }
  }

  deinit { close(descriptor) }

  /// The last five lines, separated by semicolons.
  var tail: String {
    let size = lseek(descriptor, 0, SEEK_END)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &buffer, buffer.count, max(0, size - off_t(buffer.count)))
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return text.split(separator: "\n").suffix(5).joined(separator: "; ")
  }
}
