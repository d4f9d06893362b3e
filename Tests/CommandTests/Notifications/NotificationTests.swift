import TestSupport
import Testing

/// Who is told of what is found: the built program, a real server and a real command.
struct NotificationTests {
  @Test func aStory() throws {
    let told = try Told()
    let emergency = told.emergency
    try emergency.live.execute(Shop.books)
    #expect(try emergency.here("check", at: 0).error == "")
    try emergency.live.execute("ALTER TABLE customers ALTER email TYPE varchar(200); ALTER TABLE users ADD byhand text")
    let found = try emergency.here("check", at: 1)
    #expect(found.code == 1)
    #expect(found.error.contains("told team: Schema drift on production: 2 findings, critical\n"), "\(found)")
    let message = try #require(told.messages.first)
    for part in [
      #"{"text":"*Schema drift on production: 2 findings, critical*\n```\n"#,
      "column public.customers.email altered [critical]: changed by hand\\n", "column public.users.byhand added",
      "seen 2026-11-20T01:00:00Z", "baseline ack \(try told.incident(at: 1))",
    ] {
      #expect(message.contains(part), "\(message)")
    }
    // Once, whoever asks and however often.
    #expect(try emergency.here("check", at: 1.1).error == "")
    #expect(try emergency.here("notify", at: 1.1).output == "nothing to tell\n")
    #expect(told.messages.count == 1)

    // Nobody answers: a timer finds out.
    let escalated = try emergency.here("notify", at: 1.5)
    #expect(
      escalated.output == """
        ✓ told team: Nobody answered for 30 min: schema drift on production, 2 findings, critical
        ✓ told dba: Nobody answered for 30 min: schema drift on production, 2 findings, critical

        """)
    let page = try #require(try told.pages().first)
    #expect(
      page.hasPrefix(#"now {"format":1,"occasion":"escalated","project":"ci/schema_drift_config.yml","#), "\(page)")
    #expect(page.contains(#""database":"production","incident":"01M"#), "\(page)")
    #expect(try emergency.sandbox.repository.folder.text("paged-in") == emergency.sandbox.path + "\n")

    // Somebody answers, and it is mended.
    let answered = try emergency.here("ack", try told.incident(at: 2), "--note", "it is\nmine", at: 2)
    #expect(answered.output.hasPrefix("answered: ") && answered.output.hasSuffix("next: baseline events push\n"))
    let shown = try emergency.here("incidents", at: 2).output
    #expect(
      shown.contains("  answered     2026-11-20T02:00:00Z  by Ada Author <ada@example.org>: it is mine\n"), "\(shown)")
    try emergency.live.execute("ALTER TABLE customers ALTER email TYPE text; ALTER TABLE users DROP byhand")
    #expect(try emergency.here("check", at: 3).code == 0)
    #expect(told.messages.count == 3)
    #expect(told.messages.last?.contains("Resolved on production after 2 h: 2 findings, critical") ?? false)
    #expect(told.messages.last?.contains("the change was undone") ?? false, "\(told.messages)")
    #expect(try told.pages().count == 2)
    #expect(
      try emergency.events() == ["acknowledged"] + Array(repeating: "check", count: 4)
        + Array(repeating: "notified", count: 5))
    #expect(try emergency.sandbox.git("log", "-p", "refs/baseline/events").contains("\"note\":\"it is mine\""))
  }

  @Test func anAnswerStopsTheEscalation() throws {
    let told = try Told()
    let emergency = told.emergency
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    // The team's clone answers what a pipeline found; another pipeline is to know.
    try emergency.pipeline("check", at: 0)
    let listed = try emergency.pipeline("incidents", at: 0.1).output
    let id = String(try #require(listed.split(separator: " ").dropFirst().first))
    #expect(try emergency.here("ack", id, at: 0.2).code == 2)
    let answered = try emergency.here("ack", id, "--push", "--format", "json", at: 0.3)
    #expect(answered.code == 0 && answered.output.contains("\"state\": \"open\""), "\(answered)")
    #expect(try emergency.pipeline("notify", at: 9).output == "nothing to tell\n")
    #expect(try emergency.here("ack", "NOPE", at: 1).code == 2)
    // Pipelines are told apart by nothing but what they share: one message in all.
    #expect(told.messages.count == 1)
  }

  /// Where others cannot learn what was told, every run would tell it again.
  @Test func eventsThatCannotBeShared() throws {
    let told = try Told()
    let emergency = told.emergency
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    let hook = "\(emergency.remote)/hooks/update"
    try emergency.sandbox.writeProgram("#!/bin/sh\nexit 1\n", to: "refuse")
    try emergency.sandbox.runProgram("mv", ["refuse", hook])
    for _ in 0..<2 {
      let check = try emergency.pipeline("check", at: 0)
      #expect(check.code == 1)
      #expect(check.error.contains("nobody is told anything, since the events could not be shared"), "\(check)")
    }
    #expect(told.messages.isEmpty)
    try emergency.sandbox.runProgram("rm", [hook])
    #expect(try emergency.pipeline("check", at: 0).code == 1)
    #expect(told.messages.count == 1)
  }

  /// Nothing that a channel does changes what a check answers.
  @Test func whatFails() throws {
    let told = try Told(
      "notifications: {channels: {team: {url_env: TEAM_URL}, gone: {url_env: NOT_SET}, odd: {url_env: ODD_URL}, script: {command: [scripts/broken]}}}\n"
    )
    let emergency = told.emergency
    try emergency.sandbox.writeProgram("#!/bin/sh\necho canary >&2\nexit 3\n", to: "scripts/broken")
    emergency.sandbox.environment["ODD_URL"] = "http://hooks.example/canary"
    told.server.answer(.status(404, headers: [], body: "no_service"))
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    let check = try emergency.here("check", at: 0)
    #expect(check.code == 1)
    #expect(
      check.error == """
        note: team could not be told: it answered 404: no_service: Schema drift on production: 1 finding, critical
        note: odd could not be told: reading the webhook's URL from ODD_URL: it does not begin with https://: Schema drift on production: 1 finding, critical
        note: script could not be told: it ended with exit code 3: Schema drift on production: 1 finding, critical

        """)
    // Not yet: they failed a moment ago. A variable that is missing here may be set elsewhere.
    let soon = try emergency.here("notify", at: 0.05)
    #expect(soon.code == 2)
    #expect(soon.output.contains("✗ gone could not be told: the environment has no NOT_SET"), "\(soon)")
    #expect(soon.output.contains("! team failed a while ago: left alone until 2026-11-20T00:05:00Z"), "\(soon)")
    let quiet = try emergency.here("notify", "--quiet", at: 0.05)
    #expect(quiet.code == 2 && quiet.output.isEmpty && quiet.error.contains("gone could not be told"), "\(quiet)")
    #expect(told.messages.count == 1)
    let again = try emergency.here("notify", "--retry", at: 0.06)
    #expect(again.code == 2 && again.output.contains("✓ told team: Schema drift"), "\(again)")
    #expect(told.messages.count == 2)
    let events = try emergency.sandbox.git("log", "-p", "refs/baseline/events")
    #expect(events.contains(#""channel":"team","result":"failed","tries":1,"problem":"it answered 404: no_service""#))
    #expect(!events.contains("canary") && !events.contains("NOT_SET"))
    // Of two messages the second waits, when the first fails.
    try emergency.live.execute("ALTER TABLE customers ALTER fax TYPE varchar(20)")
    told.server.answer(.status(400))
    let bypassed = try emergency.here("check", at: 7, bypass: true)
    #expect(bypassed.code == 0 && bypassed.error.contains("team could not be told: it answered 400"), "\(bypassed)")
    #expect(told.messages.count == 3)
    #expect(try emergency.here("notify", at: 8).output.split(separator: "\n").count { $0.contains("✓ told team") } == 2)
    // A pipeline that others count on says what it lacks.
    let pipeline = try emergency.pipeline("check", at: 1)
    #expect(pipeline.error.contains("gone could not be told: the environment has no NOT_SET"), "\(pipeline)")
  }

  @Test func dryRunAndTest() throws {
    let told = try Told()
    let emergency = told.emergency
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    #expect(try emergency.here("check", "--no-record", at: 0).error == "")
    try emergency.here("check", at: 0, environment: ["TEAM_URL": ""])
    let rehearsal = try emergency.here("notify", "--dry-run", at: 0)
    #expect(rehearsal.output.hasPrefix("would tell team: Schema drift on production: 1 finding"), "\(rehearsal)")
    #expect(rehearsal.output.contains("\n  column public.customers.fax added [critical]"), "\(rehearsal)")
    #expect(told.messages.isEmpty)
    let test = try emergency.here("notify", "--test", "team", at: 0)
    #expect(test.output == "✓ told team: A test of baseline's notifications: nothing happened\n")
    #expect(told.messages.count == 1)
    #expect(try emergency.events() == ["check"])
    let unknown = try emergency.here("notify", "--test", "tema", at: 0)
    #expect(unknown.code == 2 && unknown.error.contains("it names: team, dba"), "\(unknown)")
    #expect(try emergency.here("notify", "--test", "team", "--dry-run", at: 0).code == 64)
    try emergency.sandbox.write(try Shop.config(), to: "ci/schema_drift_config.yml")
    let none = try emergency.here("notify", at: 0)
    #expect(none.code == 0 && none.error.contains("there are no channels"), "\(none)")
  }

  /// What time, people and the repository bring, without any check.
  @Test func otherOccasions() throws {
    let told = try Told()
    let emergency = told.emergency
    let sandbox = emergency.sandbox
    try emergency.live.execute("ALTER TABLE users ADD byhand text; CREATE TABLE staging_cars (id int)")
    #expect(
      try emergency.here("check", at: 0, bypass: true).error.contains("told team: Emergency bypass on production"))
    #expect(try emergency.here("notify", at: 20).output.contains("ends at 2026-11-21T00:00:00Z: 1 finding to settle"))
    #expect(try emergency.here("notify", at: 24).output.contains("overdue since 2026-11-21T00:00:00Z"))
    // A migration with its baseline, and a partition of another table: a refresh tells of the one.
    let cars =
      "CREATE TABLE cars (id int); CREATE TABLE logs (day date) PARTITION BY RANGE (day);"
      + "CREATE TABLE logs_1 PARTITION OF logs DEFAULT; ALTER TABLE users ADD byhand text;"
    try sandbox.write(cars, to: "migrations/0007_cars.sql")
    try emergency.live.execute("ALTER TABLE users DROP byhand;" + cars + "COMMENT ON TABLE cars IS 'live'")
    let date = ["GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"]
    try sandbox.git("add", "--all")
    try sandbox.git("commit", "--quiet", "-m", "Bring cars", environment: date)
    let refreshed = try emergency.here("refresh", at: 25, environment: date)
    #expect(refreshed.code == 0, "\(refreshed)")
    #expect(refreshed.error.contains("told team: 2 new tables that no rule names"), "\(refreshed)")
    #expect(told.messages.last?.contains("New table public.cars\\nNew table public.logs\\n```") ?? false)
    #expect(try emergency.here("notify", at: 26).output == "nothing to tell\n")
    // A waiver, and the first week is over.
    try sandbox.succeed(
      "accept", "cars", "--until", "2026-12-01", "--reason", "kept", "--database", "production", remarks: true,
      environment: Emergency.clock(26))
    #expect(try emergency.here("notify", at: 24 * 9).output.contains("the weekly review of 2026-W47 is due") == false)
    let late = try emergency.here("notify", "--dry-run", at: 24 * 9 + 1)
    #expect(late.output == "nothing to tell\n", "\(late)")
    #expect(told.messages.suffix(2).contains { $0.contains("The waiver of ") }, "\(told.messages)")
    #expect(
      told.messages.suffix(2).contains { $0.contains("The weekly review of 2026-W47 is due") }, "\(told.messages)")
  }

  /// A branch that was long on its way: its tables are as new as the merge.
  @Test func tablesThatCameByMerge() throws {
    let told = try Told()
    let emergency = told.emergency
    let sandbox = emergency.sandbox
    let day = { (day: Int) in ["GIT_COMMITTER_DATE": "2026-11-\(day)T12:00:00Z"] }
    try sandbox.git("checkout", "--quiet", "-b", "cars")
    try sandbox.write("CREATE TABLE cars (id int)", to: "migrations/0007_cars.sql")
    try emergency.live.execute("CREATE TABLE cars (id int)")
    try sandbox.git("add", "--all")
    try sandbox.git("commit", "--quiet", "--no-verify", "-m", "Bring cars", environment: day(20))
    let refreshed = try emergency.here("refresh", at: 12, environment: day(20).merging(["TEAM_URL": ""]) { $1 })
    #expect(refreshed.code == 0, "\(refreshed)")
    try sandbox.git("checkout", "--quiet", "main")
    #expect(try !emergency.here("notify", at: 24 * 9 + 13).output.contains("table"))
    try sandbox.git("merge", "--quiet", "--no-ff", "--no-verify", "-m", "Merge cars", "cars", environment: day(29))
    let merged = try emergency.here("notify", at: 24 * 9 + 13)
    #expect(merged.output == "✓ told team: New table public.cars\n" && merged.error == "", "\(merged)")
    // A clone that has only the end of it cannot know.
    let clone = "\(sandbox.repository.folder.path)/shallow"
    try sandbox.git("clone", "--quiet", "--depth", "1", "file://\(sandbox.path)", clone)
    let shallow = try sandbox.run(
      ["notify", "--dry-run"], environment: Emergency.clock(24 * 9 + 13), in: clone)
    #expect(!shallow.output.contains("table"), "\(shallow)")
    #expect(shallow.error == "note: new tables are not told of: this clone is shallow\n", "\(shallow)")
  }

  @Test func twoRunsAtOnce() throws {
    let told = try Told("notifications: {channels: {team: {url_env: TEAM_URL}}}\n")
    let emergency = told.emergency
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    try emergency.here("check", at: 0, environment: ["TEAM_URL": ""])
    // The first one waits for an answer while the second begins.
    told.server.answer(.silence)
    let first = try emergency.sandbox.start(["notify"], environment: Emergency.clock(1))
    try eventually { told.messages.count == 1 }
    let second = try emergency.here("notify", at: 1)
    #expect(try first.finish().output.hasPrefix("✓ told team"))
    #expect(second.output == "nothing to tell\n", "\(second)")
    #expect(told.messages.count == 2)
  }

  /// The URL and the key are in nothing that anybody can read, and in no child that does not need them.
  @Test func secrets() throws {
    let told = try Told(
      """
      notifications:
        channels:
          team: {url_env: TEAM_URL, secret_env: TEAM_KEY}
          dba: {command: [scripts/page]}

      """)
    let emergency = told.emergency
    let sandbox = emergency.sandbox
    let folder = sandbox.repository.folder.path
    sandbox.environment["TEAM_KEY"] = "canary-key"
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config.replacing(
        "runner: sql",
        with:
          "runner: command\n  command: [\"sh\", \"-c\", \"env >>\(folder)/given; cat migrations/*.sql | psql -q $DATABASE_URL\"]"
      ),
      to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Migrate by a command")
    try sandbox.writeProgram("#!/bin/sh\nenv >>\(folder)/given\nexec /usr/bin/git \"$@\"\n", to: "../bin/git")
    let curl = try sandbox.runProgram("sh", ["-c", "command -v curl"]).output.split(separator: "\n")[0]
    try sandbox.writeProgram(
      "#!/bin/sh\n(env; echo \"$@\") >>\(folder)/given\nexec \(curl) \"$@\"\n", to: "../bin/curl")
    try emergency.live.execute("ALTER TABLE customers ADD fax text")
    told.server.answer(.status(500, headers: [], body: told.server.url()), .status(500), .status(500))
    var all = try emergency.here("check", "--verbose", at: 0).description
    all += try emergency.here("notify", "--dry-run", "--format", "json", "--verbose", at: 0).description
    all += try emergency.here("notify", "--retry", "--format", "json", at: 0).description
    #expect(told.server.requests.last?.headers["x-baseline-signature"]?.hasPrefix("sha256=") ?? false)
    #expect(told.messages.count == 4, "\(all)")
    let given = try sandbox.repository.folder.text("given") ?? ""
    #expect(given.contains("HOME=") && given.contains("-q --config -\n") && given.contains("PGDATABASE"))
    #expect(!given.contains("canary"))
    all += try sandbox.repository.folder.text("paged-env") ?? ""
    all += try sandbox.runProgram(
      "sh", ["-c", "git cat-file --batch-all-objects --batch; grep -ra canary . ../home ../cache"]
    ).output
    let leaks = all.split(separator: "\n").filter { $0.contains("canary") }
    #expect(leaks.isEmpty)
    // The command has no business with the databases.
    #expect(try sandbox.repository.folder.text("paged-env")?.contains("DATABASE_URL") == false)
  }
}
