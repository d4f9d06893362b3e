import Testing
import TestSupport

/// Ignore rules and critical tables, from the configuration to the answer.
struct IgnoreRulesTests {
  /// The rules of the first users, and tables that each hides.
  static let rules: [(pattern: String, hidden: [String])] = [
    ("^staging_.*", ["staging_orders", "staging_"]),
    (".*_backup$", ["customers2_backup", "_backup"]),
    ("^payment_staff_changes$", ["payment_staff_changes"]),
    ("^.*_additional_backup$", ["x_additional_backup"]),
    ("^temp_.*", ["temp_1"]),
    ("^archive_.*", ["archive_2020"]),
    ("^[가-힣]+_backup$", ["고객_backup"]),
  ]
  /// Near misses: no rule hides them.
  static let kept = [
    "my_staging_x", "staging", "customers_backup_2", "payment_staff_changes2", "temporary", "archives", "Temp_x", "고객",
  ]

  private func sandbox(_ patterns: [String], critical: [String] = ["customers"], more: String = "") throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    let list = patterns.map { "  - '\($0)'\n" }.joined()
    let config = """
      postgres: \(try TestServer.binaries().major)
      ignore_tables:
      \(list)critical_tables: [\(critical.joined(separator: ", "))]
      migrations: {runner: sql, paths: [migrations]}
      \(more)
      """
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    return sandbox
  }

  private static func tables(_ names: [String]) -> String {
    names.map { "CREATE TABLE \"\($0)\" (id serial PRIMARY KEY);\n" }.joined()
  }

  /// A rule that hides a whole schema hides no critical table in it.
  @Test func criticalTablesOfHiddenSchemas() throws {
    let sandbox = try sandbox(
      ["^temp_"], critical: ["billing.invoices"],
      more: "schemas: [public, billing]\nignore: [{kind: schema, name: ^billing$}]\n")
    let tables = "CREATE TABLE billing.invoices (id serial PRIMARY KEY); CREATE TABLE billing.notes (id int);\n"
    try sandbox.write("CREATE SCHEMA billing;\n" + tables, to: "migrations/9000_billing.sql")
    try sandbox.succeed("update")
    let document = try #require(try sandbox.text("ci/schema_baseline.json"))
    #expect(document.contains("\"invoices_id_seq\"") && document.contains("\"invoices_pkey\""), "\(document)")
    #expect(!document.contains("\"notes\""))
    let live = try sandbox.useLive(Shop.allMigrations + "CREATE SCHEMA billing;\n" + tables)
    try live.execute(
      "ALTER TABLE billing.invoices ADD byhand int; DROP TABLE billing.notes; CREATE TYPE billing.t AS ENUM ('x')")
    let told = try sandbox.fail("check", code: 1).output
    #expect(told.contains("column billing.invoices.byhand added (integer) [critical]"), "\(told)")
    #expect(told.contains("1 difference in 1 table") && !told.contains("billing.t"), "\(told)")
  }

  @Test func usersRules() throws {
    let sandbox = try sandbox(Self.rules.map(\.pattern))
    try sandbox.write(Self.tables(Self.rules.flatMap(\.hidden) + Self.kept), to: "migrations/9000_tables.sql")
    try sandbox.succeed("update")
    let document = try #require(try sandbox.text("ci/schema_baseline.json"))
    for name in Self.rules.flatMap(\.hidden) {
      // Neither the table nor its sequence.
      #expect(!document.contains("\"\(name)\"") && !document.contains("\"\(name)_id_seq\""), "\(name)")
    }
    for name in Self.kept {
      #expect(document.contains("\"\(name)\"") && document.contains("\"\(name)_id_seq\""), "\(name)")
    }
    // The live database has other tables that the rules hide, and none of those that the migrations make.
    try sandbox.useLive(
      Shop.allMigrations + Self.tables(Self.kept + ["staging_other", "other_backup"])
        + "DROP TABLE staging_reservations, customers_backup;")
    let checked = try sandbox.run(["check", "--explain"])
    #expect(checked.code == 0 && checked.output.hasPrefix("same"), "\(checked)")
    #expect(checked.output.contains("ignore_tables") && checked.output.contains("public.staging_other"), "\(checked)")
    // A rule that matches nothing there is one that somebody believes in.
    #expect(
      checked.error.contains("^payment_staff_changes$") && checked.error.contains("matches nothing"), "\(checked)")
    #expect(!checked.error.contains("staging_"), "\(checked)")
  }

  @Test func patternThatNeverEnds() throws {
    let sandbox = try sandbox(["^(a+)+$"])
    let name = String(repeating: "a", count: 62) + "b"
    try sandbox.write(Self.tables([name]), to: "migrations/9000_table.sql")
    try sandbox.refuse("verify", saying: ["^(a+)+$", name])
    try sandbox.refuse("update", saying: ["^(a+)+$"])
    try sandbox.useLive(Shop.allMigrations + Self.tables([name]))
    try sandbox.refuse("check", saying: ["^(a+)+$"])
  }

  @Test func criticalTablesWin() throws {
    let sandbox = try sandbox(
      ["^pay", "^log"], critical: ["payments", "logs"],
      more: "ignore: [{kind: sequence, name: \"_seq$\"}]\npolicy: {definition: warn, state: ignore, comment: ignore}")
    let more = """
      CREATE TABLE logs (id bigserial, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE logs_2020 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE pay_other (id serial);
      CREATE TABLE log_other (id serial);

      """
    try sandbox.write(more, to: "migrations/9000_more.sql")
    try sandbox.succeed("update")
    let document = try #require(try sandbox.text("ci/schema_baseline.json"))
    for name in ["payments", "logs", "logs_2020", "logs_id_seq"] {
      #expect(document.contains("\"\(name)\""), "\(name)")
    }
    for name in ["pay_other", "log_other", "pay_other_id_seq"] { #expect(!document.contains("\"\(name)\""), "\(name)") }
    let live = try sandbox.useLive(Shop.allMigrations + more)
    #expect(try sandbox.succeed("check").hasPrefix("same"))

    // What is warned about elsewhere fails in a critical table and in all that is nested in it.
    try live.execute("ALTER TABLE users ADD x int")
    #expect(try sandbox.succeed("check").contains("policy lets this pass"))
    for change in [
      "COMMENT ON TABLE payments IS 'x'", "ALTER TABLE logs_2020 ADD CHECK (at > '2000-01-01')",
      "ALTER SEQUENCE logs_id_seq INCREMENT BY 5",
    ] {
      let connection = try live.connect()
      try connection.execute(change)
      let result = try sandbox.run(["check"])
      #expect(result.code == 1 && result.output.contains("[critical]"), "\(change): \(result)")
      try live.execute(
        "COMMENT ON TABLE payments IS NULL; ALTER TABLE logs_2020 DROP CONSTRAINT IF EXISTS logs_2020_at_check; ALTER SEQUENCE logs_id_seq INCREMENT BY 1"
      )
    }
    try live.execute("DROP TABLE payments")
    #expect(try sandbox.fail("check", code: 1).output.contains("table public.payments removed"))
  }

  @Test func addingRules() throws {
    let sandbox = try Sandbox.shop()
    let before = try sandbox.text("ci/schema_drift_config.yml")
    try sandbox.refuse(
      "ignore", "^cust", "--reason", "x", saying: ["it would hide the critical table", "customers"], hint: "narrower")
    try sandbox.refuse("ignore", "(", "--reason", "x", saying: ["missing closing parenthesis"])
    #expect(try sandbox.succeed("ignore", "^service_", "--reason", "x", "--dry-run").contains("service_types"))
    #expect(try sandbox.text("ci/schema_drift_config.yml") == before)
    #expect(
      try sandbox.succeed("ignore", "^service_", "--reason", "filled\nby night: # \u{1b}[31m").contains("service_types")
    )
    let after = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    #expect(
      after.contains("^service_") && !after.contains("\u{1b}")
        && after.contains("critical_tables: [customers, payments]"))
    #expect(try sandbox.run(["check", "--snapshot", "ci/schema_baseline.json"]).code == 0)
    // One configuration is applied to both sides: the rule alone makes no difference, and the next update drops the table.
    #expect(try sandbox.succeed("verify").hasPrefix("same"))
    try sandbox.succeed("update")
    #expect(try sandbox.text("ci/schema_baseline.json")?.contains("service_types\": {") == false)
  }
}
