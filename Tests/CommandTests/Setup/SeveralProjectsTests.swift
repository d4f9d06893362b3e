import TestSupport
import Testing

/// A repository with two projects: each has its own configuration, and hooks and verify look at both.
struct SeveralProjectsTests {
  private static let billing = "billing/ci/schema_drift_config.yml"

  private func shop() throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    try sandbox.write("CREATE TABLE invoices (id int);\n", to: "billing/migrations/1_invoices.sql")
    let answer = try sandbox.succeed("init", "--config", Self.billing)
    #expect(answer.contains("migrations: sql, billing/migrations"), "\(answer)")
    #expect(answer.contains("baseline: 1 table"), "\(answer)")
    #expect(answer.contains("git config baseline.config"), "\(answer)")
    try sandbox.git("add", "--all")
    try sandbox.git("commit", "-m", "Billing")
    return sandbox
  }

  @Test func eachHasItsOwnFiles() throws {
    let sandbox = try shop()
    #expect(
      try sandbox.git("show", "--name-only", "--format=") == """
        .gitattributes
        billing/ci/schema_baseline.json
        billing/ci/schema_drift_config.yml
        billing/migrations/1_invoices.sql
        """)
    #expect(
      try sandbox.git("config", "--get-all", "baseline.config") == "ci/schema_drift_config.yml\n\(Self.billing)")
    // A second init registers nothing twice.
    try sandbox.succeed("init", "--config", Self.billing)
    #expect(try sandbox.git("config", "--get-all", "baseline.config").split(separator: "\n").count == 2)
    let verified = try sandbox.succeed("verify")
    #expect(verified.contains("ci/schema_drift_config.yml, the work tree") && verified.contains(Self.billing))
    let json = try sandbox.succeed("verify", "--config", Self.billing, "--format", "json")
    #expect(json.contains(#""config": "\#(Self.billing)""#) && !json.contains(#""config": "ci/"#), "\(json)")
  }

  @Test func hooksLookAtAll() throws {
    let sandbox = try shop()
    try sandbox.write("ALTER TABLE invoices ADD total int;\n", to: "billing/migrations/2_total.sql")
    try sandbox.git("add", "--all")
    let refused = try sandbox.gitFails("commit", "-m", "Total")
    #expect(refused.error.contains("invoices.total"), "\(refused)")
    #expect(refused.error.contains("hint: baseline update --staged --config \(Self.billing)"), "\(refused)")

    // A command that can only be about one says which there are.
    let ambiguous = try sandbox.fail("update", "--staged", code: 2)
    #expect(ambiguous.error.contains("--config"), "\(ambiguous)")
    try sandbox.succeed("update", "--staged", "--config", Self.billing)
    try sandbox.git("commit", "-m", "Total")

    // Both are wrong: both are told, in one run.
    try sandbox.write("ALTER TABLE invoices ADD note int;\n", to: "billing/migrations/3_note.sql")
    try sandbox.write("ALTER TABLE packages ADD note int;\n", to: "migrations/0007_note.sql")
    try sandbox.git("add", "--all")
    let both = try sandbox.gitFails("commit", "-m", "Notes")
    #expect(both.error.contains("invoices.note") && both.error.contains("packages.note"), "\(both)")
    let verified = try sandbox.fail("verify", "--staged", code: 1)
    #expect(verified.output.contains("invoices.note") && verified.output.contains("packages.note"), "\(verified)")
  }

  /// One that cannot be looked at hides nothing about the other.
  @Test func unreadableOneDoesNotHideTheOther() throws {
    let sandbox = try shop()
    try sandbox.write("nonsense: true\n", to: "ci/schema_drift_config.yml")
    try sandbox.write("ALTER TABLE invoices ADD note int;\n", to: "billing/migrations/3_note.sql")
    try sandbox.git("add", "--all")
    let refused = try sandbox.gitFails("commit", "-m", "Both")
    #expect(refused.error.contains("nonsense"), "\(refused)")
    #expect(refused.error.contains("invoices.note"), "\(refused)")
  }
}
