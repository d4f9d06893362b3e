import TestSupport
import Testing

/// What `check` says of causes: text, Markdown, JSON, exit codes.
struct DiagnosisOutputTests {
  @Test func look() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write("ALTER TABLE users ADD phone text;\n", to: "migrations/0007_phone.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("Add phone numbers")
    let live = try sandbox.useLive(Shop.allMigrations)
    try live.execute(
      "CREATE TABLE schema_migrations (version text PRIMARY KEY); INSERT INTO schema_migrations SELECT n::text FROM generate_series(1, 6) AS n")
    try live.execute("ALTER TABLE customers ADD phone text; CREATE TABLE tmp_x (id int); ALTER TABLE users ALTER login DROP NOT NULL")
    print(try sandbox.run(["check"]))
    print(try sandbox.run(["check", "--format", "markdown"]))
    print(try sandbox.run(["check", "--format", "json"]))
  }
}
