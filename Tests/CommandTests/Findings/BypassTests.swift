import TestSupport
import Testing

/// The emergency bypass of checks: a clock of 24 hours for each finding, kept by events that every pipeline fetches anew.
struct BypassTests {
  @Test func deadlines() throws {
    let emergency = try Emergency()
    #expect(try emergency.pipeline("check", at: 0).code == 0)
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    #expect(try emergency.pipeline("check", at: 1).code == 1)

    let first = try emergency.pipeline("check", at: 2, bypass: true)
    #expect(first.code == 0, "\(first)")
    #expect(first.output.hasPrefix("EMERGENCY BYPASS: 1 finding passes"), "\(first)")
    #expect(
      first.error.contains("baseline:   production: column public.users.byhand until 2026-11-21T02:00:00Z"), "\(first)")
    #expect(first.error.contains("no reason was given for it: baseline bypass explain"), "\(first)")
    #expect(!first.error.contains("NOT RECORDED") && !first.output.contains("NOT RECORDED"), "\(first)")

    // Without the variable nothing passes; the debt is told.
    let without = try emergency.pipeline("check", at: 3)
    #expect(without.code == 1, "\(without)")
    #expect(
      without.error.contains("1 finding passed by emergency bypass, the first until 2026-11-21T02:00:00Z"), "\(without)"
    )

    // Another difference of the same object begins no new clock.
    try emergency.live.execute("ALTER TABLE users ALTER byhand TYPE integer USING NULL")
    let changed = try emergency.pipeline("check", at: 25, bypass: true)
    #expect(changed.code == 0, "\(changed)")
    #expect(changed.error.contains("byhand until 2026-11-21T02:00:00Z"), "\(changed)")

    // A finding on top has a clock of its own.
    try emergency.live.execute("ALTER TABLE packages ADD note text")
    let two = try emergency.pipeline("check", at: 25.5, bypass: true)
    #expect(two.code == 0, "\(two)")
    #expect(two.error.contains("public.packages.note until 2026-11-22T01:30:00Z"), "\(two)")

    // At the deadline itself, and after it.
    for hours in [26, 27] as [Double] {
      let late = try emergency.pipeline("check", at: hours, bypass: true)
      #expect(late.code == 1, "\(late)")
      #expect(late.output.contains("NOT BYPASSED: production: column public.users.byhand"), "\(late)")
      #expect(late.error.contains("public.packages.note until 2026-11-22T01:30:00Z"), "\(late)")
    }
    let json = try emergency.pipeline("check", "--format", "json", at: 27, bypass: true)
    #expect(json.code == 1 && json.output.contains("\"outcome\": \"failed\""), "\(json)")
    #expect(json.output.contains("\"state\": \"overdue\""), "\(json)")

    // Resolved, the other one is not touched by it.
    try emergency.live.execute("ALTER TABLE users DROP byhand")
    let other = try emergency.pipeline("check", at: 28, bypass: true)
    #expect(other.code == 0 && !other.output.contains("NOT BYPASSED"), "\(other)")
    let list = try emergency.pipeline("bypass", "--all", at: 29)
    #expect(list.output.contains("public.packages.note: open until 2026-11-22T01:30:00Z"), "\(list)")
    #expect(list.output.contains("public.users.byhand: closed 2026-11-21T04:00:00Z, the change was undone"), "\(list)")
    #expect(!(try emergency.pipeline("bypass", at: 29)).output.contains("byhand"))

    // Back again: a new emergency.
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    let again = try emergency.pipeline("check", at: 30, bypass: true)
    #expect(again.code == 0, "\(again)")
    #expect(again.error.contains("public.users.byhand until 2026-11-22T06:00:00Z"), "\(again)")
  }

  @Test func reasons() throws {
    let emergency = try Emergency()
    try emergency.live.execute("ALTER TABLE users ADD byhand text; ALTER TABLE packages ADD note text")
    let reason = ["EMERGENCY_BYPASS_REASON": "payments\nwere \u{1b}[2J down"]
    try emergency.pipeline("check", at: 0, bypass: true, environment: reason)
    let list = try emergency.pipeline("bypass", at: 1)
    #expect(list.output.contains("reason: payments were \\x1b[2J down"), "\(list)")
    #expect(!list.error.contains("no reason"), "\(list)")

    // Both of one run; the second difference is of another run, and without a reason.
    try emergency.live.execute("ALTER TABLE services ADD fax text")
    try emergency.pipeline("check", at: 2, bypass: true)
    let asked = try emergency.pipeline("verify", at: 3)
    #expect(asked.error.contains("3 findings passed by emergency bypass"), "\(asked)")
    let hint = try #require(asked.error.split(separator: "\n").last { $0.contains("explain") })
    let id = String(try #require(hint.split(separator: " ").drop { $0 != "explain" }.dropFirst().first))
    let refused = try emergency.pipeline("bypass", "explain", "ZZZZ", "--reason", "x", at: 3)
    #expect(refused.code == 2 && refused.error.contains("baseline bypass --all"), "\(refused)")
    #expect(try emergency.pipeline("bypass", "explain", id, "--reason", " ", at: 3).code == 64)
    let explained = try emergency.pipeline("bypass", "explain", id, "--reason", "the fax was down", at: 4)
    #expect(explained.code == 0 && explained.output.contains("services.fax"), "\(explained)")
    let json = try emergency.pipeline("bypass", "--format", "json", at: 5)
    #expect(json.output.contains("\"reason\": \"the fax was down\""), "\(json)")
    #expect(!json.error.contains("no reason"), "\(json)")
  }

  /// Where the start can be neither read nor recorded the run passes, and nobody can miss it.
  @Test func notRecorded() throws {
    let emergency = try Emergency()
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    try emergency.sandbox.writeProgram("#!/bin/sh\necho 'no writing here' >&2\nexit 1\n", to: "refuse")
    try emergency.sandbox.git(
      "-C", emergency.remote, "config", "core.hooksPath", "\(emergency.sandbox.path)/hooks-of-the-remote")
    try emergency.sandbox.runProgram("mkdir", ["hooks-of-the-remote"])
    try emergency.sandbox.runProgram("mv", ["refuse", "hooks-of-the-remote/pre-receive"])

    let text = try emergency.pipeline("check", at: 0, bypass: true)
    #expect(text.code == 0, "\(text)")
    #expect(text.output.contains("NOT RECORDED: ") && text.error.contains("baseline: NOT RECORDED: "), "\(text)")
    let json = try emergency.pipeline("check", "--format", "json", at: 1, bypass: true)
    #expect(json.code == 0 && json.output.contains("\"outcome\": \"bypassed\""), "\(json)")
    #expect(json.output.contains("\"not_recorded\": \"") && json.error.contains("NOT RECORDED"), "\(json)")
    // A check that fails does not fail otherwise, and one that passes passes.
    #expect(try emergency.pipeline("check", at: 1).code == 1)
    // A start that was recorded before can be read here too.
    try emergency.sandbox.git("-C", emergency.remote, "config", "--unset", "core.hooksPath")
    try emergency.pipeline("check", at: 2, bypass: true)
    try emergency.sandbox.git(
      "-C", emergency.remote, "config", "core.hooksPath", "\(emergency.sandbox.path)/hooks-of-the-remote")
    let known = try emergency.pipeline("check", at: 3, bypass: true)
    #expect(known.code == 0 && !known.output.contains("NOT RECORDED"), "\(known)")
    #expect(known.error.contains("until 2026-11-21T02:00:00Z"), "\(known)")
    #expect(try emergency.pipeline("check", at: 26, bypass: true).code == 1)

    // No remote that answers, in a clone that the events were never fetched into.
    try emergency.sandbox.git("remote", "set-url", "origin", "/nowhere.git")
    let gone = try emergency.here("check", at: 30, bypass: true, environment: ["CI": "true"])
    #expect(gone.code == 0 && gone.output.contains("NOT RECORDED"), "\(gone)")
    #expect(gone.error.contains("the events could not be fetched"), "\(gone)")
  }

  /// A repository that cannot be written to: findings are a remark, a bypass says so.
  @Test func unwritable() throws {
    let emergency = try Emergency()
    try emergency.sandbox.write("", to: ".git/refs/baseline")
    let same = try emergency.here("check", at: 0)
    #expect(same.code == 0 && same.error.contains("the events of this run are not recorded"), "\(same)")
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    #expect(try emergency.here("check", at: 0).code == 1)
    let passed = try emergency.here("check", at: 0, bypass: true)
    #expect(passed.code == 0 && passed.output.contains("NOT RECORDED"), "\(passed)")
    let unrecorded = try emergency.here("check", "--no-record", at: 0, bypass: true)
    #expect(unrecorded.code == 0 && unrecorded.output.contains("NOT RECORDED"), "\(unrecorded)")
  }

  /// What could not be found out never passes, and no other value than `true` helps.
  @Test func whatIsNeverBypassed() throws {
    let emergency = try Emergency()
    let dead = try emergency.here(
      "check", at: 0, bypass: true, environment: ["DATABASE_URL": "postgresql:///x?host=/nowhere"])
    #expect(dead.code == 2, "\(dead)")
    try emergency.live.execute("ALTER TABLE users ADD byhand text")
    let slip = try emergency.here("check", at: 1, environment: ["EMERGENCY_BYPASS": "1"])
    #expect(slip.code == 1 && slip.error.contains("EMERGENCY_BYPASS is neither true nor false"), "\(slip)")
  }

  /// The commit that ends it, and the debts that it names.
  @Test func emergencyRefresh() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try emergency.live.execute("ALTER TABLE users ADD byhand text; ALTER TABLE packages ADD note text")
    try emergency.here("check", at: 0, bypass: true, environment: ["EMERGENCY_BYPASS_REASON": "payments were down"])
    // One is written as a migration, the other is taken back: a refresh settles the first and finds the second gone.
    try sandbox.write("ALTER TABLE users ADD byhand text;\n", to: "migrations/0007_byhand.sql")
    try sandbox.repository.commit("Keep it")
    try emergency.live.execute("ALTER TABLE packages DROP note")
    #expect(try emergency.here("refresh", "--emergency", "--no-commit", at: 1).code == 64)
    let refresh = try emergency.here("refresh", "--emergency", at: 1)
    #expect(refresh.code == 0, "\(refresh)")
    #expect(refresh.output.contains("settled production: column public.users.byhand"), "\(refresh)")
    #expect(!refresh.error.contains("passed by emergency bypass"), "\(refresh)")
    let message = try sandbox.git("log", "-1", "--format=%B")
    #expect(message.hasPrefix("fix: emergency schema drift resolution\n"), "\(message)")
    #expect(
      message.contains(
        "- production: column public.users.byhand, bypassed since 2026-11-20T00:00:00Z: payments were down"),
      "\(message)")
    let trailers = try sandbox.git("log", "-1", "--format=%(trailers:key=Baseline-Bypass,valueonly)")
    let list = try emergency.here("bypass", "--all", "--format", "json", at: 2)
    #expect(trailers.utf8.count >= 26 && list.output.contains(trailers.prefix(26)), "\(trailers)\n\(list)")
    #expect(list.output.contains(try sandbox.git("rev-parse", "HEAD")), "\(list)")
    #expect(try emergency.here("bypass", at: 2).output == "there are none\n")
    #expect(try emergency.events() == ["bypass", "bypass_closed", "check", "refresh_ended", "refresh_started"])
  }

  /// Of a branch that was squashed no verified commit has the commit on which the finding passed: a person says that it is over,
  /// on a state that is as it should be.
  @Test func afterASquash() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    try sandbox.git("checkout", "--quiet", "-b", "feature")
    try sandbox.write("ALTER TABLE users ADD nick text;\n", to: "migrations/0007_nick.sql")
    try sandbox.repository.commit("A nickname")
    #expect(try emergency.here("verify", "--commit", "HEAD", at: 0, bypass: true).code == 0)
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.git("merge", "--quiet", "--squash", "feature")
    try sandbox.succeed("update", "--staged", remarks: true)
    try sandbox.repository.commit("A nickname, squashed")
    try sandbox.git("branch", "--quiet", "-D", "feature")
    try emergency.live.execute("ALTER TABLE users ADD nick text")

    let verified = try emergency.here("verify", "--commit", "HEAD", at: 1)
    #expect(verified.code == 0 && verified.error.contains("1 finding passed by emergency bypass"), "\(verified)")
    let head = try sandbox.git("rev-parse", "HEAD")
    #expect(!(try emergency.here("refresh", at: 2)).output.contains("settled"))
    let refresh = try emergency.here("refresh", "--emergency", at: 2)
    #expect(refresh.code == 0 && refresh.output.contains("nothing to change"), "\(refresh)")
    #expect(refresh.output.contains("settled verify: column public.users.nick"), "\(refresh)")
    #expect(try sandbox.git("rev-parse", "HEAD") == head)
    let list = try emergency.here("bypass", "--all", "--format", "json", at: 3)
    #expect(list.output.contains("\"commit\": \"\(head)\""), "\(list)")
    #expect(try emergency.here("bypass", at: 3).output == "there are none\n")
  }
}
