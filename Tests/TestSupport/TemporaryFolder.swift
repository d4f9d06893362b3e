import Processes

/// A folder of a test's own; gone when the value is, and when the test process is, however it ends.
package final class TemporaryFolder {
  private let scratch: Scratch
  package var path: String { scratch.path }

  package init() throws {
    scratch = try Scratch()
  }

  /// Writes a file, making the folders above it.
  package func write(_ text: String, to relativePath: String) throws {
    try write(Array(text.utf8), to: relativePath)
  }

  package func write(_ bytes: [UInt8], to relativePath: String) throws {
    let file = "\(path)/\(relativePath)"
    var parents = relativePath.split(separator: "/").dropLast()
    var missing: [String] = []
    while !parents.isEmpty, access("\(path)/\(parents.joined(separator: "/"))", F_OK) != 0 {
      missing.append(parents.joined(separator: "/"))
      parents = parents.dropLast()
    }
    for folder in missing.reversed() { try check(mkdir("\(path)/\(folder)", 0o755) == 0, "mkdir \(folder)") }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    try check(descriptor >= 0, "open \(file)")
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { Processes.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      try check(count > 0, "write \(file)")
      sent += count
    }
  }

  /// The bytes of a file; nil when there is none.
  package func read(_ relativePath: String) throws -> [UInt8]? {
    let descriptor = open("\(path)/\(relativePath)", O_RDONLY | O_CLOEXEC)
    if descriptor < 0 && errno == ENOENT { return nil }
    try check(descriptor >= 0, "open \(relativePath)")
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Processes.read(descriptor, &buffer, buffer.count)
      try check(count >= 0, "read \(relativePath)")
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[0..<count])
    }
  }

  package func text(_ relativePath: String) throws -> String? {
    try read(relativePath).map { String(decoding: $0, as: UTF8.self) }
  }

  private func check(_ condition: Bool, _ what: String) throws {
    if !condition { throw TestFailure("\(what): \(systemMessage(errno))") }
  }
}

/// Something that a test needed did not work; not what it tests.
package struct TestFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
