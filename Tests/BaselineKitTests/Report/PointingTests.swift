import Git
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// A difference is shown at the line that it is about.
struct PointingTests {
  private func change(_ object: ObjectID, _ fields: [FieldChange] = [], _ action: Change.Action = .altered) -> Change {
    Change(object: object, action: action, fields: fields)
  }

  /// The line's number and text.
  private func line(_ place: SourceLine, in sandbox: Sandbox) throws -> String {
    let lines = try #require(try sandbox.text(place.path)).split(separator: "\n", omittingEmptySubsequences: false)
    return "\(place.path): \(lines[place.line - 1].drop { $0 == " " })"
  }

  @Test(arguments: [false, true]) func baselineLines(folder: Bool) throws {
    let sandbox = try Sandbox.shop(folder: folder)
    let config = try Config.parse(
      Array(Shop.config(baseline: folder ? "ci/schema_baseline/" : "ci/schema_baseline.json").utf8),
      file: Config.defaultFile)
    let project = Project(
      try Repository(at: sandbox.path, environment: sandbox.environment), configFile: Config.defaultFile)
    let pointing = Pointing(config, try project.source())
    let users = folder ? "ci/schema_baseline/public/tables/users.json" : "ci/schema_baseline.json"
    let root = folder ? "ci/schema_baseline/baseline.json" : "ci/schema_baseline.json"
    func expect(_ change: Change, _ wanted: String, _ causes: [Cause] = [.byHand]) throws {
      let found = try line(pointing.line(of: change, causes: causes), in: sandbox)
      #expect(found == wanted)
    }
    let column = ObjectID(.column, ["public", "users", "login"])
    try expect(change(column, [FieldChange("type", old: "text", new: "bytea")]), "\(users): \"type\": \"text\",")
    try expect(change(column, [], .removed), "\(users): \"login\": {")
    // Nothing of it is there: the table's line, and without the table the schema's.
    try expect(change(ObjectID(.column, ["public", "users", "nope"]), [], .added), "\(users): \"columns\": {")
    try expect(
      change(ObjectID(.table, ["public", "nope"]), [], .added),
      "\(root): \(folder ? "\"public\": {" : "\"tables\": {")")
    try expect(
      change(ObjectID(.trigger, ["public", "users", "t"]), [], .added), "\(users): \"users\": {")
    try expect(change(ObjectID(.index, ["public", "users", "users_login_idx"])), "\(users): \"users_login_idx\": {")
    // Not the column of that name of the table before.
    let name = ObjectID(.column, ["public", "customers", "id"])
    let place = pointing.line(of: change(name), causes: [.unknown])
    #expect(try line(place, in: sandbox).hasSuffix("\"id\": {"))
    #expect(
      place.line < pointing.line(of: change(ObjectID(.column, ["public", "users", "id"])), causes: []).line
        || folder)

    // What migrations make stands in them: the newest one that names it, behind its table's name.
    for (object, wanted) in [
      (column, "migrations/0002_users.sql: login text NOT NULL,"),
      (
        ObjectID(.column, ["public", "users", "is_active"]),
        "migrations/0002_users.sql: is_active boolean NOT NULL DEFAULT true"
      ),
      (ObjectID(.table, ["public", "payments"]), "migrations/0005_payments.sql: CREATE TABLE payments ("),
      (
        ObjectID(.constraint, ["public", "payments", "payments_pkey"]),
        "migrations/0005_payments.sql: CREATE TABLE payments ("
      ),
    ] {
      let place = pointing.line(of: change(object), causes: [.notDeployed])
      #expect(try line(place, in: sandbox) == wanted)
      #expect(place.path == wanted.split(separator: ":").first.map(String.init))
    }
    // The newest that names it, which is not the one that takes it back; a name in it that is another table's is passed over.
    try sandbox.write(
      "ALTER TABLE users\n  ADD phone text;\nALTER TABLE \"Payments\"\n  ADD PHONE text;\n",
      to: "migrations/0007_phone.sql")
    try sandbox.write("ALTER TABLE payments DROP phone;\n", to: "migrations/0007_phone.down.sql")
    let phone = change(ObjectID(.column, ["public", "payments", "phone"]))
    #expect(
      Pointing(config, try project.source()).line(of: phone, causes: [.baselineBehind])
        == SourceLine("migrations/0007_phone.sql", 4))
    #expect(pointing.line(of: change(ObjectID(.table, ["public", "zzz"])), causes: [.notDeployed]).path == root)
  }

  /// A document that another program wrote, or none: the beginning of something.
  @Test func withoutADocument() throws {
    let sandbox = try Sandbox()
    try sandbox.write("{\"version\":\"3.0\"}\n", to: "ci/schema_baseline.json")
    try sandbox.repository.commit("x")
    let source = try Project(Repository(at: sandbox.path, environment: sandbox.environment), configFile: "x.yml")
      .source()
    let table = change(ObjectID(.table, ["public", "t"]))
    #expect(Pointing(Config(), source).line(of: table, causes: []) == SourceLine("ci/schema_baseline.json", 1))
    var config = Config()
    config.baseline = .init(path: "nowhere.json", layout: .file)
    #expect(Pointing(config, source).line(of: table, causes: []) == SourceLine(Config.defaultFile, 1))
    #expect(DocumentLines([]).find(["schemas"]) == (0, 1))
  }

  /// Keys are compared as they are escaped.
  @Test func oddKeys() {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("schemas")
      writer.object { writer in
        for key: Text in ["a\"b", "a\\", "c\nd", "é", "e\u{301}"] {
          writer.key(key)
          writer.object {
            $0.key("x"); $0.value("schemas")
          }
        }
      }
    }
    let lines = DocumentLines(writer.bytes)
    for (number, key) in (["a\"b", "a\\", "c\nd", "é", "e\u{301}"] as [Text]).enumerated() {
      #expect(lines.find(["schemas", key, "x"]) == (3, 4 + number * 3))
    }
    #expect(lines.find(["schemas", "e"]) == (1, 2))
  }
}
