import BaselineKit
import Processes
import Schema
import Testing

@testable import TestSupport

/// Each folder of Fixtures: before.sql makes a database, after.sql changes it, and expected.txt says what the comparison of
/// the two snapshots reports. A missing expected.txt is written and fails; RECORD=1 writes all anew. `expected.18.txt` beside it
/// is for servers of 18 and newer, where PostgreSQL itself differs.
struct FixtureTests {
  @Test(arguments: Fixture.all)
  func reportsWhatWasChanged(fixture: Fixture) throws {
    guard try fixture.canRun() else { return }
    let database = try TestServer.shared.database(fixture.text("before.sql") ?? "")
    let before = try snapshot(of: database)
    #expect(try snapshot(of: database).canonicalBytes == before.canonicalBytes)
    try database.execute(fixture.text("after.sql") ?? "")
    let after = try snapshot(of: database)
    #expect(try Snapshot(document: after.canonicalBytes) == after)
    let lines = compare(before, after).changes.flatMap(changeLines)
    #expect(compare(after, before).changes.count == compare(before, after).changes.count)
    try fixture.check(lines.map { $0 + "\n" }.joined(), major: before.postgres ?? 0)
  }
}

/// The schema of all that is in a test's database, with owners and privileges.
func snapshot(of database: TestDatabase, track: Set<Tracked> = [.owners, .privileges]) throws -> Snapshot {
  try Catalog(database.connect()).snapshot(CatalogScope(track: track) { _ in true })
}

struct Fixture: Sendable, CustomTestStringConvertible {
  let name: String

  var testDescription: String { name }

  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    .joined(separator: "/") + "/Fixtures"

  static let all: [Fixture] = fileNames(in: folder).map { Fixture(name: $0) }

  private static func fileNames(in folder: String) -> [String] {
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

  /// - Parameter major: the server's; what it reports otherwise than older ones is in `expected.18.txt`.
  func check(_ lines: String, major: Int) throws {
    let variant = (12...max(12, major)).reversed().map { "expected.\($0).txt" }.first { (try? text($0)) ?? nil != nil }
    let file = variant ?? "expected.txt"
    let expected = try text(file)
    if expected == nil || environmentVariable("RECORD") != nil {
      try writeFile("\(Self.folder)/\(name)/\(file)", lines)
      Issue.record("\(name)/\(file) was recorded")
      return
    }
    #expect(Text(lines) == Text(expected ?? ""))
  }
}

/// A change as lines that name the object, what happened to it and each field.
func changeLines(_ change: Change) -> [String] {
  let object = change.object
  let rename = change.possibleRename.map { ", perhaps \(change.action == .added ? "from" : "to") \($0.name)" } ?? ""
  let subject = "\(object.kind.word) \(object.name) \(change.action)\(rename)"
  var lines = change.fields.map { field in
    switch change.action {
    case .added: "\(subject): \(field.name) \(shown(field.new))"
    case .removed: "\(subject): \(field.name) \(shown(field.old))"
    case .altered:
      "\(subject): \(field.name) \(shown(field.old)) -> \(shown(field.new))"
        + (field.weight == .definition ? "" : " (\(field.weight))")
    }
  }
  for contents in change.contents {
    lines.append("\(subject): \(contents.list) \(contents.keys.map(\.string).joined(separator: ", "))")
  }
  return lines.isEmpty ? [subject] : lines
}

private func shown(_ text: Text?) -> String {
  guard let text else { return "none" }
  return text.string.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
}

private func readFile(_ path: String) throws -> [UInt8]? {
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

private func writeFile(_ path: String, _ text: String) throws {
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
