import BaselineKit
import Git
import Schema
import TestSupport
import Testing

struct StoreTests {
  private let test: TestRepository
  private let repository: Repository

  init() throws {
    test = try TestRepository()
    repository = try Repository(at: test.path, environment: test.environment)
  }

  private func snapshot(tables: [Text], schema: Text = "public") -> Snapshot {
    var namespace = Namespace(key: schema)
    namespace.comment = "of \(schema)"
    namespace.tables = Keyed(
      sorting: tables.map { name in
        var table = Table(key: name)
        var column = Column(key: "id")
        column.type = "bigint"
        table.columns = [column]
        return table
      })
    namespace.functions = [Function(key: "f(integer, text)")]
    var database = Database()
    database.schemas = [namespace]
    return Snapshot(postgres: 15, database: database)
  }

  private var workTree: FileSource { get throws { try FileSource(repository, .workTree) } }

  @Test(arguments: [Store(path: "ci/schema.json", layout: .file), Store(path: "ci/schema", layout: .folder)])
  func readsBackWhatItWrote(_ store: Store) throws {
    let written = snapshot(tables: ["customers", "Customers", "a/b", "..", "고객", "caf\u{e9}", "cafe\u{301}"])
    try repository.writeWorkTree(try store.updates(to: written, over: workTree))
    #expect(try store.read(from: workTree) == written)
    #expect(try store.updates(to: written, over: workTree).isEmpty)

    try test.commit("baseline")
    let head = try #require(try repository.head().commit)
    #expect(try store.read(from: FileSource(repository, .commit(head))) == written)
    #expect(try store.read(from: FileSource(repository, .index)) == written)
  }

  @Test func bothLayoutsAreOneDocument() throws {
    let written = snapshot(tables: ["customers", "payments"])
    let folder = Store(path: "ci/schema", layout: .folder)
    try repository.writeWorkTree(try folder.updates(to: written, over: workTree))
    #expect(try folder.read(from: workTree)?.fingerprint == written.fingerprint)
  }

  @Test func aRemovedTableTakesItsFileAlong() throws {
    let store = Store(path: "ci/schema", layout: .folder)
    try repository.writeWorkTree(try store.updates(to: snapshot(tables: ["customers", "payments"]), over: workTree))
    try test.commit("two tables")
    let updates = try store.updates(to: snapshot(tables: ["customers"]), over: workTree)
    #expect(updates.map(\.path) == ["ci/schema/public/tables/payments.json"])
    #expect(updates.allSatisfy { $0.contents == nil })
  }

  @Test func thereIsNoneYet() throws {
    #expect(try Store(path: "ci/schema.json", layout: .file).read(from: workTree) == nil)
    #expect(try Store(path: "ci/schema", layout: .folder).read(from: workTree) == nil)
  }

  @Test func namesFileLineAndColumn() throws {
    try test.write("{\n  \"version\": \"3.0\",\n  \"postgres\": x\n}\n", to: "ci/schema.json")
    let error = #expect(throws: Failure.self) {
      try Store(path: "ci/schema.json", layout: .file).read(from: workTree)
    }
    #expect(error?.reason == "ci/schema.json:3:15: expected a whole number")
  }

  @Test(arguments: [
    ("ci/schema/public/tables/other.json", "{\n  \"customers\": {}\n}\n"),
    ("ci/schema/public/tables/two.json", "{\n  \"two\": {},\n  \"three\": {}\n}\n"),
    ("ci/schema/public/gadgets/x.json", "{\n  \"x\": {}\n}\n"),
    ("ci/schema/billing/tables/x.json", "{\n  \"x\": {}\n}\n"),
    ("ci/schema/public/x.json", "{\n  \"x\": {}\n}\n"),
  ])
  func aFileThatDoesNotBelongIsAnError(_ path: String, _ text: String) throws {
    let store = Store(path: "ci/schema", layout: .folder)
    try repository.writeWorkTree(try store.updates(to: snapshot(tables: []), over: workTree))
    try test.write(text, to: path)
    let error = #expect(throws: Failure.self) { try store.read(from: workTree) }
    #expect(error?.reason.contains(path) == true)
  }

  @Test func aLinkIsRefused() throws {
    try test.write("{}", to: "elsewhere.json")
    _ = try test.run("ln", ["-s", "elsewhere.json", "schema.json"])
    let error = #expect(throws: Failure.self) { try Store(path: "schema.json", layout: .file).read(from: workTree) }
    #expect(error?.reason == "it is a symbolic link, not a file")
  }
}
