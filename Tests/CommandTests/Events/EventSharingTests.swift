import Processes
import TestSupport
import Testing

/// Events between clones, with remotes that do not want them and clones that are not whole.
struct EventSharingTests {
  private func stages(_ sandbox: Sandbox, in directory: String? = nil) throws -> [String] {
    try sandbox.succeed("events", "list", in: directory).split(separator: "\n").compactMap { line in
      line.after("stage=").map { String($0.prefix { $0 != " " }) }
    }.sorted()
  }

  @Test func aRemoteThatRefuses() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    let origin = "\(sandbox.repository.folder.path)/origin.git"
    try sandbox.record("known")
    try sandbox.succeed("events", "push")
    try sandbox.repository.folder.write(
      "#!/bin/sh\necho 'only bots write here' >&2\nexit 1\n", to: "origin.git/hooks/pre-receive")
    chmod("\(origin)/hooks/pre-receive", 0o755)
    let other = try sandbox.clone("other")
    try sandbox.record("one", in: other)
    try sandbox.record("two", in: other)
    let kept = "\(other)/.git/baseline/unpushed-events.jsonl"
    let result = try sandbox.fail("events", "push", code: 2, in: other)
    for words in ["only bots write here", "2 events are kept on refs/baseline/events of this clone and in \(kept)"] {
      #expect(result.error.contains(words), "\(result)")
    }
    #expect(result.error.contains("hint: where that user may push: baseline events import \(kept)"))
    let json = try sandbox.fail("events", "push", "--output", "mine.jsonl", "--format", "json", code: 2, in: other)
    #expect(json.output.contains("mine.jsonl"))
    // A run that shares by itself only remarks it.
    let environment = ["CI": "true", "BASELINE_EVENTS_FILE": "artifact.jsonl"]
    let recorded = try sandbox.run(
      ["events", "record", "--stage", "three", "--status", "ok"], environment: environment, in: other)
    #expect(recorded.code == 0 && recorded.error.contains("note: pushing the events to origin: the remote refuses it"))
    #expect(try stages(sandbox, in: other) == ["known", "one", "three", "two"])

    // Somebody who may push takes them in; twice changes nothing.
    unlink("\(origin)/hooks/pre-receive")
    let artifact = "\(other)/artifact.jsonl"
    #expect(
      try sandbox.succeed("events", "import", artifact) == "imported 3 events; known 0, pruned before 0, refused 0")
    #expect(try sandbox.succeed("events", "import", artifact).hasPrefix("imported 0 events; known 3,"))
    #expect(try sandbox.succeed("events", "push") == "pushed 3 events to origin")
    // The other clone merges with its own copies of the same.
    #expect(try sandbox.succeed("events", "push", in: other) == "nothing to push: origin has them all")
    #expect(access(kept, F_OK) != 0)
    #expect(
      try sandbox.git("ls-tree", "-r", "--name-only", "refs/baseline/events", in: origin).split(separator: "\n").count
        == 4)
  }

  @Test func aRemoteThatIsNotThere() throws {
    let sandbox = try Sandbox.withEvents()
    try sandbox.record("one")
    for command in ["push", "pull"] {
      let result = try sandbox.fail("events", command, code: 2)
      #expect(result.error.contains("this clone has no") && result.error.contains("hint: git remote add origin URL"))
    }
    try sandbox.git("remote", "add", "origin", "https://ada:canary@localhost:1/none.git")
    for command in ["push", "pull"] {
      let result = try sandbox.fail("events", command, code: 2)
      #expect(result.error.contains("fetching refs/baseline/events from origin: "), "\(result)")
      #expect(!result.error.contains("canary"), "\(result)")
    }
    #expect(try sandbox.text(".git/baseline/unpushed-events.jsonl")?.contains("one") == true)
    try sandbox.succeed("events", "record", "--stage", "two", "--status", "ok", remarks: true, environment: ["CI": "1"])
    #expect(try stages(sandbox) == ["one", "two"])
  }

  /// As another user, for whom the remote's folder is read-only.
  @Test(.enabled(if: geteuid() == 0)) func aReadOnlyFolder() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    try sandbox.record("one")
    let nobody = try Nobody(sandbox)
    let result = try nobody.run(["events", "push"])
    #expect(result.code == 2 && result.error.contains("1 event is kept on refs/baseline/events"), "\(result)")
    #expect(try sandbox.text(".git/baseline/unpushed-events.jsonl")?.contains("one") == true)
  }

  @Test func shallowAndPartialClones() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    try sandbox.repository.commit("Second", ["a": "1"])
    try sandbox.git("push", "--quiet", "origin", "main")
    for number in 1...3 { try sandbox.record("old\(number)") }
    try sandbox.succeed("events", "push")
    let origin = "\(sandbox.repository.folder.path)/origin.git"
    try sandbox.git("config", "uploadpack.allowFilter", "true", in: origin)
    var all = ["old1", "old2", "old3"]
    for (name, option) in [
      ("shallow", "--depth=1"), ("partial", "--filter=blob:none"), ("treeless", "--filter=tree:0"),
    ] {
      let clone = try sandbox.clone(name, option)
      let shallow = try sandbox.runProgram("cat", [".git/shallow"], in: clone).output
      let config = try sandbox.git("config", "--list", "--local", in: clone)
      try sandbox.record(name, in: clone)
      #expect(try sandbox.succeed("events", "push", in: clone) == "pushed 1 event to origin")
      #expect(try sandbox.succeed("events", "pull", in: clone).hasPrefix("nothing new"))
      all.append(name)
      #expect(try stages(sandbox, in: clone) == all.sorted())
      #expect(try sandbox.runProgram("cat", [".git/shallow"], in: clone).output == shallow)
      #expect(try sandbox.git("config", "--list", "--local", in: clone) == config)
      #expect(try sandbox.git("rev-list", "--count", "HEAD", in: clone) == (name == "shallow" ? "1" : "2"))
      try sandbox.git("fsck", "--no-dangling", in: clone)
      try sandbox.git("fetch", "--quiet", in: clone)
    }
    #expect(try sandbox.succeed("events", "pull") == "+3: 6 events here now")
    // One that has only the end of the events' history.
    try sandbox.git("clone", "--quiet", "--bare", "--depth=1", "file://\(origin)", "../cut.git")
    let cut = "\(sandbox.repository.folder.path)/cut.git"
    try sandbox.git("fetch", "--quiet", "--depth=1", "origin", "refs/baseline/events:refs/baseline/events", in: cut)
    try sandbox.record("cut", in: cut)
    try sandbox.succeed("events", "prune", "--before", "2100-01-01")
    try sandbox.succeed("events", "push")
    #expect(try sandbox.succeed("events", "push", in: cut) == "pushed 1 event to origin")
    #expect(try stages(sandbox, in: cut) == ["cut"])
  }

  @Test func prunedEventsStayAway() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    let clock = { (day: String) in ["BASELINE_CLOCK": "\(day)T12:00:00Z"] }
    try sandbox.record("old", environment: clock("2025-01-31"))
    try sandbox.record("edge", environment: clock("2025-02-01"))
    let other = try sandbox.clone("other")
    try sandbox.succeed("events", "push")
    try sandbox.succeed("events", "pull", in: other)
    // A file that still has it, and a clone that still has it.
    try sandbox.git("remote", "set-url", "origin", "/nowhere", in: other)
    try sandbox.git("update-ref", "-d", "refs/baseline/remotes/origin/events", in: other)
    try sandbox.fail("events", "push", "--output", "../all.jsonl", code: 2, in: other)
    try sandbox.git("remote", "set-url", "origin", "\(sandbox.repository.folder.path)/origin.git", in: other)
    let rehearsal = try sandbox.succeed("events", "prune", "--before", "2025-02-01", "--dry-run")
    #expect(rehearsal == "would remove 1 event")
    #expect(try stages(sandbox) == ["edge", "old"])
    #expect(try sandbox.succeed("events", "prune", "--before", "2025-02-01").hasPrefix("removed 1 event\nnext: "))
    #expect(try sandbox.succeed("events", "prune", "--before", "2025-02-01") == "removed 0 events")
    let file = "\(sandbox.repository.folder.path)/all.jsonl"
    #expect(try sandbox.succeed("events", "import", file) == "imported 0 events; known 1, pruned before 1, refused 0")
    try sandbox.succeed("events", "push")
    try sandbox.record("newer", in: other)
    try sandbox.succeed("events", "push", in: other)
    try sandbox.succeed("events", "pull")
    #expect(try stages(sandbox) == ["edge", "newer"])
    // A clone that never knew of the pruning, and got the event by the file: it is told when it merges.
    let late = try sandbox.clone("late")
    #expect(try sandbox.succeed("events", "import", file, in: late).hasPrefix("imported 2 events"))
    try sandbox.succeed("events", "push", in: late)
    #expect(try stages(sandbox, in: late) == ["edge", "newer"])
    try sandbox.succeed("events", "pull")
    #expect(try stages(sandbox) == ["edge", "newer"])
  }
}

extension Sandbox {
  /// Records the end of a stage.
  fileprivate func record(_ stage: String, environment: [String: String] = [:], in directory: String? = nil) throws {
    try succeed(
      "events", "record", "--stage", stage, "--status", "ok", environment: environment, in: directory)
  }
}
