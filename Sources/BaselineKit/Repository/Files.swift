import Processes

/// Reads a regular file without following a link at its end.
package func readFile(_ path: String, limit: Int) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
  guard descriptor >= 0 else { throw Failure("reading \(path)", systemMessage(errno)) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    throw Failure("reading \(path)", "it is not a file")
  }
  // One byte more than there should be: a file that fits was read to its end at once.
  var capacity = Int(status.st_size) + 1
  var bytes: [UInt8] = []
  while true {
    guard bytes.count <= limit else { throw Failure("reading \(path)", "it is larger than \(limit) bytes") }
    var count = 0
    let part = [UInt8](unsafeUninitializedCapacity: min(capacity, limit + 1)) { buffer, initialised in
      repeat { count = Processes.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
      initialised = max(0, count)
    }
    guard count >= 0 else { throw Failure("reading \(path)", systemMessage(errno)) }
    if bytes.isEmpty { bytes = part } else { bytes += part }
    if count < capacity && (count == 0 || bytes.count == Int(status.st_size)) { break }
    capacity = 1 << 16
  }
  guard bytes.count <= limit else { throw Failure("reading \(path)", "it is larger than \(limit) bytes") }
  return bytes
}

/// Makes a folder and those above it; those that are there stay as they are.
package func makeFolder(_ path: String, mode: mode_t = 0o777) throws {
  if mkdir(path, mode) == 0 || errno == EEXIST { return }
  guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
    throw Failure("making the folder \(path)", systemMessage(errno))
  }
  try makeFolder(String(path[..<slash]), mode: mode)
  guard mkdir(path, mode) == 0 || errno == EEXIST else {
    throw Failure("making the folder \(path)", systemMessage(errno))
  }
}

/// Writes a file so that at every moment it has its old or its new content: a neighbour is written, synchronised and renamed
/// over it.
/// - Parameters:
///   - head: written before the bytes.
///   - isDurable: whether it is synchronised: not what can be made again, and is checked when it is read.
package func writeFile(
  _ bytes: [UInt8], after head: [UInt8] = [], to path: String, mode: mode_t = 0o666, isDurable: Bool = true
) throws {
  if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolder(String(path[..<slash])) }
  let neighbour = "\(path).\(getpid()).tmp"
  let descriptor = open(neighbour, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
  guard descriptor >= 0 else { throw Failure("writing \(path)", systemMessage(errno)) }
  do {
    defer { close(descriptor) }
    try writeAll(head, to: descriptor, path: path)
    try writeAll(bytes, to: descriptor, path: path)
    guard !isDurable || fsync(descriptor) == 0 else { throw Failure("writing \(path)", systemMessage(errno)) }
  } catch {
    unlink(neighbour)
    throw error
  }
  guard rename(neighbour, path) == 0 else {
    let reason = systemMessage(errno)
    unlink(neighbour)
    throw Failure("writing \(path)", reason)
  }
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes { Processes.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw Failure("writing \(path)", systemMessage(errno)) }
    sent += count
  }
}

/// Whether there is anything at a path; a link that leads nowhere counts.
package func fileExists(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0
}
