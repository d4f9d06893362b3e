import BaselineKit
import Postgres
import Schema
import TestSupport
import Testing

/// docs/permissions.md: a user with exactly those rights reads all that the owner reads; what is missing is never "the same".
struct PermissionTests {
  /// The blocks of SQL, for a database and a user of the test's own.
  private static func grants(_ database: String, _ reader: String) throws -> [String] {
    try projectFile("docs/permissions.md").split(separator: "```sql\n").dropFirst().map { block in
      String(block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex))
        .replacing("DATABASE shop", with: "DATABASE \(database)").replacing("baseline_reader", with: reader)
    }
  }

  @Test func exactlyTheseGrantsServe() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      """
      schemas: [public, closed]
      track: [owners]
      databases: {shop: {url_env: DATABASE_URL, tenants: {match: "tenant_*", as: closed}}}

      """, to: "ci/schema_drift_config.yml")
    let closed = """
      CREATE SEQUENCE numbers; CREATE TABLE t (id serial PRIMARY KEY, n bigint DEFAULT nextval('numbers'));
      CREATE TYPE mood AS ENUM ('ok'); CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
      CREATE FUNCTION f(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(mood) FROM PUBLIC;
      CREATE POLICY p ON t USING (id > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY; REVOKE ALL ON t FROM PUBLIC;
      """
    let live = try sandbox.useLive(
      Shop.allMigrations + """
        REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
        CREATE SCHEMA closed; SET search_path = closed; \(closed)
        CREATE SCHEMA tenant_a; SET search_path = tenant_a; \(closed)
        CREATE SCHEMA tenant_b; SET search_path = tenant_b; \(closed)
        """)
    try live.execute("REVOKE ALL ON DATABASE \(live.name) FROM PUBLIC")
    try sandbox.succeed("update", remarks: true)

    let reader = "reader_\(live.name)"
    let grants = try Self.grants(live.name, reader)
    #expect(grants.count == 3)
    let url = live.url.replacing("postgres@", with: "\(reader)@")
    defer {
      try? live.execute(
        "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM \(reader); DROP OWNED BY \(reader); DROP ROLE \(reader)")
    }
    let statements = grants[0].split(separator: "\n").map(String.init)
    try live.execute(statements.dropLast().joined())
    let owner = try sandbox.succeed("snapshot")

    // Not even to connect.
    let stranger = try sandbox.fail("snapshot", code: 2, environment: ["DATABASE_URL": url])
    #expect(stranger.error.contains("permission denied for database"), "\(stranger)")
    try live.execute(statements.last ?? "")
    #expect(try sandbox.succeed("snapshot", environment: ["DATABASE_URL": url]) == owner)

    // The schema is read; neither the bookkeeping nor the tenants.
    func books() throws -> [Bookkeeping] {
      let scope = CatalogScope { $0 == "public" }
      return try Catalog(Connection(ConnectionTarget(url: url))).reading(scope).bookkeeping?.books ?? []
    }
    let closedBook = try #require(try books().first)
    #expect(closedBook.problem?.contains("may not read public.alembic_version") == true && closedBook.applied == nil)
    let refused = try sandbox.fail("check", code: 2, environment: ["DATABASE_URL": url])
    #expect(refused.output.contains("unknown: not all tenants of shop"), "\(refused)")
    #expect(refused.output.contains("2 schemas, 2 unknown"), "\(refused)")

    try live.execute(grants[1])
    #expect(
      try books().first?.problem == nil && books().first?.applied == AppliedMigrations([], extent: .withAncestors))
    try live.execute(grants[2].replacing("|public)", with: "|public|closed)"))
    let answer = try sandbox.succeed("check", environment: ["DATABASE_URL": url])
    #expect(answer.contains("same: all tenants of shop") && answer.contains("(2 schemas)"), "\(answer)")
    // One that was made later.
    try live.execute("CREATE SCHEMA tenant_c")
    let later = try sandbox.fail("check", code: 1, environment: ["DATABASE_URL": url])
    #expect(later.output.contains("3 schemas, 1 differs, 2 same"), "\(later)")

    // The role cannot read a row.
    let connection = try Connection(ConnectionTarget(url: url))
    for table in ["customers", "tenant_a.t", "tenant_a.numbers"] {
      #expect(throws: PostgresError.self) { try connection.query("SELECT * FROM \(table)") }
    }
  }
}
