import TestSupport
import Testing
import YAML

/// The jobs that `init --ci gitlab` writes, run as shell in a real repository, with a real production.
struct GitLabPipelineTests {
  @Test func jobs() throws {
    let shop = try PipelineShop("gitlab")
    let sandbox = shop.sandbox
    #expect(try sandbox.text(".gitlab-ci.yml") == "include:\n  - local: ci/schema.gitlab-ci.yml\n")
    let text = try #require(try sandbox.text("ci/schema.gitlab-ci.yml"))
    let root = try #require(try YAMLNode.parse(Array(text.utf8), file: "pipeline"))
    let stages = root["stages"]?.list ?? []
    let jobs = root.entries.filter { $0.value["stage"] != nil }
    #expect(jobs.map(\.key) == ["migrate", "drift-check", "build", "operations", "refresh"])
    #expect(jobs.allSatisfy { stages.contains($0.value["stage"]?.text ?? "") })
    #expect(["BASELINE_URL", "BASELINE_SHA256"].allSatisfy { text.contains("\n#   \($0) ") }, "named in the heading")
    #expect(root["drift-check"]?["needs"]?.elements.first?["job"]?.text == "migrate")
    #expect(root["build"]?["needs"]?.list == ["drift-check"])

    let database = ["DATABASE_URL": shop.live.url]
    let main = database.merging(["CI_COMMIT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push", "EVENTS_TOKEN": "t"]) { $1 }
    let merge = ["CI_PIPELINE_SOURCE": "merge_request_event"]
    func run(_ job: String, of commit: String = "main", _ given: [String: String]) throws -> GitLabRun {
      try GitLabRun(job, of: root, commit, given, in: sandbox)
    }

    // A merge request: what waits is no failure; without the variable only the migrations are verified.
    try sandbox.git("checkout", "--quiet", "-b", "pets")
    try shop.migrate(7, "CREATE TABLE pets (id int);\n")
    try shop.push("pets")
    let waiting = try run("drift-check", of: "pets", merge.merging(database) { $1 })
    #expect(waiting.result.code == 0 && waiting.result.output.contains("not applied"), "\(waiting.result)")
    #expect(
      try sandbox.runProgram("cat", ["gl-code-quality-report.json"], in: waiting.clone).output.contains("\"info\""))
    let bare = try run("drift-check", of: "pets", merge)
    #expect(bare.result.code == 0 && bare.result.output.contains("no DATABASE_URL here"), "\(bare.result)")
    #expect(try shop.events().isEmpty)

    try shop.push("main")
    for job in ["migrate", "drift-check", "build"] {
      let done = try run(job, main.merging(["MIGRATION_DATABASE_URL": shop.live.url]) { $1 })
      #expect(done.result.code == 0 && done.after.code == 0, "\(done.result)\(done.after)")
    }
    #expect(
      try shop.events().sorted() == ["check passed", "stage build ok", "stage drift-check ok", "stage migrate ok"])

    let daily = try run(
      "operations",
      database.merging(["CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main", "EVENTS_TOKEN": "t"]) { $1 })
    #expect(daily.result.code == 0, "\(daily.result)")
    #expect(try sandbox.runProgram("cat", ["review-daily.md"], in: daily.clone).output.contains("aily review"))

    // By hand: the widget's and the tests' reports say so; without the token what happened is kept as an artifact.
    try shop.live.execute("ALTER TABLE customers ADD byhand text")
    let drift = try run("drift-check", main.filter { $0.key != "EVENTS_TOKEN" })
    #expect(drift.result.code == 1 && drift.after.code == 0, "\(drift.result)\(drift.after)")
    let files = try sandbox.runProgram(
      "cat",
      ["gl-code-quality-report.json", "schema-check.xml", "schema-verify.xml", "schema-events-drift-check.jsonl"],
      in: drift.clone)
    for part in [
      "\"severity\": \"blocker\"", "failures=\"1\"", "the baseline is what its migrations make",
      "\"status\":\"failed\"",
    ] {
      #expect(files.output.contains(part), "\(files)")
    }
    let emergency = try run(
      "drift-check", main.merging(["EMERGENCY_BYPASS": "true", "EMERGENCY_BYPASS_REASON": "$(touch gotcha)"]) { $1 })
    #expect(emergency.result.code == 0 && !emergency.result.output.contains("NOT RECORDED"), "\(emergency.result)")
    #expect(try shop.events().contains("bypass $(touch gotcha)"))
    #expect(try sandbox.runProgram("find", ["..", "-name", "gotcha"]).output.isEmpty)

    // A baseline that is behind keeps nobody from looking at the database, and fails.
    try shop.migrate(8, "ALTER TABLE pets ADD name text;\n", forgetting: true)
    try shop.push("main")
    let behind = try run("drift-check", merge.merging(database) { $1 })
    #expect(behind.result.code == 1 && behind.result.output.contains("byhand"), "\(behind.result)")
    let bareBehind = try run("drift-check", merge)
    #expect(bareBehind.result.code == 1, "\(bareBehind.result)")

    // A refresh commit on a branch, once.
    try sandbox.git("-C", shop.remote, "config", "receive.advertisePushOptions", "true")
    for isFirst in [true, false] {
      let refresh = try run(
        "refresh", ["CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main", "EVENTS_TOKEN": "t"])
      #expect(refresh.result.code == 0, "\(refresh.result)")
      #expect(refresh.result.output.contains("is there already") == !isFirst, "\(refresh.result)")
    }
    try sandbox.git("fetch", "--quiet", "origin")
    let head = try sandbox.git("rev-parse", "--short=12", "HEAD")
    #expect(try sandbox.succeed("verify", "--commit", "origin/schema/refresh-\(head)").hasPrefix("same"))
  }
}
