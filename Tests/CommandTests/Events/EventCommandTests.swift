import Processes
import TestSupport
import Testing

struct EventCommandTests {
  @Test func listAndShow() throws {
    let sandbox = try Sandbox.withEvents(
      config: "databases: {production: {url_env: P}, staging: {url_env: S}}\n")
    #expect(try sandbox.succeed("events", "list") == "there are none")
    func record(_ day: String, _ stage: String, _ more: String...) throws {
      let result = try sandbox.run(
        ["events", "record", "--stage", stage] + more, environment: ["BASELINE_CLOCK": "2026-11-\(day)T10:00:00Z"])
      #expect(result.code == 0 && result.error.isEmpty, "\(result)")
    }
    try record(
      "20", "migrate", "--status", "failed", "--database", "production", "--reason", "\u{1b}]0;x\u{7}\n::error::y")
    try record("21", "build", "--status", "ok", "--url", "https://ci.example/5")
    try record("22", "deploy", "--status", "ok", "--database", "staging")
    let lines = try sandbox.succeed("events", "list").split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines[1].dropFirst(8)
        == "  2026-11-21 10:00:00Z!  stage  Ada Author  stage=build status=ok url=https://ci.example/5")
    #expect(
      lines[2].hasSuffix(#"  production  Ada Author  stage=migrate status=failed reason=\x1b]0;x\x07\n\x3a:error::y"#))
    func list(_ arguments: String...) throws -> [String] {
      try sandbox.succeed("events", "list", arguments).split(separator: "\n").map { String($0.prefix(8)) }
    }
    let ids = lines.map { String($0.prefix(8)) }
    #expect(try list("--since", "2026-11-21") == [ids[0], ids[1]])
    #expect(try list("--since", "2026-11-21T10:00:01Z") == [ids[0]])
    #expect(try list("--database", "production") == [ids[2]])
    #expect(try list("--limit", "1") == [ids[0]])
    #expect(try list("--kind", "stage", "--kind", "check") == ids)
    #expect(try list("--kind", "check") == ["there ar"])
    #expect(try list("--config", "ci/schema_drift_config.yml") == ids)

    let shown = try sandbox.succeed("events", "show", ids[2].lowercased())
    let id = try #require(shown.split(separator: "\n").first?.dropFirst(4))
    #expect(id.count == 26 && id.hasSuffix(ids[2]))
    #expect(
      shown.split(separator: "\n").dropFirst().joined(separator: "\n") == """
        at: 2026-11-20T10:00:00Z (the clock was set by hand)
        kind: stage
        project: ci/schema_drift_config.yml
        database: production
        actor: Ada Author <ada@example.org>
        commit: \(try sandbox.git("rev-parse", "HEAD"))
        details:
          stage: migrate
          status: failed
          reason: \\x1b]0;x\\x07\\n\\x3a:error::y
        """)
    #expect(try sandbox.succeed("events", "show", String(id.prefix(20))) == shown)
    #expect(try sandbox.fail("events", "show", "01", code: 2).error.contains("3 ids begin or end so"))
    #expect(try sandbox.fail("events", "show", "nothing", code: 2).error.contains("there is none"))
    #expect(try sandbox.fail("events", "show", "", code: 2).error.contains("there is none"))
  }

  @Test func passwordsAreMasked() throws {
    let sandbox = try Sandbox.withEvents()
    try sandbox.succeed(
      "events", "record", "--stage", "x", "--status", "failed", "--reason", "postgresql://bob:hunter2@h/db is down",
      "--url", "https://ci.example/?password=hunter2")
    let shown = try sandbox.git("log", "-1", "-p", "refs/baseline/events")
    #expect(shown.contains("postgresql://bob:***@h/db is down") && !shown.contains("hunter2"), "\(shown)")
  }

  @Test func usage() throws {
    let sandbox = try Sandbox.withEvents()
    for arguments in [
      ["list", "--since", "yesterday"], ["list", "--limit", "0"], ["prune"], ["prune", "--before", "2026-13-01"],
      ["record", "--stage", "x"], ["record", "--stage", "x", "--status", "maybe"],
      ["record", "--stage", "", "--status", "ok"],
      ["record", "--stage", "x", "--status", "ok", "--url", "javascript:x"],
      ["record", "--stage", "x", "--status", "ok", "--url", "https://ada:secret@ci.example/"], ["import"],
    ] {
      let result = try sandbox.run(["events"] + arguments)
      #expect(result.code == 64, "\(result)")
      #expect(!result.error.contains("secret"))
    }
    let unknown = try sandbox.fail("events", "record", "--stage", "x", "--status", "ok", "--database", "prod", code: 2)
    #expect(unknown.error.contains("has no database prod"))
    #expect(try sandbox.fail("events", "import", "nowhere.jsonl", code: 2).error.contains("nowhere.jsonl"))
    let clock = try sandbox.fail(
      "events", "record", "--stage", "x", "--status", "ok", code: 2, environment: ["BASELINE_CLOCK": "0000-01-01"])
    #expect(clock.error.contains("before 1970"))
    #expect(try sandbox.succeed("events", "list") == "there are none")
  }

  @Test func hostileLinesAreRefusedOneByOne() throws {
    let sandbox = try Sandbox.withEvents()
    try sandbox.succeed("events", "record", "--stage", "x", "--status", "ok")
    try sandbox.fail("events", "push", "--output", "good.jsonl", code: 2)
    let good = try #require(try sandbox.text("good.jsonl"))
    let altered = good.replacing("\"ok\"", with: "\"failed\"")
    try sandbox.write(good + "\n" + altered + "{\"v\":1\n\u{1b}[2J\n" + good, to: "file.jsonl")
    let result = try sandbox.fail("events", "import", "file.jsonl", code: 2)
    #expect(result.output == "imported 0 events; known 2, pruned before 0, refused 3\n")
    for words in [
      "file.jsonl:4: the document ends", "file.jsonl:5: expected an object", ".json: another event has its id",
    ] {
      #expect(result.error.contains(words), "\(result)")
    }
    #expect(!result.error.contains("\u{1b}"))
    #expect(try sandbox.git("rev-list", "--count", "refs/baseline/events") == "1")
  }

  @Test func severalProjects() throws {
    let sandbox = try Sandbox()
    try sandbox.write("", to: "a/schema.yml")
    try sandbox.write("", to: "b/schema.yml")
    try sandbox.repository.commit("Begin")
    for file in ["a/schema.yml", "b/schema.yml"] {
      try sandbox.git("config", "--add", "baseline.config", file)
      try sandbox.succeed("events", "record", "--config", file, "--stage", "of-\(file.prefix(1))", "--status", "ok")
    }
    #expect(try sandbox.succeed("events", "list").split(separator: "\n").count == 2)
    let own = try sandbox.succeed("events", "list", "--config", "b/schema.yml")
    #expect(own.contains("of-b") && !own.contains("of-a"))
    let several = try sandbox.fail("events", "record", "--stage", "x", "--status", "ok", code: 2)
    #expect(several.error.contains("this repository has 2"))
    try sandbox.write("events: {ref: refs/baseline/others}\n", to: "b/schema.yml")
    #expect(try sandbox.fail("events", "list", code: 2).error.contains("keep theirs in several places"))
    #expect(try sandbox.succeed("events", "list", "--config", "b/schema.yml") == "there are none")
  }
}

extension Sandbox {
  @discardableResult fileprivate func succeed(_ command: String, _ sub: String, _ arguments: [String]) throws -> String
  {
    let result = try run([command, sub] + arguments)
    guard result.code == 0, result.error.isEmpty else { throw TestFailure("\(result)") }
    return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
  }
}
