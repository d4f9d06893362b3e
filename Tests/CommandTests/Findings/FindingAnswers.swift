import TestSupport
import Testing

extension JSONDocumentationTests {
  /// The answers of `incidents`, `missed` and `bypass`, and what an emergency adds to others.
  static func findingAnswers() throws -> [(section: String, answer: String)] {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    var answers: [(String, String)] = []
    func ask(_ section: String, _ arguments: String..., at hours: Double, bypass: Bool = false) throws {
      let environment = Emergency.clock(hours).merging(bypass ? Emergency.bypass : [:]) { $1 }
      let result = try sandbox.run(arguments + ["--format", "json"], environment: environment)
      #expect((0...1).contains(result.code) || arguments[0] == "notify", "\(result)")
      answers.append((section, result.output))
    }
    try emergency.live.execute("ALTER TABLE users ADD byhand text; ALTER TABLE packages ADD note text")
    try ask("check", "check", at: 0, bypass: true)
    try sandbox.write("ALTER TABLE users ADD byhand text;\n", to: "migrations/0007_byhand.sql")
    try sandbox.git("add", "migrations")
    try ask("verify", "verify", at: 0, bypass: true)
    try ask("hook", "hook", "pre-commit", at: 0, bypass: true)
    try sandbox.repository.commit("Keep it")
    try ask("refresh", "refresh", "--emergency", at: 1)
    try ask("update", "update", at: 1)
    try ask("bypass", "bypass", "--all", at: 2)
    try ask("missed", "missed", "users.login", "--since", "2026-11-19", "--database", "production", at: 2)
    let broken =
      #"{"v":1,"id":"01M7W6C3805EB7V9KDKAV5B3A7","at":"2026-11-20T10:00:00Z","kind":"check","#
      + #""project":"ci/schema_drift_config.yml","actor":"Eve","details":{}}"#
    try sandbox.write(broken + "\n", to: "broken.jsonl")
    try sandbox.succeed("events", "import", "broken.jsonl", remarks: true)
    try ask("incidents", "incidents", "--all", at: 12)
    try sandbox.write(
      (try sandbox.text("ci/schema_drift_config.yml") ?? "")
        + "notifications: {channels: {team: {command: [\"false\"]}}}\n", to: "ci/schema_drift_config.yml")
    try ask("notify", "notify", "--dry-run", at: 12)
    _ = try sandbox.run(["notify"], environment: Emergency.clock(12))
    try ask("notify", "notify", at: 12)
    let id = try sandbox.succeed("incidents", "--all", remarks: true, environment: Emergency.clock(12))
      .split(separator: " ").dropFirst().first
    try ask("ack", "ack", String(try #require(id)), "--note", "mine", at: 12)
    try ask("incidents", "incidents", "--all", at: 12)
    try ask("stats", "stats", "--since", "2023-11-01", at: 12)
    return answers
  }
}
