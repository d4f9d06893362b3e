import Processes
import TestSupport
import Testing

/// A week as it would be: the built program, a real server and a clock; what is measured is what was done.
@Suite(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"))
struct RealWeekTests {
  @Test func aWeek() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    let live = emergency.live
    var checks = 0
    func check(_ hours: Double, code: Int32 = 0, extra: Bool = false, bypass: Bool = false) throws {
      let result = try emergency.here("check", at: hours, bypass: bypass)
      #expect(result.code == code, "\(result)")
      if !extra { checks += 1 }
    }
    try check(6)
    // By hand, seen at the next check and undone 20 minutes later.
    try live.execute("ALTER TABLE payments ADD by_hand text")
    try check(30, code: 1)
    try live.execute("ALTER TABLE payments DROP by_hand")
    try check(30 + 20.0 / 60, extra: true)
    // A work table that a rule hides then: two hours.
    try live.execute("CREATE TABLE audit_2026 (id int)")
    try check(54, code: 1)
    try sandbox.succeed("ignore", "^audit_", "--reason", "written by a job", remarks: true)
    try sandbox.repository.commit("Leave the audit tables out")
    try check(56, extra: true)
    // One day nobody checks. Then a change in an emergency, taken over by a migration and a refresh an hour later.
    try live.execute("ALTER TABLE users ADD phone text")
    try check(102, extra: false, bypass: true)
    try sandbox.write("ALTER TABLE users ADD phone text;\n", to: "migrations/0007_phone.sql")
    try sandbox.repository.commit("Take the phone over")
    #expect(try emergency.here("refresh", at: 102.5).code == 0)
    try check(103, extra: true)
    // The same again, which came back, and is accepted by a waiver after ten minutes.
    try live.execute("ALTER TABLE payments ADD by_hand text")
    try check(126, code: 1)
    try sandbox.succeed(
      "accept", "payments.by_hand", "--until", "2026-12-31", "--reason", "needed", "--database", "production",
      remarks: true,
      environment: Emergency.clock(126))
    try sandbox.repository.commit("Accept it for now")
    try check(126 + 10.0 / 60, extra: true)
    #expect(try emergency.here("refresh", at: 127).code == 0)
    let failed = try emergency.here(
      "refresh", at: 127.5, environment: ["DATABASE_URL": "postgresql:///x?host=/nowhere"])
    #expect(failed.code == 2, "\(failed)")
    #expect(
      try emergency.here("missed", "users.login", "--since", "2026-11-21", "--database", "production", at: 128).code
        == 0)
    try check(150)

    let result = try emergency.here("stats", "--format", "json", at: 151)
    let whole = try #require(try AnswerValue(result.output)["whole"])
    func ratio(_ key: String) -> [AnswerValue?] { [whole[key]?["part"], whole[key]?["whole"]] }
    #expect(whole["incidents"] == .number(4) && whole["findings"] == .number(4), "\(result)")
    #expect(whole["critical"] == .number(2))
    #expect(whole["time_to_resolve"]?["count"] == .number(4))
    #expect(whole["time_to_resolve"]?["mean"] == .number((20 + 120 + 60 + 10) * 60 / 4))
    #expect(whole["time_to_resolve"]?["p90"] == .number(120 * 60))
    #expect(ratio("reopened") == [.number(1), .number(4)])
    #expect(ratio("false_positives") == [.number(1), .number(4)])
    // The waiver. That the other was made by hand nobody can tell where no books say which migrations are applied.
    #expect(ratio("accepted_drift") == [.number(1), .number(4)])
    #expect(ratio("refreshes") == [.number(2), .number(3)])
    #expect(ratio("planned_checks") == [.number(Int64(checks)), .number(Int64(checks) + 1)])
    #expect(whole["false_negatives"] == .number(1))
    #expect(whole["bypasses"] == .object(["opened": .number(1), "overdue": .number(0)]))
    // Of each at most since the check before.
    #expect(whole["time_to_detect"]?["count"] == .number(4))
    #expect(whole["time_to_detect"]?["at_most"] == .number(4))
  }
}
