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
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(status.st_size))
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = Processes.read(descriptor, &buffer, buffer.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw Failure("reading \(path)", systemMessage(errno)) }
    if count == 0 { return bytes }
    bytes.append(contentsOf: buffer[0..<count])
    guard bytes.count <= limit else { throw Failure("reading \(path)", "it is larger than \(limit) bytes") }
  }
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
package func writeFile(_ bytes: [UInt8], to path: String, mode: mode_t = 0o666) throws {
  if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolder(String(path[..<slash])) }
  let neighbour = "\(path).\(getpid()).tmp"
  let descriptor = open(neighbour, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
  guard descriptor >= 0 else { throw Failure("writing \(path)", systemMessage(errno)) }
  do {
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: path)
    guard fsync(descriptor) == 0 else { throw Failure("writing \(path)", systemMessage(errno)) }
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
