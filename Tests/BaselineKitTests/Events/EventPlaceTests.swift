import BaselineKit
import Git
import Processes
import TestSupport
import Testing

/// Repositories of every shape, and references other than the usual one.
struct EventPlaceTests {
  @Test func withoutIdentity() throws {
    let test = try TestRepository()
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
      test.environment[name] = nil
    }
    // Nor is one made of the account and the host, or waited for a passphrase.
    try test.git("config", "commit.gpgSign", "true")
    try test.git("config", "gpg.program", "/nowhere")
    for (extra, actor) in [
      ([:], "unknown"), (["GITHUB_ACTOR": "octocat"], "octocat"), (["GITLAB_USER_LOGIN": "tanuki"], "tanuki"),
    ] as [([String: String], String)] {
      let fixture = try EventFixture(test, extra)
      #expect(try fixture.record().actor == actor)
    }
    #expect(
      try test.git("log", "--format=%an %ae %cn %ce %at", "-1", "refs/baseline/events")
        == "baseline baseline@localhost baseline baseline@localhost 1795364917")
    try test.git("config", "user.name", "Ben")
    try test.git("config", "user.email", "ben@example.org")
    #expect(try EventFixture(test).record().actor == "Ben <ben@example.org>")
    #expect(try test.git("log", "--format=%cn", "-1", "refs/baseline/events") == "Ben")
    test.environment["GIT_AUTHOR_NAME"] = String(repeating: "Ö", count: 5000)
    test.environment["GIT_AUTHOR_EMAIL"] = "long@example.org"
    #expect(try EventFixture(test).record().actor.count == 200)
  }

  @Test func unbornHeadAndBareRepository() throws {
    let fixture = try EventFixture()
    let event = try fixture.record()
    #expect(event.commit == nil)
    #expect(try fixture.log.read().events == [event])
    #expect(try fixture.repository.head() == .unborn("main"))
    try fixture.test.git("clone", "--quiet", "--mirror", ".", "../bare.git")
    let bare = try EventFixture(fixture.test, directory: "\(fixture.test.folder.path)/bare.git")
    let second = try bare.record("stage", at: "2026-11-23T00:00:00Z")
    #expect(try bare.log.read().events == [event, second])
  }

  @Test func linkedWorkTreesShareThem() throws {
    let fixture = try EventFixture()
    try fixture.test.commit("first", ["a": "1"])
    try fixture.test.git("worktree", "add", "--quiet", "../side")
    let side = try EventFixture(fixture.test, directory: "\(fixture.test.folder.path)/side")
    let event = try side.record()
    #expect(try fixture.log.read().events == [event])
  }

  @Test func anotherReference() throws {
    var fixture = try EventFixture()
    try fixture.test.commit("first", ["a": "1", "ci/schema_drift_config.yml": ""])
    for name in ["refs/notes/baseline-events", "refs/heads/baseline-events"] {
      fixture.config.events.reference = name
      let event = try fixture.record()
      #expect(try fixture.log.read().events == [event])
      #expect(try fixture.files(name) == [event.path])
    }
    #expect(try fixture.test.git("reflog", "show", "--format=%gs", "baseline-events") == "Record 1 event: check")
    #expect(try fixture.test.git("status", "--porcelain").isEmpty)
    // Branches that people work on: checked out, here or elsewhere, or holding a project or anything else.
    try fixture.test.git("branch", "feature")
    try fixture.test.git("worktree", "add", "--quiet", "-b", "side", "../side")
    try fixture.test.git("checkout", "--quiet", "--orphan", "pages")
    try fixture.test.git("rm", "-rfq", ".")
    try fixture.test.commit("pages", ["index.html": "x"])
    try fixture.test.git("checkout", "--quiet", "main")
    for (name, reason) in [
      ("main", "checked out"), ("side", "checked out"), ("feature", "something else"), ("pages", "something else"),
    ] {
      fixture.config.events.reference = "refs/heads/\(name)"
      let before = try fixture.test.git("rev-parse", name)
      let error = #expect(throws: GitError.self) { try fixture.record() }
      #expect(error?.reason.contains(reason) == true, "\(name): \(error?.reason ?? "")")
      #expect(try fixture.test.git("rev-parse", name) == before)
    }
  }

  @Test(arguments: [
    ("ref: refs/heads/events", true), ("ref: events", false), ("ref: refs/events", false), ("ref: HEAD", false),
    ("ref: refs/remotes/origin/x", false), ("ref: refs/tags/x", false), ("ref: refs/baseline/backups", false),
    ("ref: 'refs/baseline/a b'", false), ("ref: refs/baseline/../x", false), ("ref: refs/baseline/x.lock", false),
    ("remote: upstream", true), ("remote: --upload-pack=x", false), ("remote: 'ext::sh -c x'", false),
    ("remote: ../elsewhere", false), ("remote: https://x.example/y", false), ("sync: always", true),
    ("sync: 'yes'", false), ("every: day", false),
  ])
  func configuration(_ text: String, isGood: Bool) throws {
    let read = { try Config.parse(Array("events: {\(text)}\n".utf8), file: "c.yml").events }
    if isGood {
      #expect(try read() != Config().events)
    } else {
      #expect(throws: ConfigError.self) { try read() }
    }
  }

  @Test func runsThatShare() throws {
    var fixture = try EventFixture()
    #expect(!fixture.log.isSynchronised)
    for (value, isShared) in [("true", true), ("1", true), ("false", false), ("0", false), ("", false)] {
      #expect(try EventFixture(fixture.test, ["CI": value]).log.isSynchronised == isShared)
    }
    fixture.config.events.sync = .always
    #expect(fixture.log.isSynchronised)
    var inCI = try EventFixture(fixture.test, ["CI": "true"])
    inCI.config.events.sync = .never
    #expect(!inCI.log.isSynchronised)
  }
}
