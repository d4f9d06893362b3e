import Postgres
import Processes
import Schema

/// Where the last full reading of each database is kept, so that a check of one that has not changed since need not read its
/// schema again: a folder in the common git directory, `baseline/snapshots/`. What lies there is the snapshot and the state of
/// the catalogs that it was read in; who can write there can change the program's answers in other ways, too.
///
/// A file that is missing, of another version or broken is as if there were none. It is written in a neighbour and renamed.
package struct ReadingStore: Sendable {
  /// For how long a reading is believed.
  static let term: Int64 = 24 * 3_600
  /// How many databases' readings are kept.
  static let most = 16

  private let folder: String
  private let tool: String
  private let now: Timestamp
  /// Whether what is kept is believed; else it is only renewed.
  let believes: Bool
  /// What decides about what is read, in words.
  private let scope: String

  /// - Parameters:
  ///   - commonDirectory: of the repository.
  ///   - tool: the program's version: another may read more.
  package init(commonDirectory: String, tool: String, now: Timestamp, believes: Bool, scope: String = "") {
    folder = "\(commonDirectory)/baseline/snapshots"
    self.tool = tool
    self.now = now
    self.believes = believes
    self.scope = scope
  }

  /// The same for readings of another scope.
  func with(scope: String) -> ReadingStore {
    var parts = [scope]
    // A program that was built anew under the same version may read something else.
    var status = stat()
    if stat("/proc/self/exe", &status) == 0 { parts.append("\(status.st_size) \(status.st_mtim.tv_sec)") }
    return ReadingStore(
      folder: folder, tool: tool, now: now, believes: believes, scope: parts.joined(separator: "\n"))
  }

  private init(folder: String, tool: String, now: Timestamp, believes: Bool, scope: String) {
    self.folder = folder
    self.tool = tool
    self.now = now
    self.believes = believes
    self.scope = scope
  }

  /// A reading as it was kept.
  struct Kept {
    let taken: Timestamp
    let state: CatalogState
    fileprivate let document: ArraySlice<UInt8>

    /// nil: it cannot be read.
    var snapshot: Snapshot? { try? Snapshot(document: Array(document)) }
  }

  private func key(_ server: String, _ version: String) -> String {
    [server, version, tool, FormatVersion.current.description, scope].joined(separator: "\n")
  }

  private func path(_ key: String) -> String {
    "\(folder)/\(SHA256.hex(Array(key.utf8)).prefix(32)).json"
  }

  /// - Parameters:
  ///   - server: which database of which server (`ServerIdentity`).
  ///   - version: the server's, in full.
  func kept(_ server: String, _ version: String) -> Kept? {
    let key = key(server, version)
    guard let bytes = try? readFile(path(key), limit: JSONReader.sizeLimit + (1 << 16)),
      let end = bytes.firstIndex(of: 0x0a), let header = try? Header(Array(bytes[..<end])),
      header.key.string.utf8.elementsEqual(key.utf8), now.seconds - header.taken < Self.term,
      now.seconds >= header.taken, header.sum == sum(of: bytes[(end + 1)...])
    else { return nil }
    return Kept(
      taken: Timestamp(seconds: header.taken), state: header.state, document: bytes[(end + 1)...])
  }

  /// Keeps a reading; one that cannot be kept is not.
  func keep(_ snapshot: Snapshot, _ state: CatalogState, _ server: String, _ version: String) {
    let document = snapshot.compactBytes
    guard document.count <= JSONReader.sizeLimit else { return }
    let key = key(server, version)
    var writer = JSONWriter(capacity: document.count + (1 << 14), isCompact: true)
    Header(key: Text(key), taken: now.seconds, sum: sum(of: document[...]), state: state).write(to: &writer)
    writer.newline()
    try? makeFolder(folder, mode: 0o700)
    try? writeFile(document, after: writer.bytes, to: path(key), mode: 0o600, isDurable: false)
    prune()
  }

  /// Removes the oldest where there are too many.
  private func prune() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var found: [(age: Int, path: String)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard name.hasSuffix(".json") || name.hasSuffix(".tmp"), lstat("\(folder)/\(name)", &status) == 0 else {
        continue
      }
      found.append((status.st_mtim.tv_sec, "\(folder)/\(name)"))
    }
    for file in found.sorted(by: { $0.age > $1.age }).dropFirst(Self.most) { unlink(file.path) }
  }

  /// Notices what a disk or a careless hand did to a file; nobody's intent.
  private func sum(of bytes: ArraySlice<UInt8>) -> Int64 {
    bytes.withUnsafeBytes { bytes in
      var sum: UInt64 = UInt64(bytes.count)
      let whole = bytes.count & ~7
      for place in stride(from: 0, to: whole, by: 8) {
        sum = (sum ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
        sum ^= sum >> 29
      }
      for byte in bytes[whole...] { sum = (sum ^ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15 }
      return Int64(bitPattern: sum)
    }
  }
}

/// The first line of a kept reading.
private struct Header {
  let key: Text
  let taken: Int64
  let sum: Int64
  let state: CatalogState

  init(key: Text, taken: Int64, sum: Int64, state: CatalogState) {
    self.key = key
    self.taken = taken
    self.sum = sum
    self.state = state
  }

  init(_ bytes: [UInt8]) throws {
    var reader = try JSONReader(bytes)
    var texts: [Text: Text] = [:]
    var numbers: [Text: Int64] = [:]
    var rows: [String]?
    try reader.object { name, reader throws(DocumentError) in
      switch name {
      case "taken", "sum", "next": numbers[name] = try reader.integer()
      case "rows":
        var list: [String] = []
        try reader.array { reader throws(DocumentError) in list.append(try reader.text().string) }
        rows = list
      default: texts[name] = try reader.text()
      }
    }
    try reader.end()
    guard let key = texts["key"], let started = texts["started"], let user = texts["user"],
      let taken = numbers["taken"],
      let sum = numbers["sum"]
    else { throw DocumentError(reason: "something is missing") }
    self.init(
      key: key, taken: taken, sum: sum,
      state: CatalogState(next: numbers["next"], started: started.string, user: user.string, rows: rows))
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (name, text) in [("key", key), ("started", Text(state.started)), ("user", Text(state.user))] as [(Text, Text)]
      {
        writer.key(name)
        writer.value(text)
      }
      for (name, number) in [("taken", taken), ("sum", sum), ("next", state.next)] as [(Text, Int64?)] {
        guard let number else { continue }
        writer.key(name)
        writer.value(number)
      }
      guard let rows = state.rows else { return }
      writer.key("rows")
      writer.array { writer in
        for row in rows {
          writer.element()
          writer.value(Text(row))
        }
      }
    }
  }
}
