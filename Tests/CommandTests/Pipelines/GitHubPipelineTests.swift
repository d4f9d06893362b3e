import Processes
import TestSupport
import Testing

/// The workflows that `init --ci github` writes, their steps run as shell in a real repository, with a real production.
struct GitHubPipelineTests {
  /// Of every event what runs, what stops, and what is recorded.
  @Test func events() throws {
    let shop = try PipelineShop("github")
    let sandbox = shop.sandbox
    let workflow = try Workflow(try #require(try sandbox.text(".github/workflows/schema.yml")))
    let secrets = ["DATABASE_URL": shop.live.url, "MIGRATION_DATABASE_URL": shop.live.url]
    func run(_ event: GitHubRun.Event) throws -> GitHubRun { try GitHubRun(workflow, event, in: sandbox) }
    let push = GitHubRun.Event(name: "push", secrets: secrets)
    func expect(_ run: GitHubRun, _ wanted: String) {
      let results = workflow.jobs.map { run.results[$0.id] ?? "" }.joined(separator: " ")
      #expect(results == wanted, "\(run.outputs)")
    }
    var recorded: [String] = []
    func expectEvents(_ more: String...) throws {
      recorded += more
      #expect(try shop.events().sorted() == recorded.sorted())
    }
    #expect(workflow.jobs.map(\.id) == ["migrate", "drift-check", "emergency", "build", "record"])

    // A pull request: what waits is no failure; nobody's database is migrated, and nothing is recorded.
    try sandbox.git("checkout", "--quiet", "-b", "pets")
    try shop.migrate(7, "CREATE TABLE pets (id int);\n")
    try shop.push("pets")
    var pull = GitHubRun.Event(name: "pull_request", commit: "pets", reference: "refs/pull/1/merge", secrets: secrets)
    let merge = try run(pull)
    expect(merge, "skipped success skipped success skipped")
    #expect(merge.outputs["drift-check"]?.contains("table public.pets missing (1 column)") == true)
    #expect(
      merge.summaries["drift-check"]?.contains("### ⚠️ production differs from its baseline: 2 not deployed yet")
        == false)
    #expect(merge.outputs["drift-check"]?.contains("::notice file=migrations/0007_more.sql,line=1,") == true)
    // From a fork: it has no secrets.
    pull.secrets = [:]
    let fork = try run(pull)
    expect(fork, "skipped success skipped success skipped")
    #expect(fork.outputs["drift-check"]?.contains("no DATABASE_URL: pull requests from forks") == true)
    // In a merge queue a secret that is missing is an error.
    let queue = GitHubRun.Event(
      name: "merge_group", commit: "pets", reference: "refs/heads/gh-readonly-queue/main/pr-1")
    expect(try run(queue), "skipped failure skipped skipped skipped")
    try expectEvents()

    // Merged: migrated first, then checked, then built, and all of it recorded.
    try shop.push("main")
    expect(try run(push), "success success skipped success success")
    try expectEvents("check passed", "stage migrate ok", "stage drift-check ok", "stage build ok")

    // Somebody starts it for a branch: nothing is deployed, and what happened there is no stage of production's.
    let byHand = GitHubRun.Event(
      name: "workflow_dispatch", commit: "pets", reference: "refs/heads/pets", secrets: secrets)
    expect(try run(byHand), "skipped success skipped success skipped")
    try expectEvents()

    // A forgotten baseline stops the build, with the line in the migration.
    try sandbox.git("checkout", "--quiet", "-b", "forgotten")
    try shop.migrate(8, "ALTER TABLE pets ADD name text;\n", forgetting: true)
    try shop.push("forgotten")
    pull.commit = "forgotten"
    let forgotten = try run(pull)
    expect(forgotten, "skipped failure skipped skipped skipped")
    #expect(forgotten.outputs["drift-check"]?.contains("::error file=migrations/0008_more.sql,line=1,title=") == true)
    try sandbox.git("checkout", "--quiet", "pets")

    // Somebody changes production by hand: the build is stopped, and no name is a command.
    let name = ServiceFormatTests.hostile[0] + " ##[error]x"
    try shop.live.execute("CREATE TABLE \(ServiceFormatTests.quoted(name)) (id int)")
    let drift = try run(push)
    expect(drift, "success failure skipped skipped success")
    try expectEvents("check failed", "stage migrate ok", "stage drift-check failed")
    let output = try #require(drift.outputs["drift-check"])
    for line in output.split(whereSeparator: \.isNewline) {
      let line = line.drop(while: \.isWhitespace)
      #expect(
        !line.contains("##[")
          && (!line.hasPrefix("::") || line.hasPrefix("::error file=ci/schema_baseline.json,line=")), "\(line)")
    }
    #expect(drift.summaries["drift-check"]?.contains("we,ird:100%\\\\n\\\\x3a:error file=x::y") == true)

    // In an emergency it passes, by a job that only some may start; what they say is text.
    let emergency = try run(
      GitHubRun.Event(
        name: "workflow_dispatch",
        inputs: [
          "emergency_bypass": "true", "emergency_reason": "payments $(touch gotcha) `touch gotcha` '; touch gotcha #",
        ],
        secrets: secrets))
    expect(emergency, "success skipped success success success")
    #expect(emergency.outputs["emergency"]?.contains("EMERGENCY BYPASS: 1 finding passes only because of it") == true)
    #expect(emergency.outputs["emergency"]?.contains("NOT RECORDED") == false)
    #expect(try sandbox.runProgram("find", ["..", "-name", "gotcha"]).output.isEmpty)
    try expectEvents(
      "bypass payments $(touch gotcha) `touch gotcha` '; touch gotcha #", "check bypassed", "stage migrate ok",
      "stage drift-check ok", "stage build ok")
    // The debt is told in every later run, and stops it without the emergency.
    let later = try run(push)
    expect(later, "success failure skipped skipped success")
    #expect(later.outputs["drift-check"]?.contains("1 finding passed by emergency bypass") == true, "\(later.outputs)")

    // Where verify cannot find out, here for want of a role, production is looked at all the same.
    let role = "only_there_\(shop.live.name)"
    try shop.live.execute("CREATE ROLE \(role)")
    try shop.migrate(8, "GRANT SELECT ON customers TO \(role);\n", forgetting: true)
    try shop.push("main")
    let blind = try run(
      GitHubRun.Event(
        name: "workflow_dispatch", inputs: ["emergency_bypass": "true", "emergency_reason": "still down"],
        secrets: secrets))
    expect(blind, "success skipped failure skipped success")
    let told = try #require(blind.outputs["emergency"])
    #expect(told.contains("role \"\(role)\" does not exist"), "\(told)")
    #expect(told.contains("EMERGENCY BYPASS: 1 finding passes only because of it"), "\(told)")
  }

  /// What runs on a schedule: a check that is recorded, and a refresh commit on a branch with its pull request, once.
  @Test func operations() throws {
    let shop = try PipelineShop("github")
    let sandbox = shop.sandbox
    let workflow = try Workflow(try #require(try sandbox.text(".github/workflows/schema-operations.yml")))
    try sandbox.repository.folder.write("#!/bin/sh\nprintf '%s|' \"$GH_TOKEN\" \"$@\" >> \"$HOME/gh\"\n", to: "bin/gh")
    chmod("\(sandbox.repository.folder.path)/bin/gh", 0o755)
    let event = GitHubRun.Event(name: "schedule", secrets: ["DATABASE_URL": shop.live.url])
    let good = try GitHubRun(workflow, event, in: sandbox)
    #expect(good.results == ["check": "success", "refresh": "success"], "\(good.outputs)")
    #expect(
      good.summaries["check"]?.contains("### ✅ production is what the baseline says") == true, "\(good.summaries)")
    #expect(good.summaries["check"]?.contains("aily review") == true, "\(good.summaries)")
    #expect(good.outputs["check"]?.contains("same: production") == true, "\(good.outputs)")
    #expect(try sandbox.repository.folder.text("home/gh") == nil)
    #expect(try shop.events() == ["check passed"])

    try shop.migrate(7, "CREATE TABLE pets (id int);\n", forgetting: true)
    try shop.push()
    let head = try sandbox.git("rev-parse", "--short=12", "HEAD")
    for isFirst in [true, false] {
      let run = try GitHubRun(workflow, event, in: sandbox)
      #expect(run.results["refresh"] == "success", "\(run.outputs)")
      #expect(run.outputs["refresh"]?.contains("is there already") == !isFirst)
    }
    let called = try #require(try sandbox.repository.folder.text("home/gh"))
    #expect(
      called.hasPrefix("token-of-the-job|pr|create|--base|main|--head|schema/refresh-\(head)|--title|Refresh the"),
      "\(called)")
    #expect(called.count { $0 == "\n" } == 0 && called.ranges(of: "|pr|create|").count == 1)
    try sandbox.git("fetch", "--quiet", "origin")
    #expect(try sandbox.git("rev-parse", "origin/schema/refresh-\(head)~1") == sandbox.git("rev-parse", "HEAD"))
    #expect(try sandbox.succeed("verify", "--commit", "origin/schema/refresh-\(head)").hasPrefix("same"))

    // Started by hand for another branch: what that expects of production is not recorded.
    let elsewhere = GitHubRun.Event(
      name: "workflow_dispatch", reference: "refs/heads/pets", secrets: ["DATABASE_URL": shop.live.url])
    let before = try shop.events()
    #expect(try GitHubRun(workflow, elsewhere, in: sandbox).results["check"] == "skipped")
    #expect(try shop.events() == before)
  }

  /// Rules that hold of both files, whoever changes them.
  @Test func leastPrivilege() throws {
    let sandbox = try PipelineShop("github").sandbox
    for file in ["schema", "schema-operations"] {
      let text = try #require(try sandbox.text(".github/workflows/\(file).yml"))
      let workflow = try Workflow(text)
      #expect(workflow.permissions == ["contents": "read"])
      #expect(!text.contains("pull_request_target"))
      // What the script that fetches the program wants, which GitHub gives to nobody by itself.
      for name in ["BASELINE_URL", "BASELINE_SHA256"] {
        #expect(workflow.environment.contains { $0 == (name, "${{ vars.\(name) }}") }, "\(file)")
        #expect(text.contains("\n#   \(name) "), "named in the heading")
      }
      for job in workflow.jobs {
        // What runs for a pull request may not write, and sees the secrets of no environment.
        let isOfPull = file == "schema" && ["drift-check", "build"].contains(job.id)
        if isOfPull { #expect(job.permissions.isEmpty) }
        for step in job.steps {
          #expect(step.run?.contains("${{") != true, "\(step.name)")
          let hasSecret = step.environment.contains { $0.value.contains("secrets.") }
          #expect(!hasSecret || step.run?.contains("baseline verify") != true)
        }
        // What may write and needs no approval runs merged code alone, whoever starts it.
        if job.id == "record" {
          #expect(job.steps[0].with["ref"] == "${{ github.event.repository.default_branch }}")
        }
        #expect(!job.environment.contains { $0.value.contains("secrets.") }, "each step has its own")
      }
      if file == "schema" {
        #expect(
          Set(workflow.root["on"]?.entries.map(\.key) ?? []) == [
            "pull_request", "merge_group", "push", "workflow_dispatch",
          ])
        #expect(
          workflow.jobs.map(\.needs) == [
            [], ["migrate"], ["migrate"], ["drift-check", "emergency"],
            ["migrate", "drift-check", "emergency", "build"],
          ])
      }
    }
  }
}
