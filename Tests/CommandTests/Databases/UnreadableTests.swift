import Postgres
import Schema
import TestSupport
import Testing

/// What the user who reads may not see is unknown, with the object and the remedy named, and never the same; unless a rule says
/// that nobody compares it.
struct UnreadableTests {
  /// A live database with a baseline of its own, and a user who may connect and no more.
  private struct Scene {
    let sandbox: Sandbox
    let live: TestDatabase
    let reader: String

    init(_ sql: String) throws {
      sandbox = try Sandbox()
      live = try sandbox.useLive(sql)
      try sandbox.write("schemas: [public]\n", to: "ci/schema_drift_config.yml")
      try sandbox.succeed("update", remarks: true)
      reader = "unreadable_\(live.name)"
      try live.execute("CREATE ROLE \(reader) LOGIN")
    }

    var environment: [String: String] { ["DATABASE_URL": live.url.replacing("postgres@", with: "\(reader)@")] }

    func configure(_ text: String) throws {
      try sandbox.write("schemas: [public]\n\(text)\n", to: "ci/schema_drift_config.yml")
    }

    func check(_ code: Int32) throws -> CommandResult {
      let result = try sandbox.run(["check", "--full"], environment: environment)
      #expect(result.code == code, "\(result)")
      return result
    }

    /// Demands exit 2 with these words, for `check` and `snapshot` alike. A check of a database that is known not to have changed
    /// since it was read need not read it, and is right; here it does.
    func demandUnknown(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
      for command in ["check", "snapshot"] {
        let result = try sandbox.run(command == "check" ? ["check", "--full"] : [command], environment: environment)
        let said = result.output + result.error
        #expect(result.code == 2, "\(result)", sourceLocation: sourceLocation)
        #expect(!said.contains("same:"), "\(result)", sourceLocation: sourceLocation)
        for word in words { #expect(said.contains(word), "\(word): \(result)", sourceLocation: sourceLocation) }
      }
    }

    func end() {
      try? live.execute("DROP OWNED BY \(reader); DROP ROLE \(reader)")
    }
  }

  @Test func optionsOfUserMappings() throws {
    let scene = try Scene(
      """
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
      CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'bob', password 'hunter2');
      CREATE USER MAPPING FOR postgres SERVER s;
      """)
    defer { scene.end() }
    #expect(try scene.sandbox.text("ci/schema_baseline.json")?.contains("hunter2") == false)
    try scene.demandUnknown(
      "user mapping s.", "options", "GRANT SELECT ON pg_catalog.pg_user_mapping", "fields: [options]")

    try scene.configure("ignore: [{kind: user_mapping, name: '^public$', fields: [options]}]")
    try scene.demandUnknown("user mapping s.postgres")
    try scene.configure("ignore: [{kind: user_mapping, fields: [options]}]")
    #expect(try scene.check(0).output.contains("same:"))
    try scene.live.execute("CREATE USER MAPPING FOR \(scene.reader) SERVER s")
    #expect(try scene.check(1).output.contains("user mapping s.\(scene.reader) added"))
    try scene.configure("ignore: [{kind: user_mapping}]")
    _ = try scene.check(0)
    try scene.configure("ignore: [{kind: server}]")
    _ = try scene.check(0)

    try scene.configure("")
    try scene.live.execute(
      "DROP USER MAPPING FOR \(scene.reader) SERVER s; GRANT SELECT ON pg_catalog.pg_user_mapping TO \(scene.reader)")
    #expect(try scene.check(0).output.contains("same:"))
  }

  @Test func connectionsOfSubscriptions() throws {
    let scene = try Scene(
      """
      CREATE SUBSCRIPTION s CONNECTION 'host=h password=hunter2' PUBLICATION p
        WITH (connect = false, enabled = false, slot_name = NONE)
      """)
    defer {
      scene.end()
      try? scene.live.execute("DROP SUBSCRIPTION s")
    }
    #expect(try scene.sandbox.text("ci/schema_baseline.json")?.contains("hunter2") == false)
    try scene.demandUnknown(
      "subscription s", "connection", "GRANT SELECT ON pg_catalog.pg_subscription", "fields: [connection]")
    try scene.configure("ignore: [{kind: subscription, fields: [connection]}]")
    _ = try scene.check(0)
    try scene.live.execute("ALTER SUBSCRIPTION s SET (binary = true)")
    #expect(try scene.check(1).output.contains("binary"))
    try scene.configure("ignore: [{kind: subscription}]")
    _ = try scene.check(0)
    try scene.configure("")
    try scene.live.execute(
      "ALTER SUBSCRIPTION s SET (binary = false); GRANT SELECT ON pg_catalog.pg_subscription TO \(scene.reader)")
    #expect(try scene.check(0).output.contains("same:"))
    // Another password is nobody's difference, another host is.
    try scene.live.execute("ALTER SUBSCRIPTION s CONNECTION 'password=other host=h'")
    _ = try scene.check(0)
    try scene.live.execute("ALTER SUBSCRIPTION s CONNECTION 'password=other host=i'")
    let answer = try scene.check(1)
    #expect(answer.output.contains("host=i") && !answer.output.contains("other"), "\(answer)")
  }

  @Test(
    arguments: [
      ("REVOKE SELECT ON pg_catalog.pg_constraint FROM PUBLIC", "permission denied for table pg_constraint", nil),
      (
        "REVOKE SELECT ON pg_catalog.pg_publication_rel FROM PUBLIC", "permission denied for table pg_publication_rel",
        nil
      ),
      (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_get_viewdef(oid) FROM PUBLIC",
        "permission denied for function pg_get_viewdef", "reading view objects"
      ),
      (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_get_expr(pg_node_tree, oid) FROM PUBLIC",
        "permission denied for function pg_get_expr", nil
      ),
      (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_get_triggerdef(oid) FROM PUBLIC",
        "permission denied for function pg_get_triggerdef", "reading trigger objects"
      ),
    ] as [(String, String, String?)])
  func revokedCatalogs(revoke: String, reason: String, place: String?) throws {
    let scene = try Scene(
      """
      CREATE TABLE t (a integer DEFAULT 1, CONSTRAINT c CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t;
      CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION tf(); CREATE PUBLICATION p FOR TABLE t;
      """)
    defer { scene.end() }
    #expect(try scene.check(0).output.contains("same:"))
    try scene.live.execute(revoke)
    try scene.demandUnknown(reason, "revoked here from PUBLIC", place ?? "reading")
    try scene.sandbox.write(
      "schemas: [public]\ndatabases: {shop: {url_env: DATABASE_URL}}\n", to: "ci/schema_drift_config.yml")
    let doctor = try scene.sandbox.run(["doctor"], environment: scene.environment)
    #expect(doctor.code != 0 && (doctor.output + doctor.error).contains(reason), "\(doctor)")
  }

  /// A rule that hides a kind wholly keeps its query from being put at all.
  @Test func anIgnoredKindIsNotAskedFor() throws {
    let scene = try Scene("CREATE TABLE t (a integer); CREATE PUBLICATION p FOR TABLE t")
    defer { scene.end() }
    try scene.live.execute(
      "REVOKE EXECUTE ON FUNCTION pg_catalog.array_remove(anycompatiblearray, anycompatible) FROM PUBLIC")
    try scene.demandUnknown("reading publication objects", "ignore: [{kind: publication}]")
    try scene.configure("ignore: [{kind: publication}]")
    #expect(try scene.check(0).output.contains("same:"))
  }
}
