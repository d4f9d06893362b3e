import BaselineKit
import Processes
import Schema
import TestSupport
import Testing

/// Schemas of tenants against one schema of the baseline.
struct TenantTests {
  /// Every kind of object, with names that lead from one to another, and with texts that speak of schemas without meaning
  /// them: whoever replaces text gets these wrong.
  private static let model = """
    CREATE TYPE mood AS ENUM ('ok', 'sad');
    CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
    CREATE COLLATION plain FROM "C";
    CREATE SEQUENCE tickets;
    CREATE FUNCTION clean(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
    CREATE TABLE customers (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      mood mood NOT NULL DEFAULT 'ok',
      email email COLLATE plain UNIQUE,
      origin text DEFAULT 'public.customers, tenant_one.customers',
      public text, tenant_one text,
      CONSTRAINT clean CHECK (clean(origin) <> 'tenant_one')
    );
    CREATE INDEX customers_mail ON customers (clean(email), tenant_one) WHERE mood = 'ok';
    CREATE TABLE orders (
      id serial PRIMARY KEY,
      ticket bigint DEFAULT nextval('tickets'),
      customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE
    );
    CREATE TABLE notes (moods mood[], note text COLLATE plain, extra text);
    CREATE TABLE events (at date NOT NULL, note text) PARTITION BY RANGE (at);
    CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE special_orders (gift boolean) INHERITS (orders);
    CREATE TABLE staging_orders (id serial, line text);
    CREATE VIEW happy AS SELECT c.id, c.tenant_one, 'public.customers' AS source FROM customers c WHERE c.mood = 'ok';
    CREATE MATERIALIZED VIEW counts AS SELECT mood, count(*) FROM customers GROUP BY mood;
    CREATE FUNCTION first_customer(m mood DEFAULT 'ok') RETURNS customers LANGUAGE sql STABLE
      BEGIN ATOMIC SELECT * FROM customers WHERE mood = m ORDER BY id LIMIT 1; END;
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
      AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW WHEN (NEW.ticket > 0) EXECUTE FUNCTION touch();
    COMMENT ON TABLE customers IS 'The customers of public';

    """

  private static func schema(_ name: String) -> String {
    let name = quotedIdentifier(Text(name))
    return "CREATE SCHEMA IF NOT EXISTS \(name); SET search_path = \(name); \(model)"
  }

  private static let names = ["tenant_one", "tenant_two", "tenant Three.public", "tenant_\"4\"", "tenant_fünf"]

  /// A project whose migrations make the model in `public`, and a live database with tenants.
  private static func sandbox(
    _ names: [String] = names, live: String = schema("public"), database: String = "", rules: String = ""
  ) throws -> (Sandbox, TestDatabase) {
    let sandbox = try Sandbox()
    try sandbox.write("SET search_path = public;\n" + model, to: "migrations/0001_model.sql")
    try sandbox.write(
      """
      postgres: \(try TestServer.binaries().major)
      migrations: {runner: sql, paths: [migrations]}
      databases: {crm: {url_env: DATABASE_URL, tenants: {match: "tenant*", as: public}\(database)}}
      \(rules)
      """, to: "ci/schema_drift_config.yml")
    try sandbox.succeed("update", remarks: true)
    let live = try sandbox.useLive(live)
    for name in names { try live.execute(schema(name)) }
    return (sandbox, live)
  }

  @Test func copiesAreTheSame() throws {
    let (sandbox, live) = try Self.sandbox()
    let answer = try sandbox.succeed("check")
    #expect(answer.hasPrefix("same: crm (\(live.name) on "), "\(answer)")
    #expect(answer.contains("\nsame: all tenants of crm ("), "\(answer)")
    #expect(answer.hasSuffix(" are like public (5 schemas)"), "\(answer)")
    // A comment on a tenant's schema is about the tenant.
    try live.execute("COMMENT ON SCHEMA tenant_two IS 'Ada Kim'")
    #expect(try sandbox.succeed("check", "--strict").contains("are like public (5 schemas)"))

    // The other way to the model: no such schema in the live database, so that the migrations make it.
    try live.execute("DROP SCHEMA public CASCADE")
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config.replacing("as: public}", with: "as: public}, schemas: []") + "ignore_tables: [^staging_]\n",
      to: "ci/schema_drift_config.yml")
    #expect(try sandbox.succeed("check").hasSuffix(" are like public (5 schemas)"))
  }

  /// One change in one tenant is that change, said in the terms of the model, and shows what leads elsewhere.
  @Test func everyKindOfDifferenceIsFound() throws {
    let changes: [(sql: String, object: String, new: String)] = [
      (
        "CREATE OR REPLACE VIEW happy AS SELECT id, tenant_one, 'public.customers' AS source FROM tenant_one.customers WHERE mood::text = 'ok'",
        "public.happy", "FROM tenant_one.customers"
      ),
      (
        "CREATE OR REPLACE VIEW happy AS SELECT c.id, c.tenant_one, 'tenant_b.customers' AS source FROM customers c WHERE c.mood = 'ok'",
        "public.happy", "'tenant_b.customers'::text"
      ),
      (
        "ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey, ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers ON DELETE CASCADE",
        "public.orders.orders_customer_id_fkey", "public.customers"
      ),
      (
        "ALTER TABLE ONLY orders ALTER ticket SET DEFAULT nextval('tenant_one.tickets')", "public.orders.ticket",
        "nextval('tenant_one.tickets'::regclass)"
      ),
      (
        "ALTER TABLE customers ALTER origin SET DEFAULT 'public.customers, tenant_e.customers'",
        "public.customers.origin", "tenant_e.customers"
      ),
      ("ALTER TABLE notes ALTER moods TYPE tenant_one.mood[] USING NULL", "public.notes.moods", "tenant_one.mood[]"),
      (
        "ALTER TABLE customers DROP CONSTRAINT clean, ADD CONSTRAINT clean CHECK (tenant_one.clean(origin) <> 'tenant_one')",
        "public.customers.clean", "tenant_one.clean(origin)"
      ),
      (
        "DROP TRIGGER touch ON orders; CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW WHEN (NEW.ticket > 0) EXECUTE FUNCTION tenant_one.touch()",
        "public.orders.touch", "EXECUTE FUNCTION tenant_one.touch()"
      ),
      ("ALTER FUNCTION touch() SET search_path = public", "public.touch()", "search_path=public"),
      ("ALTER TABLE customers ALTER tenant_one SET NOT NULL", "public.customers.tenant_one", "false"),
      ("ALTER TYPE mood ADD VALUE 'tired'", "public.mood", "tired"),
      ("ALTER SEQUENCE tickets INCREMENT 2", "public.tickets", "2"),
      (
        "ALTER TABLE notes ALTER note TYPE text COLLATE tenant_one.plain", "public.notes.note",
        "tenant_one.plain"
      ),
      (
        "ALTER TABLE special_orders NO INHERIT orders; ALTER TABLE special_orders INHERIT tenant_one.orders",
        "public.special_orders", "tenant_one.orders"
      ),
      (
        "DROP INDEX customers_mail; CREATE INDEX customers_mail ON customers (tenant_one.clean(email), tenant_one) WHERE mood = 'ok'",
        "public.customers.customers_mail", "tenant_one.clean((email)::text)"
      ),
      ("ALTER TABLE orders DISABLE TRIGGER touch", "public.orders.touch", "disabled"),
    ]
    let names = changes.indices.map { "tenant_\(Character(UnicodeScalar(97 + $0)!))" }
    let (sandbox, live) = try Self.sandbox(
      names + ["tenant_one"], rules: "policy: {state: fail}\ncritical_tables: [public.customers]")
    for (name, change) in zip(names, changes) { try live.execute("SET search_path = \(name); \(change.sql)") }
    let answer = try sandbox.fail("check", "--format", "json", code: 1)
    let text = try sandbox.fail("check", code: 1).output
    #expect(text.contains("\(changes.count + 1) schemas, \(changes.count) differ, 1 same"), "\(text)")
    let groups = answer.output.split(separator: "\"names\": [").dropFirst().map(String.init)
    #expect(groups.count == changes.count)
    for (name, change) in zip(names, changes) {
      guard let group = groups.first(where: { $0.contains("\"\(name)\"") }) else {
        Issue.record("\(name) does not differ: \(change.sql)\n\(text)")
        continue
      }
      let objects = group.matches(of: /"object": "([^"]*)"/).map { String($0.1) }
      // A table that inherits from another one brings its columns along.
      #expect(objects.first == change.object, "\(change.sql)\n\(group)")
      #expect(objects.allSatisfy { $0.hasPrefix(change.object) }, "\(change.sql)\n\(group)")
      #expect(group.contains(change.new), "\(change.sql)\n\(group)")
      #expect(group.contains("\"critical\": \(change.object.hasPrefix("public.customers"))"), "\(group)")
    }
  }

  @Test func tenantsThatDifferInTheSameWayAreToldTogether() throws {
    let names = (1...14).map { "tenant_\($0 < 10 ? "0" : "")\($0)" }
    let (sandbox, live) = try Self.sandbox(
      names,
      rules: """
        ignore_tables: ["^staging_", "^nothing_"]
        partitions: {public.events: ignore-children}
        policy: {comment: ignore}
        """)
    for name in names.prefix(12) {
      try live.execute("ALTER TABLE \(name).notes DROP extra; COMMENT ON TABLE \(name).orders IS 'x'")
    }
    // What rules are about is not looked at in tenants either, under the model's names.
    try live.execute(
      """
      ALTER TABLE tenant_01.staging_orders ADD x text; ALTER SEQUENCE tenant_02.staging_orders_id_seq CACHE 7;
      CREATE TABLE tenant_03.events_2027 PARTITION OF tenant_03.events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
      DROP TABLE tenant_13.staging_orders; CREATE TABLE tenant_14.extra (id integer);
      """)
    let answer = try sandbox.fail("check", code: 1)
    let tenants = answer.output.split(separator: "\n").drop { !$0.hasPrefix("differs") }.joined(separator: "\n")
    #expect(
      tenants.hasPrefix("differs: not all tenants of crm (\(live.name) on ")
        && tenants.contains("are like public: 14 schemas, 13 differ, 1 same\n"), "\(answer)")
    #expect(
      tenants.contains(
        "\n  12 tenants differ in the same way: tenant_01, tenant_02, tenant_03, tenant_04, tenant_05, tenant_06, tenant_07, tenant_08, tenant_09, tenant_10 and 2 more\n    ✗ column public.notes.extra removed"
      ), "\(answer)")
    let markdown = try sandbox.fail("check", "--format", "markdown", code: 1).output
    #expect(markdown.contains("\n### ❌ 13 of 14 tenants of crm are not like `public`\n"), "\(markdown)")
    #expect(markdown.contains("\n**tenant\\_14 differs:**\n\n| | what | impact |"), "\(markdown)")
    #expect(tenants.contains("\n  tenant_14 differs:\n    ✗ table public.extra added"), "\(answer)")
    #expect(
      answer.error == "warning: ci/schema_drift_config.yml: ignore_tables line 4: ^nothing_ matches nothing\n",
      "\(answer)")
    let one = try sandbox.fail("check", "--jobs", "1", code: 1)
    #expect(one.output == answer.output && one.error == answer.error)
    let many = try sandbox.fail("check", "--jobs", "8", code: 1)
    #expect(many.output == answer.output && many.error == answer.error)
    #expect(
      try sandbox.fail("check", "--explain", code: 1).output.contains(
        "partitions: public.events: partitions of that table are not watched"))
    // A policy of the database's own.
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config.replacing("as: public}", with: "as: public}, policy: {definition: warn}"), to: "ci/schema_drift_config.yml"
    )
    #expect(try sandbox.succeed("check", remarks: true).contains("    ! column public.notes.extra removed"))
    let all = try sandbox.succeed("check", "--all", remarks: true)
    #expect(all.hasSuffix("1 database: 1 differs\n  ! crm  differs (warned): 13 of 14 tenants"), "\(all)")
  }

  /// Tenants' differences pass by waivers of their own, and by a bypass.
  @Test func whatIsLetPassPassesInTenantsToo() throws {
    let (sandbox, live) = try Self.sandbox(["tenant_a", "tenant_b"])
    try sandbox.repository.commit("Begin")
    for schema in ["public", "tenant_b"] { try live.execute("ALTER TABLE \(schema).notes DROP extra") }
    let before = try sandbox.fail("check", "--no-record", code: 1)
    #expect(before.output.contains("\n  tenant_b differs:\n    ✗ column public.notes.extra removed"), "\(before)")
    let clock = ["BASELINE_CLOCK": "2029-06-01T00:00:00Z"]
    let terms = ["--database", "crm", "--until", "2030-01-01", "--reason", "on its way out"]
    #expect(try sandbox.run(["accept", "public.notes.extra"] + terms, environment: clock).code == 0)
    let half = try sandbox.fail("check", "--no-record", code: 1, environment: clock)
    #expect(half.output.contains("accepted until 2030-01-01"), "\(half)")
    #expect(half.output.contains("\n  tenant_b differs:\n    ✗ column public.notes.extra removed"), "\(half)")
    // Without a schema both are meant, of which one is accepted already.
    let both = try sandbox.run(["accept", "notes.extra"] + terms, environment: clock)
    #expect(both.output.contains(": 1 difference\n  column \"tenant*\".notes.extra removed"), "\(both)")
    #expect(both.output.contains("1 difference accepted at least so long already"), "\(both)")
    let waived = try sandbox.succeed("check", "--no-record", remarks: true, environment: clock)
    #expect(waived.contains("2 schemas, 1 differs, 1 same"), "\(waived)")

    try live.execute("ALTER TABLE tenant_a.notes ADD more text")
    let failing = try sandbox.fail("check", code: 1, environment: clock)
    #expect(failing.output.contains("tenant_a differs:\n    ✗ column public.notes.more added"), "\(failing)")
    let emergency = clock.merging(["EMERGENCY_BYPASS": "true", "EMERGENCY_BYPASS_REASON": "night"]) { $1 }
    try sandbox.succeed("check", remarks: true, environment: emergency)
    // After the deadline it no longer helps.
    let late = emergency.merging(["BASELINE_CLOCK": "2029-06-02T01:00:00Z"]) { $1 }
    #expect(try sandbox.run(["check"], environment: late).code == 1)
  }

  /// What cannot be compared is unknown.
  @Test func unknownIsNeverTheSame() throws {
    let (sandbox, live) = try Self.sandbox(["tenant_one", "tenant_two", "$user_tenant"])
    try live.execute(
      """
      CREATE ROLE reader_\(live.name) LOGIN; GRANT USAGE ON SCHEMA public, tenant_one TO reader_\(live.name);
      """)
    defer { try? live.execute("DROP OWNED BY reader_\(live.name); DROP ROLE reader_\(live.name)") }
    let url = live.url.replacing("postgres@", with: "reader_\(live.name)@")
    #expect(url != live.url)
    let refused = try sandbox.fail("check", code: 2, environment: ["DATABASE_URL": url])
    #expect(refused.output.contains("unknown: not all tenants of crm"), "\(refused)")
    #expect(refused.output.contains("2 schemas, 1 unknown, 1 same"), "\(refused)")
    #expect(refused.output.contains("  ✗ unknown: tenant_two\n      reading the schema tenant_two of "), "\(refused)")
    #expect(refused.output.contains("hint: GRANT USAGE ON SCHEMA tenant_two"), "\(refused)")
    let json = try sandbox.fail("check", "--format", "json", code: 2, environment: ["DATABASE_URL": url])
    #expect(json.output.contains("\"verdict\": \"unknown\",\n  \"outcome\": \"failed\""), "\(json)")

    // The live model has drifted: the migrations make it.
    try live.execute("ALTER TABLE public.orders ADD note text; ALTER TABLE tenant_two.orders ADD note text")
    let drifted = try sandbox.fail("check", code: 1)
    #expect(drifted.output.contains("\n  tenant_two differs:\n    ✗ column public.orders.note added"), "\(drifted)")
    // The baseline is behind: there is nothing to compare with.
    try sandbox.write("ALTER TABLE orders ADD more text;", to: "migrations/0002_more.sql")
    let behind = try sandbox.fail("check", code: 2)
    #expect(
      behind.output.contains("unknown: tenant_one, tenant_two") && behind.output.contains("the baseline is behind"),
      "\(behind)")

    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(config.replacing("as: public", with: "as: nowhere"), to: "ci/schema_drift_config.yml")
    let nowhere = try sandbox.fail("check", code: 2)
    #expect(nowhere.output.contains("the baseline has no such schema"), "\(nowhere)")
    try sandbox.write(config.replacing("tenant*", with: "client_*"), to: "ci/schema_drift_config.yml")
    let none = try sandbox.fail("check", code: 1)
    #expect(
      none.error.contains("warning: ci/schema_drift_config.yml: no schema of crm (")
        && none.error.contains("is a tenant's: client_*"), "\(none)")
  }
}
