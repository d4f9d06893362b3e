import TestSupport
import Testing

/// The emergency bypass of `verify` and of the hooks.
struct HookBypassTests {
  @Test func commitsAndPushes() throws {
    let emergency = try Emergency(hooks: true)
    let sandbox = emergency.sandbox
    func git(_ arguments: String..., at hours: Double, bypass: Bool = false) throws -> CommandResult {
      try sandbox.git(arguments, environment: Emergency.clock(hours).merging(bypass ? Emergency.bypass : [:]) { $1 })
    }
    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.git("add", "migrations")
    #expect(try git("commit", "-m", "Notes", at: 0).code == 1)
    let passed = try git("commit", "-m", "Notes", at: 1, bypass: true)
    #expect(passed.code == 0, "\(passed)")
    #expect(
      passed.error.contains("EMERGENCY BYPASS") && passed.error.contains("verify: column public.packages.note"),
      "\(passed)")
    #expect(passed.error.contains("public.packages.note added"), "\(passed)")

    // One clock for all of them; nothing else is stopped, and all tell of it.
    let pushed = try git("push", "origin", "main", at: 2, bypass: true)
    #expect(pushed.code == 0 && pushed.error.contains("until 2026-11-21T01:00:00Z"), "\(pushed)")
    try sandbox.write("nothing\n", to: "README")
    try sandbox.git("add", "README")
    let other = try git("commit", "-m", "Read me", at: 3)
    #expect(other.code == 0 && other.error.contains("1 finding passed by emergency bypass"), "\(other)")
    let verify = try emergency.here("verify", "--format", "json", at: 4, bypass: true)
    #expect(verify.code == 0 && verify.output.contains("\"outcome\": \"bypassed\""), "\(verify)")
    let late = try emergency.here("verify", at: 25, bypass: true)
    #expect(late.code == 1 && late.output.contains("NOT BYPASSED: verify"), "\(late)")
    #expect(late.output.contains("differs"), "\(late)")

    // A branch that never had it settles nothing.
    try sandbox.git("checkout", "--quiet", "-b", "elsewhere", "HEAD~2")
    try sandbox.write("CREATE TABLE cars (id int);\n", to: "migrations/0007_cars.sql")
    try sandbox.git("add", "migrations")
    try sandbox.succeed("update", "--staged", remarks: true)
    #expect(try git("commit", "-m", "Cars", at: 26).code == 0)
    #expect(try emergency.here("bypass", at: 26).output.contains("overdue since 2026-11-21T01:00:00Z"))

    try sandbox.git("checkout", "--quiet", "main")
    let update = try emergency.here("update", "--staged", at: 27)
    #expect(update.code == 0 && update.error.contains("1 overdue since 2026-11-21T01:00:00Z"), "\(update)")
    // What is staged may never be committed; the commit tells.
    let mended = try git("commit", "-m", "The baseline of the notes", at: 27)
    #expect(mended.code == 0 && mended.error.contains("passed by emergency bypass"), "\(mended)")
    let settled = try emergency.here("verify", at: 27)
    #expect(settled.code == 0 && !settled.error.contains("passed by emergency bypass"), "\(settled)")
    #expect(try emergency.here("bypass", at: 28).output == "there are none\n")
    #expect(try emergency.events() == ["bypass", "bypass_closed"])
  }

  /// The remote may be dead in an emergency: it is asked once, and only when something is to be verified.
  @Test func fetches() throws {
    let emergency = try Emergency(hooks: true)
    let sandbox = emergency.sandbox
    try sandbox.writeProgram("#!/bin/sh\necho asked >>\"$0.log\"\nexit 1\n", to: ".git/dead")
    try sandbox.git("config", "remote.origin.uploadpack", "\(sandbox.path)/.git/dead")
    let environment = Emergency.clock(1).merging(Emergency.bypass) { $1 }.merging(["CI": "true"]) { $1 }
    try sandbox.write("nothing\n", to: "README")
    try sandbox.git("add", "README")
    #expect(try sandbox.git(["commit", "-m", "Read me"], environment: environment).code == 0)
    #expect(try sandbox.text(".git/dead.log") == nil)

    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.git("add", "migrations")
    // Opened by a run that shares nothing, so that later ones have nothing to push.
    let opened = try sandbox.git(
      ["commit", "-m", "Notes"], environment: Emergency.clock(1).merging(Emergency.bypass) { $1 })
    #expect(opened.code == 0, "\(opened)")
    try sandbox.git("branch", "other")
    let pushed = try sandbox.git(["push", "origin", "main", "other"], environment: environment)
    #expect(pushed.code == 0 && pushed.error.contains("the events could not be fetched"), "\(pushed)")
    #expect(try sandbox.text(".git/dead.log") == "asked\n")
  }
}
