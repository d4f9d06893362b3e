import Processes
import TestSupport
import Testing

/// Many writers at once, each a process of the built program: nothing is lost, and history stays sound.
struct EventConcurrencyTests {
  @Test func eightProcessesRecordTwentyEventsEach() throws {
    let sandbox = try Sandbox.withEvents()
    let script = "for i in $(seq 20); do baseline events record --quiet --stage $0-$i --status ok || exit 1; done"
    let writers = try (0..<8).map { number in
      try ChildProcess(
        Invocation("sh", ["-c", script, "writer\(number)"], environment: sandbox.environment, directory: sandbox.path))
    }
    for writer in writers { #expect(try writer.wait().isSuccess) }
    let list = try sandbox.succeed("events", "list", "--format", "json")
    let expected = (0..<8).flatMap { writer in (1...20).map { "\"stage\": \"writer\(writer)-\($0)\"" } }
    #expect(expected.filter { !list.contains($0 + ",") }.isEmpty)
    #expect(list.contains(#""refused": []"#))
    try sandbox.requireSoundEvents(in: sandbox.path)
    // One writer after the other: a chain of 160 commits, each with one file more.
    let parents = try sandbox.git("log", "--format=%p", "refs/baseline/events").split(separator: "\n")
    #expect(parents.count == 159 && parents.allSatisfy { !$0.contains(" ") })
    let changes = try sandbox.git("log", "--format=", "--name-status", "refs/baseline/events").split(separator: "\n")
    #expect(changes.count == 160 && changes.allSatisfy { $0.hasPrefix("A\t") })
  }

  @Test func twentyClonesPushAtOnce() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    let clones = try (1...20).map { number in
      let path = "\(sandbox.repository.folder.path)/clone\(number)"
      try sandbox.git("clone", "--quiet", "../origin.git", path)
      try sandbox.succeed("events", "record", "--stage", "clone\(number)", "--status", "ok", in: path)
      return path
    }
    let pushes = try clones.map { path in
      try ChildProcess(
        Invocation("baseline", ["events", "push"], environment: sandbox.environment, directory: path))
    }
    for push in pushes { #expect(try push.wait().isSuccess) }
    let origin = "\(sandbox.repository.folder.path)/origin.git"
    let files = try sandbox.git("ls-tree", "-r", "--name-only", "refs/baseline/events", in: origin).split(
      separator: "\n")
    #expect(files.count == 20)
    try sandbox.requireSoundEvents(in: origin)
    // One more round, and all have all.
    let tip = try sandbox.git("rev-parse", "refs/baseline/events", in: origin)
    for clone in [clones[0], clones[19]] {
      try sandbox.succeed("events", "pull", in: clone)
      #expect(try sandbox.git("rev-parse", "refs/baseline/events", in: clone) == tip)
    }
  }

  @Test func pruningWhileOthersRecordAndPush() throws {
    let sandbox = try Sandbox.withEvents(remote: true)
    // Old events that all clones have.
    for number in 1...5 {
      try sandbox.succeed(
        "events", "record", "--stage", "old\(number)", "--status", "ok",
        environment: ["BASELINE_CLOCK": "2024-0\(number)-01T00:00:00Z"])
    }
    try sandbox.succeed("events", "push")
    let clones = try (1...4).map { number in
      let path = "\(sandbox.repository.folder.path)/clone\(number)"
      try sandbox.git("clone", "--quiet", "../origin.git", path)
      try sandbox.succeed("events", "pull", in: path)
      return path
    }
    let record =
      "for i in 1 2 3; do baseline events record --quiet --stage $0-$i --status ok && baseline events push -q || exit 1; done"
    let prune = "baseline events prune -q --before 2025-01-01 && baseline events push -q"
    let processes = try clones.enumerated().map { number, path in
      try ChildProcess(
        Invocation(
          "sh", ["-c", number == 0 ? prune : record, "clone\(number)"], environment: sandbox.environment,
          directory: path)
      )
    }
    for process in processes { #expect(try process.wait().isSuccess) }
    for path in clones {
      try sandbox.succeed("events", "push", in: path)
      let list = try sandbox.succeed("events", "list", in: path)
      #expect(!list.contains("old"))
      #expect(list.split(separator: "\n").count == 9, "\(list)")
    }
    try sandbox.requireSoundEvents(in: "\(sandbox.repository.folder.path)/origin.git")
  }
}
