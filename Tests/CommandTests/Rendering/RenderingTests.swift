import BaselineKit
import Processes
import Schema
import TestSupport
import Testing

/// What a dump and restore, or another version of the server, words differently, as a team meets it.
struct RenderingCommandTests {
  private static let schema = """
    CREATE TABLE orders (id bigint PRIMARY KEY, status varchar(10) CHECK (status IN ('new', 'paid')));
    CREATE VIEW open AS SELECT id FROM orders WHERE status IN ('new', 'paid');

    """

  /// A project without migrations, whose baseline was written from one database and whose live one is a copy of that.
  private func liveOnly(more: String = "", schema: String = Self.schema) throws -> (Sandbox, copy: TestDatabase) {
    let sandbox = try Sandbox()
    try sandbox.write("postgres: \(try TestServer.binaries().major)\n\(more)", to: "ci/schema_drift_config.yml")
    let original = try sandbox.useLive(schema)
    try sandbox.succeed("update")
    try sandbox.repository.commit("Begin")
    let copy = try sandbox.useLive("")
    try copy.restore(original)
    return (sandbox, copy)
  }

  @Test func aRestoredDatabaseIsTheSame() throws {
    let (sandbox, copy) = try liveOnly(more: "critical_tables: [orders]\n")
    // Neither a critical table nor --strict makes a difference of what is none.
    #expect(try sandbox.succeed("check", "--strict").hasPrefix("same: "))
    let explained = try sandbox.succeed("check", "--explain")
    #expect(
      explained.contains("  2  class: rendering: proved to read differently and to mean the same\n"), "\(explained)")
    #expect(explained.contains("constraint public.orders.orders_status_check (expression)"), "\(explained)")
    let json = try sandbox.succeed("check", "--explain", "--format", "json")
    #expect(json.contains(#""reason": "rendering""#) && json.contains(#""rule": "class: rendering""#), "\(json)")
    let markdown = try sandbox.succeed("check", "--explain", "--format", "markdown")
    #expect(markdown.contains("proved to read differently and to mean the same"), "\(markdown)")

    try copy.execute("CREATE OR REPLACE VIEW open AS SELECT id FROM orders WHERE status IN ('new', 'sold')")
    let changed = try sandbox.fail("check", code: 1)
    #expect(changed.output.contains("view public.open"), "\(changed)")
    #expect(!changed.output.contains("could not be rendered again"), "\(changed)")
  }

  @Test func withoutAServerItCountsAndSaysSo() throws {
    let (sandbox, _) = try liveOnly()
    let nowhere = ["BASELINE_POSTGRES_BIN": "/nowhere"]
    let remark = "could not be rendered again, so nobody knows whether it means the same"
    let text = try sandbox.fail("check", code: 1, environment: nowhere)
    #expect(
      text.output.contains("      \(remark): looking for PostgreSQL in BASELINE\\_POSTGRES".replacing("\\", with: "")),
      "\(text)")
    let markdown = try sandbox.fail("check", "--format", "markdown", code: 1, environment: nowhere)
    #expect(markdown.output.contains("<br>\(remark)"), "\(markdown)")
    let json = try sandbox.fail("check", "--format", "json", code: 1, environment: nowhere)
    #expect(json.output.contains(#""unproved": "looking for PostgreSQL"#), "\(json)")
    // What was accepted then is accepted now, and later no difference at all.
    _ = try sandbox.run(
      ["accept", "orders", "--until", "2099-01-01", "--reason", "restored"], environment: nowhere)
    #expect(try sandbox.succeed("check").hasPrefix("same: "))
  }

  /// A baseline that was written from a restored database, beside migrations.
  @Test func verifyPassesAndUpdateWritesWhatTheServerSays() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      "ALTER TABLE users ADD kind varchar(10) CHECK (kind IN ('a', 'b'));\n", to: "migrations/0007_kind.sql")
    try sandbox.succeed("update")
    let path = "ci/schema_baseline.json"
    let written = try #require(try sandbox.text(path))
    let restored = written.replacing(
      "(ARRAY['a'::character varying, 'b'::character varying])::text[]",
      with: "ARRAY[('a'::character varying)::text, ('b'::character varying)::text]")
    #expect(restored != written)
    try sandbox.write(restored, to: path)
    let verified = try sandbox.run(["verify"])
    #expect(verified.code == 0 && verified.output.hasPrefix("same: "), "\(verified)")
    #expect(
      verified.error
        == "warning: the baseline of the work tree reads differently than the server words it in 1 object, and means the "
        + "same: baseline update writes it anew\n", "\(verified)")
    try sandbox.succeed("update")
    #expect(try sandbox.text(path) == written)
    try sandbox.succeed("verify")
    try sandbox.write(
      restored.replacing("'b'::character varying)::text]", with: "'c'::character varying)::text]"), to: path)
    try sandbox.fail("verify", code: 1)
  }

  /// Where the configured version is not installed, another one can only say that nothing differs.
  @Test func anotherVersionIsOnlyGoodEnoughForTheSame() throws {
    let sandbox = try Sandbox.shop()
    let major = try TestServer.binaries().major
    for file in ["ci/schema_drift_config.yml", "ci/schema_baseline.json"] {
      let text = try #require(try sandbox.text(file))
      try sandbox.write(
        text.replacing("postgres: \(major)", with: "postgres: 14")
          .replacing("\"postgres\": \(major)", with: "\"postgres\": 14"), to: file)
    }
    let verified = try sandbox.run(["verify"])
    #expect(verified.code == 0, "\(verified)")
    #expect(
      verified.error == "warning: PostgreSQL 14 is not installed, and PostgreSQL \(major) proved it in its place\n",
      "\(verified)")
    try sandbox.useLive()
    #expect(try sandbox.succeed("check").hasPrefix("same: "))
    try sandbox.write("CREATE INDEX more ON users (is_active);\n", to: "migrations/0007_more.sql")
    let unknown = try sandbox.fail("verify", code: 2)
    #expect(unknown.error.contains("apt-get install postgresql-14"), "\(unknown)")
  }

  /// Text that a live database of another version has, and that no server here can render, is unknown.
  @Test func anotherVersionThatCannotProveItIsUnknown() throws {
    let (sandbox, copy) = try liveOnly()
    for file in ["ci/schema_drift_config.yml", "ci/schema_baseline.json"] {
      let major = try TestServer.binaries().major
      let text = try #require(try sandbox.text(file))
      try sandbox.write(
        text.replacing("postgres: \(major)", with: "postgres: 14")
          .replacing("\"postgres\": \(major)", with: "\"postgres\": 14"), to: file)
    }
    #expect(try sandbox.succeed("check").hasPrefix("same: "))
    try copy.execute(
      """
      CREATE TYPE odd; CREATE FUNCTION odd_in(cstring) RETURNS odd LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
      CREATE FUNCTION odd_out(odd) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';
      CREATE TYPE odd (INPUT = odd_in, OUTPUT = odd_out, LIKE = int4);
      CREATE OR REPLACE VIEW open AS SELECT id FROM orders WHERE status IN ('new', 'paid') AND '1'::odd IS NOT NULL;
      """)
    let unknown = try sandbox.fail("check", code: 2)
    #expect(unknown.error.contains("apt-get install postgresql-14"), "\(unknown)")
  }

  /// Each database of the configuration may take a class of differences otherwise.
  @Test func everyDatabaseHasItsOwnPolicy() throws {
    let (sandbox, copy) = try liveOnly()
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(
      config + """
        policy: {comment: ignore}
        databases:
          strict: {url_env: DATABASE_URL, policy: {comment: fail}}
          easy: {url_env: DATABASE_URL, policy: {comment: warn}}
          usual: {url_env: DATABASE_URL}

        """, to: "ci/schema_drift_config.yml")
    try copy.execute("COMMENT ON TABLE orders IS 'by hand'")
    #expect(try sandbox.run(["check", "--database", "usual"]).output.hasPrefix("same: "))
    #expect(try sandbox.run(["check", "--database", "easy"]).code == 0)
    try sandbox.fail("check", "--database", "strict", code: 1)
    try sandbox.fail("check", "--database", "usual", "--strict", code: 1)
    let all = try sandbox.fail("check", "--all", "--explain", code: 1)
    #expect(all.output.contains("policy: comment: ignore: the policy ignores that class of difference"), "\(all)")
  }

  /// Tenants that were made of a dump of the one that they are to be like.
  @Test func tenantsAreRenderedAgainAsTheySeeThemselves() throws {
    let check = "CHECK (status::text = ANY (ARRAY['new'::varchar::text, 'paid'::varchar::text]))"
    let (sandbox, copy) = try liveOnly(
      more: "databases: {one: {url_env: DATABASE_URL, tenants: {match: tenant_*, as: public}}}\n")
    for name in ["a", "b"] {
      try copy.execute(
        """
        CREATE SCHEMA tenant_\(name);
        CREATE TABLE tenant_\(name).orders (id bigint PRIMARY KEY, status varchar(10)
          CONSTRAINT orders_status_check CHECK (status IN ('new', 'paid')));
        CREATE VIEW tenant_\(name).open AS SELECT id FROM tenant_\(name).orders WHERE status IN ('new', 'paid');
        """)
    }
    #expect(try sandbox.succeed("check", "--all").contains("same: all tenants"))
    try copy.execute(
      """
      ALTER TABLE tenant_b.orders DROP CONSTRAINT orders_status_check,
        ADD CONSTRAINT orders_status_check \(check.replacing("'paid'", with: "'lost'"));
      """)
    let differs = try sandbox.fail("check", "--all", code: 1)
    #expect(differs.output.contains("tenant_b differs"), "\(differs)")
  }

  /// What is never read is counted, too.
  @Test func explainCountsExtensionsAndOtherSchemas() throws {
    let (sandbox, copy) = try liveOnly()
    try copy.execute(
      "CREATE SCHEMA archive CREATE TABLE old (id int); CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"
    )
    try copy.execute("CREATE EXTENSION pg_trgm")
    let explained = try sandbox.run(["check", "--explain"]).output
    #expect(
      explained.contains("  schemas: archive is not watched: the configuration does not watch the schema"),
      "\(explained)")
    #expect(explained.contains("extension pg_trgm: it belongs to the extension"), "\(explained)")
    #expect(explained.contains("bookkeeping table of Alembic: a migration tool keeps it for itself"), "\(explained)")
  }
}
