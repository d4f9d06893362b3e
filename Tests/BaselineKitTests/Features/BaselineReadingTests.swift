import Git
import Processes
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// What was read from the files of a baseline is taken again only while they are the same files.
struct BaselineReadingTests {
  private let test: TestRepository
  private let repository: Repository
  private let kept: TemporaryFolder

  init() throws {
    test = try TestRepository()
    repository = try Repository(at: test.path, environment: test.environment)
    kept = try TemporaryFolder()
  }

  private static let layouts = [
    Store(path: "ci/schema.json", layout: .file), Store(path: "ci/schema", layout: .folder),
  ]

  private func documents(_ tool: String = "test") -> KeptDocuments {
    KeptDocuments(commonDirectory: kept.path, tool: tool)
  }

  private func read(_ store: Store, _ tool: String = "test") throws -> BaselineReading? {
    try store.read(from: FileSource(repository, .workTree), keptIn: documents(tool))
  }

  private func write(_ tables: [Text], _ store: Store) throws -> Snapshot {
    var namespace = Namespace(key: "public")
    namespace.tables = Keyed(
      sorting: tables.map { name in
        var table = Table(key: name)
        table.comment = "caf\u{e9}\n\"\u{1f418}\""
        return table
      })
    var database = Database()
    database.schemas = [namespace]
    let snapshot = Snapshot(postgres: 15, database: database)
    try repository.writeWorkTree(try store.updates(to: snapshot, over: FileSource(repository, .workTree)))
    return snapshot
  }

  /// Reads until the files are old enough, and keeps what was read.
  private func settle(_ store: Store) throws {
    let end = monotonicSeconds() + 30
    while monotonicSeconds() < end {
      if let keep = try read(store)?.keep { return keep() }
      usleep(10_000)
    }
    Issue.record("the files do not get old")
  }

  @Test(arguments: layouts) func theSameFilesAreNotReadAgain(_ store: Store) throws {
    let written = try write(["customers", "payments"], store)
    #expect(try read(store)?.snapshot == written)
    try settle(store)
    let found = try #require(try read(store))
    #expect(found.keep == nil && found.snapshot == written)
    // Another program may read something else.
    #expect(try read(store, "other")?.keep != nil)
    // Of a commit nothing is kept.
    try test.commit("baseline")
    let head = try #require(try repository.head().commit)
    let committed = try store.read(from: FileSource(repository, .commit(head)), keptIn: documents())
    #expect(committed?.keep == nil && committed?.snapshot == written)
    // What is not believed is gone.
    let anew = try store.read(from: FileSource(repository, .workTree), keptIn: documents(), believes: false)
    #expect(anew?.keep == nil && anew?.snapshot == written)
    #expect(try read(store)?.keep != nil)
  }

  /// Of the same length, under the same name, with the time of its last change set back.
  @Test(arguments: layouts) func aChangedFileIsReadAgain(_ store: Store) throws {
    _ = try write(["customers"], store)
    try settle(store)
    let path = "\(test.path)/\(store.layout == .file ? store.path : "\(store.path)/public/tables/customers.json")"
    var before = stat()
    #expect(stat(path, &before) == 0)
    let text = String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self)
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let bytes = Array(text.replacing("caf\u{e9}", with: "caf\u{e8}").utf8)
    #expect(Processes.write(descriptor, bytes, bytes.count) == bytes.count)
    var times = [before.modified, before.modified]
    #expect(futimens(descriptor, &times) == 0)
    var after = stat()
    #expect(stat(path, &after) == 0 && after.st_size == before.st_size && after.st_ino == before.st_ino)
    #expect(
      try read(store)?.snapshot.database.schemas[key: "public"]?.tables[0].comment?.string.hasPrefix("caf\u{e8}")
        == true)
  }

  @Test func aFileMoreOrLessIsSeen() throws {
    let store = Store(path: "ci/schema", layout: .folder)
    for tables in [["customers"], ["customers", "payments"], ["payments"], ["orders"]] as [[Text]] {
      let written = try write(tables, store)
      #expect(try read(store)?.snapshot == written)
      try settle(store)
    }
    try test.write("{", to: "ci/schema/public/tables/orders.json")
    #expect(throws: Failure.self) { try read(store) }
    _ = try test.run("rm", ["-r", "ci/schema"])
    #expect(try read(store) == nil)
  }

  @Test func whatIsBrokenIsReadAgain() throws {
    let store = Self.layouts[0]
    let written = try write(["customers"], store)
    try settle(store)
    let names = try test.run("ls", ["\(kept.path)/baseline/snapshots"]).text.split(separator: "\n")
    let path = "baseline/snapshots/\(try #require(names.first))"
    let bytes = try #require(try kept.read(path))
    for broken in [[], Array(bytes.dropLast(2)), Array(bytes.dropFirst()), bytes.map { $0 == 0x74 ? 0x75 : $0 }] {
      try kept.write(broken, to: path)
      let found = try #require(try read(store))
      #expect(found.keep != nil && found.snapshot == written)
    }
  }

  /// The database and its baseline, where they are the same.
  @Test func theSameBytesAreParsedOnce() throws {
    let documents = documents()
    let snapshot = try write(["customers"], Self.layouts[0])
    documents.keep(snapshot, Array("one".utf8), as: "a")
    documents.keep(snapshot, Array("two".utf8), as: "b")
    documents.keep(Snapshot(postgres: 15, database: Database()), Array("three".utf8), as: "c")
    let kept = try ["a", "b", "c"].map { try #require(documents.find($0)) }
    #expect(kept.map { String(decoding: $0.about, as: UTF8.self) } == ["one", "two", "three"])
    let read = try kept.map { try #require($0.document()) }
    #expect(read[0] === read[1] && read[0] !== read[2])
    #expect(read[0].snapshot == snapshot && read[2].snapshot?.tableCount == 0)
  }

  /// A file that was changed a moment ago may change once more and keep its times.
  @Test func aYoungFileIsNotTrusted() throws {
    func stamp(_ nanoseconds: Int64) -> FileStamp {
      FileStamp(
        device: 1, inode: 2, size: 3, modified: 100_000_000_000 + nanoseconds, changed: 200_000_000_000 + nanoseconds)
    }
    #expect(!stamp(5).isSettled(at: 200_050_000_000) && stamp(5).isSettled(at: 200_050_000_006))
    // Some file systems have no parts of a second.
    #expect(!stamp(0).isSettled(at: 202_500_000_000) && stamp(0).isSettled(at: 202_500_000_001))
  }
}
