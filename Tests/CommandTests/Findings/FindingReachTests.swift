import TestSupport
import Testing

/// Findings and bypasses together with the rest of `check`: waivers, tenants, migrations that must be applied.
struct FindingReachTests {
  /// A waiver settles a bypass and resolves the finding; when it ends the finding is there again.
  @Test func waivers() throws {
    let emergency = try Emergency()
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    try emergency.here("check", at: 0, bypass: true)
    let accepted = try emergency.here(
      "accept", "public.users.byhand", "--until", "2026-11-22", "--reason", "reviewed in 4711", at: 1)
    #expect(accepted.code == 0, "\(accepted)")
    let check = try emergency.here("check", at: 2, bypass: true)
    #expect(check.code == 0 && !check.output.contains("EMERGENCY"), "\(check)")
    let list = try emergency.here("bypass", "--all", at: 3)
    #expect(list.output.contains("closed 2026-11-20T02:00:00Z, accepted by a waiver"), "\(list)")
    let incidents = try emergency.here("incidents", "--all", at: 3)
    #expect(incidents.output.contains("resolved 2026-11-20T02:00:00Z: accepted by a waiver"), "\(incidents)")
    #expect(try emergency.here("check", at: 3 * 24).code == 1)
    let again = try emergency.here("incidents", at: 3 * 24 + 1)
    #expect(again.output.contains("public.users.byhand added, again"), "\(again)")
  }

  /// Not deployed yet, then deployed: by the books of the migration tool.
  @Test func deployments() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try emergency.live.execute(
      "CREATE TABLE schema_migrations (version text PRIMARY KEY);"
        + "INSERT INTO schema_migrations SELECT n::text FROM generate_series(1, 6) AS n")
    try sandbox.write("ALTER TABLE payments ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.succeed("update", remarks: true)
    try sandbox.repository.commit("A note")
    try emergency.here("check", at: 0)
    let open = try emergency.here("incidents", at: 1)
    #expect(open.output.contains("column public.payments.note removed [critical]: not deployed"), "\(open)")
    #expect(open.output.contains("  cause known  2026-11-20T00:00:00Z  after 0 s"), "\(open)")

    // A pipeline that demands it is let through in an emergency, but not for ever.
    let demanded = try emergency.here("check", "--require-applied", at: 2)
    #expect(demanded.code == 1, "\(demanded)")
    let passed = try emergency.here("check", "--require-applied", "--format", "json", at: 2, bypass: true)
    #expect(passed.code == 0 && passed.output.contains("\"outcome\": \"bypassed\""), "\(passed)")
    let markdown = try emergency.here("check", "--require-applied", "--format", "markdown", at: 3, bypass: true)
    #expect(markdown.code == 0 && markdown.output.hasPrefix("> **EMERGENCY BYPASS"), "\(markdown)")
    // A check that does not look whether all is applied says nothing of it.
    #expect(try emergency.here("check", at: 20, bypass: true).code == 0)
    let list = try emergency.here("bypass", at: 20)
    #expect(list.output.contains("production: migrations that are not applied: due at"), "\(list)")
    #expect(try emergency.here("check", "--require-applied", at: 26, bypass: true).code == 1)

    try emergency.live.execute("ALTER TABLE payments ADD note text; INSERT INTO schema_migrations VALUES ('7')")
    #expect(try emergency.here("check", "--require-applied", at: 27).code == 0)
    let all = try emergency.here("incidents", "--all", at: 28)
    #expect(all.output.contains("resolved 2026-11-21T03:00:00Z: a migration was deployed"), "\(all)")
    #expect(try emergency.here("bypass", at: 28).output == "there are none\n")
  }

  /// Tenants are told of together: one finding, one clock.
  @Test func tenants() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config.replacing(
        "{url_env: DATABASE_URL}", with: #"{url_env: DATABASE_URL, tenants: {match: "tenant_*", as: public}}"#),
      to: "ci/schema_drift_config.yml")
    for tenant in ["tenant_a", "tenant_b"] {
      try emergency.live.execute("CREATE SCHEMA \(tenant); SET search_path = \(tenant);" + Shop.allMigrations)
    }
    let same = try emergency.here("check", at: 0)
    #expect(same.code == 0, "\(same)")
    for tenant in ["tenant_a", "tenant_b"] {
      try emergency.live.execute("ALTER TABLE \(tenant).users ADD byhand text")
    }
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    #expect(try emergency.here("check", at: 1).code == 1)
    let passed = try emergency.here("check", at: 2, bypass: true)
    #expect(passed.code == 0, "\(passed)")
    #expect(passed.error.contains("2 findings pass"), "\(passed)")
    #expect(passed.error.contains(#"production: column "tenant_*".users.byhand until"#), "\(passed)")
    let incidents = try emergency.here("incidents", at: 2)
    #expect(incidents.output.contains(#"column "tenant_*".users.byhand added"#), "\(incidents)")
    #expect(try emergency.here("check", at: 26, bypass: true).code == 1)
    // Gone in the database's own schema and in one tenant: the tenants' finding is still there.
    try emergency.live.execute("ALTER TABLE users DROP byhand; ALTER TABLE tenant_a.users DROP byhand")
    #expect(try emergency.here("check", at: 27, bypass: true).code == 1)
    #expect(try emergency.here("bypass", at: 27).output.contains("tenant_*"))
    try emergency.live.execute("ALTER TABLE tenant_b.users DROP byhand")
    #expect(try emergency.here("check", at: 28).code == 0)
    #expect(try emergency.here("bypass", at: 28).output == "there are none\n")
    #expect(try emergency.here("incidents", at: 28).output == "there are none\n")
  }
}
