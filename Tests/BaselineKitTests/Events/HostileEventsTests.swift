import BaselineKit
import Git
import TestSupport
import Testing

/// Whoever can push can put anything there.
struct HostileEventsTests {
  @Test func badFilesAreRefusedAndStopNothing() throws {
    let fixture = try EventFixture()
    let test = fixture.test
    let good = try fixture.record()
    let other = try fixture.maker(at: "2026-11-22T16:28:38Z").event("stage", [])
    let line = String(decoding: try other.encoded(), as: UTF8.self)
    let name = { (kind: String, id: String) in "2026/11/\(kind)-\(id).json" }
    let ids = (0..<9).map { "01M8236C7R000000000000000\($0)" }
    let link = try test.git("hash-object", "-w", "--stdin", input: "/etc/passwd")
    let commit = try test.git("rev-parse", "refs/baseline/events")
    let tree = try test.git("rev-parse", "refs/baseline/events^{tree}")
    func blob(_ text: String) throws -> String { try test.git("hash-object", "-w", "--stdin", input: text) }
    let entries = try [
      ("100644", name("huge", ids[0]), blob(String(repeating: "x", count: 1 << 20))),
      ("100644", name("stage", ids[1]), blob(line)),
      ("100644", name("twice", ids[2]), blob(line.replacing("\"kind\"", with: "\"at\":1,\"kind\""))),
      ("100644", name("empty", ids[3]), blob("")),
      ("120000", name("link", ids[4]), link),
      ("160000", name("submodule", ids[5]), commit),
      ("100755", name("program", ids[6]), blob(line)),
      ("100644", "2026/12/stage-\(other.id).json", blob(line)),
      ("100644", "2026/11/notes.txt", blob("x")),
      ("100644", "2026/11/\u{1b}[2J-\(ids[7]).json", blob("x")),
      ("100644", "README", blob("hello")),
      ("100644", "2026/13", blob("x")),
      ("100644", "1/2/3/4/5", blob("x")),
      ("100644", name("other", other.id), blob(line)),
      ("100644", name("stage", other.id), blob(line)),
    ]
    let index = ["GIT_INDEX_FILE": "\(test.folder.path)/index"]
    func git(_ arguments: [String], _ input: String = "") throws -> String {
      let finished = try test.run("git", arguments, input: input, environment: index)
      guard finished.status.isSuccess else { throw TestFailure(finished.errorText) }
      return String(finished.text.dropLast(finished.text.hasSuffix("\n") ? 1 : 0))
    }
    _ = try git(["read-tree", tree])
    _ = try git(
      ["update-index", "-z", "--index-info"],
      entries.map { "\($0.0) \($0.2)\t\($0.1)\0" }.joined())
    var whole = try git(["write-tree"])
    // A folder in place of a file, which no index can hold.
    whole = try test.git(
      "mktree", input: test.git("ls-tree", whole) + "\n040000 tree \(tree)\tstage-\(ids[8]).json\n")
    let tip = try test.git("commit-tree", whole, "-p", commit, "-m", "by a stranger")
    try test.git("update-ref", "refs/baseline/events", tip)

    let reading = try fixture.log.read()
    #expect(reading.events == [good, other])
    let reasons = Dictionary(uniqueKeysWithValues: reading.refused.map { ($0.path, $0.reason) })
    #expect(reasons[name("huge", ids[0])] == "it has 1048576 bytes, more than the limit of 65536")
    #expect(reasons[name("stage", ids[1])] == "its name says another id or kind")
    #expect(reasons[name("twice", ids[2])]?.contains("duplicate key") == true)
    #expect(reasons[name("empty", ids[3])]?.contains("the document ends") == true)
    for (kind, id) in [("link", ids[4]), ("submodule", ids[5]), ("program", ids[6])] {
      #expect(reasons[name(kind, id)] == "it is no ordinary file")
    }
    #expect(reasons["2026/12/stage-\(other.id).json"] == "it lies in another month than its id's")
    #expect(reasons["2026/11/notes.txt"] == "its name is no event's")
    #expect(reasons["2026/11/\u{1b}[2J-\(ids[7]).json"] == "its name is no event's")
    #expect(reasons["2026/13"] == "it is no folder of a month")
    #expect(reasons["README"] == "it is no folder of a year")
    #expect(reasons["1"] == "it is no folder of a year")
    #expect(reasons["stage-\(ids[8]).json"] == "it is no folder of a year")
    #expect(reasons[name("other", other.id)] == "its name says another id or kind")
    #expect(reading.refused.count == 15 && reading.unread == 0)

    // Only what is asked for is looked at; what is foreign is kept.
    #expect(try fixture.log.read(kinds: ["check"]).events == [good])
    let next = try fixture.record("stage", at: "2026-11-23T00:00:00Z")
    #expect(try fixture.log.read().events == [good, other, next])
    #expect(try fixture.log.read().refused.count == 15)
    #expect(try test.git("show", "refs/baseline/events:README") == "hello")
    #expect(try fixture.log.prune(before: #require(Timestamp("2026-11-30"))).removed == 8)
    #expect(try test.git("show", "refs/baseline/events:2026/11/notes.txt") == "x")
  }

  @Test func blobsOfOtherKindsAreNotRead() throws {
    let fixture = try EventFixture()
    let wanted = try fixture.record("bypass")
    try fixture.record("check")
    let blob = try fixture.test.git("rev-parse", "refs/baseline/events:2026/11/\(fixture.files()[1].dropFirst(8))")
    let object = "\(fixture.test.path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    #expect(try fixture.test.run("rm", ["-f", object]).status.isSuccess)
    #expect(try fixture.log.read(kinds: ["bypass"]).events == [wanted])
    #expect(try fixture.log.read(kinds: ["bypass"]).refused.isEmpty)
    let all = try EventFixture(fixture.test).log.read()
    #expect(all.events == [wanted] && all.refused.count == 1)
  }

  /// A folder of 100,000 strangers, and a tree in which each of 30 levels holds the next one ten times.
  @Test func largeTreesAreNoTrouble() throws {
    let fixture = try EventFixture()
    let good = try fixture.record()
    let test = fixture.test
    let blob = try test.git("hash-object", "-w", "--stdin", input: "x")
    let names = (0..<100_000).map { "100644 blob \(blob)\tcheck-\($0).json\n" }.joined()
    var bomb = blob
    for level in 0..<30 {
      let mode = level == 0 ? "100644 blob" : "040000 tree"
      bomb = try test.git("mktree", input: (10..<20).map { "\(mode) \(bomb)\t\($0)\n" }.joined())
    }
    let ours = try test.git("ls-tree", "refs/baseline/events:2026/11") + "\n"
    let november = try test.git("mktree", input: ours + names)
    let year = try test.git("mktree", input: "040000 tree \(november)\t11\n040000 tree \(bomb)\t12\n")
    // A thousand years of the same strangers.
    let others = (1000..<2000).map { "040000 tree \(year)\t\($0)\n" }.joined()
    let top = try test.git("mktree", input: others + "040000 tree \(year)\t2026\n040000 tree \(bomb)\t2027\n")
    let tip = try test.git("commit-tree", top, "-m", "by a stranger")

    try fixture.log.merge(#require(OID(hex: tip)))
    let reading = try fixture.log.read(kinds: ["check"])
    #expect(reading.events == [good] && reading.refused.count == 1000 && reading.unread > 99_000)
    let next = try fixture.record("stage")
    let november2026 = try test.git("ls-tree", "--name-only", "refs/baseline/events:2026/11")
    #expect(november2026.split(separator: "\n").count == 100_002 && november2026.contains(next.id))
  }

  /// Somebody deletes a tree in which each of 30 levels holds the next one ten times: to list what is gone would take for ever.
  @Test(.timeLimit(.minutes(1))) func deletedLargeTreesAreNoTrouble() throws {
    let fixture = try EventFixture()
    let good = try fixture.record()
    let test = fixture.test
    var bomb = try test.git("hash-object", "-w", "--stdin", input: "x")
    for level in 0..<30 {
      let mode = level == 0 ? "100644 blob" : "040000 tree"
      bomb = try test.git("mktree", input: (10..<20).map { "\(mode) \(bomb)\t\($0)\n" }.joined())
    }
    let full = try test.git("mktree", input: "040000 tree \(bomb)\t2026\n040000 tree \(bomb)\t2027\n")
    let emptied = try test.git("mktree", input: "040000 tree \(bomb)\t2026\n")
    let first = try test.git("commit-tree", full, "-m", "by a stranger")
    let second = try test.git("commit-tree", emptied, "-p", first, "-m", "by a stranger")
    try fixture.log.merge(#require(OID(hex: second)))
    #expect(try fixture.log.read().events == [good])
  }
}
