import Processes
import Schema
import Synchronization

/// Documents that are kept to save time, in a folder of the common git directory, `baseline/snapshots/`: what was read from a database,
/// and from the files of a baseline. Who can write there can change the program's answers in other ways, too.
///
/// A file (`KeptFile`) that is missing, of another program or broken is as if there were none. It is written in a neighbour and renamed.
package struct KeptDocuments: Sendable {
  /// How many files there are at most.
  static let most = 32

  private let folder: String
  /// The program and its documents' version: another may read more.
  private let program: String
  private let parsed = ParsedDocuments()

  /// - Parameters:
  ///   - commonDirectory: of the repository.
  ///   - tool: the program's version.
  package init(commonDirectory: String, tool: String) {
    folder = "\(commonDirectory)/baseline/snapshots"
    // A program that was built anew under the same version may read something else.
    var status = stat()
    let build = stat("/proc/self/exe", &status) == 0 ? "\(status.st_size) \(status.modified.tv_sec)" : ""
    program = [tool, build, FormatVersion.current.description].joined(separator: "\n")
  }

  struct Kept {
    fileprivate let file: KeptFile
    fileprivate let parsed: ParsedDocuments

    /// What it was read from.
    var about: [UInt8] { file.about }

    /// nil: it is broken.
    func document() -> ParsedDocument? { file.document().map(parsed.document) }
  }

  private func path(_ key: String) -> String {
    "\(folder)/\(SHA256.hex(Array("\(program)\n\(key)".utf8)).prefix(32)).json"
  }

  /// - Parameter key: where it was read from; there is one document for each.
  func find(_ key: String) -> Kept? {
    KeptFile.open(path(key)).map { Kept(file: $0, parsed: parsed) }
  }

  /// Keeps a snapshot; one that cannot be kept is not.
  /// - Parameter about: what it was read from, on one line.
  func keep(_ snapshot: Snapshot, _ about: [UInt8], as key: String) {
    let document = parsed.bytes(of: snapshot)
    guard document.count <= JSONReader.sizeLimit, let head = KeptFile.head(about: about, of: document) else { return }
    try? makeFolder(folder, mode: 0o700)
    try? writeFile(document, after: head, to: path(key), mode: 0o600, isDurable: false)
    prune()
  }

  /// Removes what is kept under a key.
  func remove(_ key: String) { unlink(path(key)) }

  /// Removes the oldest where there are too many.
  private func prune() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var found: [(time: timespec, path: String)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard name.hasSuffix(".json") || name.hasSuffix(".tmp"), lstat("\(folder)/\(name)", &status) == 0 else {
        continue
      }
      found.append((status.modified, "\(folder)/\(name)"))
    }
    for file in found.sorted(by: { ($0.time.tv_sec, $0.time.tv_nsec) > ($1.time.tv_sec, $1.time.tv_nsec) }).dropFirst(
      Self.most)
    { unlink(file.path) }
  }
}

/// A document that is parsed once, by the thread that needs it first.
final class ParsedDocument: Sendable {
  let bytes: [UInt8]
  private let parsed = Mutex<Snapshot?>(nil)

  init(_ bytes: [UInt8], parsed snapshot: Snapshot? = nil) {
    self.bytes = bytes
    parsed.withLock { $0 = snapshot }
  }

  /// nil: it cannot be read.
  var snapshot: Snapshot? {
    parsed.withLock { parsed in
      if parsed == nil { parsed = try? Snapshot(document: bytes) }
      return parsed
    }
  }

  /// Whether it was parsed, and to this.
  func holds(_ snapshot: Snapshot) -> Bool { parsed.withLock { $0 == snapshot } }
}

/// The documents that a run has found and still uses, or written last. A database that is as its baseline says was kept in the same bytes: they
/// are parsed once then, and nothing of them needs to be compared.
private final class ParsedDocuments: Sendable {
  private struct Place {
    weak var document: ParsedDocument?
  }
  private struct Known {
    var places: [Place] = []
    /// Held, for the next that is the same.
    var written: ParsedDocument?
  }
  private let known = Mutex(Known())

  /// A document of these bytes.
  func document(_ bytes: [UInt8]) -> ParsedDocument {
    known.withLock { known in
      if let found = known.places.lazy.compactMap(\.document).first(where: { $0.bytes == bytes }) { return found }
      let document = ParsedDocument(bytes)
      known.places.append(Place(document: document))
      return document
    }
  }

  /// What a snapshot is written in. To compare it with another takes half as long as to write it, and no time where both are one value.
  func bytes(of snapshot: Snapshot) -> [UInt8] {
    let documents = known.withLock { known in [known.written].compactMap(\.self) + known.places.compactMap(\.document) }
    if let found = documents.first(where: { $0.holds(snapshot) }) { return found.bytes }
    let document = ParsedDocument(snapshot.compactBytes, parsed: snapshot)
    known.withLock { $0.written = document }
    return document.bytes
  }
}
