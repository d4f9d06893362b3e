import Postgres
import Processes
import Schema
import Synchronization
import Testing

@testable import BaselineKit
@testable import TestSupport

/// A folder of Fixtures: before.sql makes a database and after.sql changes it. expected.txt and expected.json say what the
/// comparison of the two snapshots reports; in a folder whose name begins with `silent-` nothing may be, and before.sql is that
/// of `everything` where it is missing.
///
/// What a script needs beyond its statements it says in the lines it begins with, `-- word: …`:
/// * `needs`: of the server (ServerNeeds).
/// * `each`: the statements are sent one by one, for those that cannot be in a transaction with others.
struct Fixture: Sendable, Hashable, CustomTestStringConvertible {
  let name: String

  var testDescription: String { name }
  var isSilent: Bool { name.hasPrefix("silent-") }

  static let projectFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    .joined(separator: "/")
  private static let folder = projectFolder + "/Tests/BaselineKitTests/Fixtures"

  private static let found = folderNames(in: folder).map { Fixture(name: $0) }
  /// Those that report something.
  static let all = found.filter { !$0.isSilent }
  static let silent = found.filter(\.isSilent)

  /// A database with an object of every kind, oddly named where that is allowed.
  static let everything = Fixture(name: "everything")

  private static func folderNames(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  func text(_ file: String) throws -> String? {
    try readFile("\(Self.folder)/\(name)/\(file)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// The script that makes the database.
  func before() throws -> String {
    if let text = try text("before.sql") { return text }
    return isSilent ? try Self.everything.before() : ""
  }

  func after() throws -> String { try text("after.sql") ?? "" }

  /// Compares what was reported with the two files. A missing one is written and fails; RECORD=1 writes both anew.
  /// - Parameter major: the server's; what it reports otherwise than older ones is in `expected.18.txt` and `expected.18.json`.
  func check(_ changes: [Change], major: Int) throws {
    try check(changes.flatMap(changeLines).map { $0 + "\n" }.joined(), "txt", major)
    try check(changeDocument(changes), "json", major)
  }

  private func check(_ found: String, _ ending: String, _ major: Int) throws {
    let variants = try (12...max(12, major)).reversed().map { "expected.\($0).\(ending)" }.filter {
      try text($0) != nil
    }
    let file = variants.first ?? "expected.\(ending)"
    let expected = try text(file)
    if expected == nil || environmentVariable("RECORD") != nil {
      try writeFile("\(Self.folder)/\(name)/\(file)", found)
      Issue.record("\(name)/\(file) was recorded")
      return
    }
    #expect(Text(found) == Text(expected ?? ""))
  }
}

extension TestDatabase {
  /// Runs a fixture's script.
  func run(_ script: String) throws {
    if script.contains(Self.space) { try makeSpace() }
    guard hasMark("each", script) else { return try execute(script) }
    let connection = try connect()
    for statement in try SQLScript.statements(file: "a fixture", bytes: Array(script.utf8)) {
      try connection.execute(statement.text)
    }
  }

  /// A tablespace that fixtures may use by its name; it belongs to the server, so that all of them share it.
  private static let space = "fixture_space"
  /// The major versions of the servers that have it.
  private static let withSpace = Mutex<Set<Int>>([])

  private func makeSpace() throws {
    try Self.withSpace.withLock { majors in
      let connection = try connect()
      if majors.contains(connection.majorVersion) { return }
      try connection.execute("SET allow_in_place_tablespaces = on")
      try connection.execute("CREATE TABLESPACE \(Self.space) LOCATION ''")
      majors.insert(connection.majorVersion)
    }
  }
}

/// Whether a script begins with a mark, as the line `-- each`.
func hasMark(_ word: String, _ script: String) -> Bool { mark(word, script) != nil }

/// What the lines that a script begins with say under a word: `…` of `-- word: …`; empty for `-- word` alone.
func mark(_ word: String, _ script: String) -> String? {
  for line in script.split(separator: "\n").prefix(while: { $0.hasPrefix("-- ") }) {
    if line == "-- \(word)" { return "" }
    if line.hasPrefix("-- \(word): ") { return String(line.dropFirst("-- \(word): ".count)) }
  }
  return nil
}

/// The schema of all that is in a test's database, with owners and privileges.
func snapshot(of database: TestDatabase, track: Set<Tracked> = [.owners, .privileges]) throws -> Snapshot {
  try Catalog(database.connect()).snapshot(CatalogScope(track: track) { _ in true })
}

func readFile(_ path: String) throws -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw TestFailure("read \(path)") }
    if count == 0 { return bytes }
    bytes.append(contentsOf: buffer[0..<count])
  }
}

func writeFile(_ path: String, _ text: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw TestFailure("open \(path)") }
  defer { close(descriptor) }
  let bytes = Array(text.utf8)
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
    guard count > 0 else { throw TestFailure("write \(path)") }
    sent += count
  }
}
