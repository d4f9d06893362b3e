import Git
import Processes
import TestSupport
import Testing

@Suite struct HistoryTests {
  /// Random histories: merges, criss-cross, several roots, equal times, clocks that go back; each compared with
  /// `git log` in set and order.
  @Test(arguments: Array(0..<12))
  func walksAsGitLogDoes(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let test = try TestRepository()
    let count = 60
    try test.git(["fast-import", "--quiet"], input: stream(commits: count, skewed: seed % 3 == 2, &random))
    let repository = try test.open()
    let tips = try (0..<4).map { try test.oid("refs/heads/b\($0)") }
    let choices: [[String]] = [
      ["schema.json"], ["ci/tables"], ["ci/tables/a.json"], ["ci/tables/a.json", "schema.json"], ["ci"], ["nowhere"],
      ["ci/tables/b.json", "ci/tables/a.json", "ci/other"],
    ]
    for paths in choices {
      for starts in [[tips[0]], [tips[3]], tips] {
        let expected = try test.git(["log", "--format=%H"] + starts.map { "\($0)" } + ["--"] + paths)
        #expect(try walk(repository, paths, from: starts) == expected, "\(paths) from \(starts.count)")
        let line = try test.git(
          ["log", "--format=%H", "--first-parent"] + starts.map { "\($0)" } + ["--"] + paths)
        #expect(try walk(repository, paths, from: starts, firstParentOnly: true) == line, "line of \(paths)")
      }
      if seed % 3 != 2 {
        let range = try test.git(["log", "--format=%H", "\(tips[0])", "^\(tips[1])", "--"] + paths)
        #expect(try walk(repository, paths, from: [tips[0]], notIn: [tips[1]]) == range, "range of \(paths)")
      }
    }
  }

  private func walk(
    _ repository: Repository, _ paths: [String], from starts: [OID], notIn excluded: [OID] = [],
    firstParentOnly: Bool = false
  ) throws -> String {
    var found: [String] = []
    try repository.commitsTouching(paths, from: starts, notIn: excluded, firstParentOnly: firstParentOnly) {
      (step) throws(GitError) in
      found.append("\(step.commit.oid)")
      return true
    }
    return found.joined(separator: "\n")
  }

  private func stream(commits count: Int, skewed: Bool, _ random: inout SeededGenerator) -> String {
    var stream = ""
    var time = 1_700_000_000
    let files = ["schema.json", "ci/tables/a.json", "ci/tables/b.json", "ci/other", "README"]
    for number in 1...count {
      time += skewed ? Int.random(in: -200...260, using: &random) : [0, 0, 60].randomElement(using: &random)!
      let branch = Int.random(in: 0..<4, using: &random)
      stream += "commit refs/heads/b\(number <= 4 ? number - 1 : branch)\nmark :\(number)\n"
      stream += "committer C <c@example.org> \(time) +0000\ndata 2\nc\n"
      let isRoot = number == 1 || (number == 3 && Bool.random(using: &random))
      if !isRoot {
        // Any older commits as parents: criss-cross comes by itself.
        var parents = [Int.random(in: max(1, number - 8)..<number, using: &random)]
        while parents.count < 3, Int.random(in: 0..<3, using: &random) == 0 {
          let other = Int.random(in: max(1, number - 12)..<number, using: &random)
          if !parents.contains(other) { parents.append(other) }
        }
        stream += "from :\(parents[0])\n"
        for parent in parents.dropFirst() { stream += "merge :\(parent)\n" }
      }
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let file = files.randomElement(using: &random)!
        if Int.random(in: 0..<6, using: &random) == 0 {
          stream += "D \(file)\n"
        } else {
          // Few contents, so that branches often agree.
          let mode = Int.random(in: 0..<8, using: &random) == 0 ? "100755" : "100644"
          stream += "M \(mode) inline \(file)\ndata 2\n\(Int.random(in: 0..<3, using: &random))\n"
        }
      }
      stream += "\n"
    }
    return stream
  }

  @Test func tellsWhatEachCommitAndItsParentsHave() throws {
    let test = try TestRepository()
    let first = try test.commit("one", ["a": "1", "d/x": "1"])
    try test.commit("other", ["b": "2"])
    let third = try test.commit("two", ["a": "2"])
    let repository = try test.open()
    var steps: [HistoryStep] = []
    let end = try repository.commitsTouching(["a", "d"], from: [try test.oid("HEAD")]) { (step) throws(GitError) in
      steps.append(step)
      return true
    }
    #expect(steps.map { "\($0.commit.oid)" } == [third, first])
    #expect(steps[0].parents == [steps[1].entries])
    #expect(steps[0].entries[0] != steps[1].entries[0])
    #expect(steps[0].entries[1]?.mode == .tree)
    #expect(steps[1].parents.isEmpty)
    #expect(!end.isStopped && end.boundaries.isEmpty)
  }

  @Test func stopsWhenTold() throws {
    let test = try TestRepository()
    for text in ["1", "2", "3"] { try test.commit(text, ["a": text]) }
    let repository = try test.open()
    var seen: [String] = []
    let limited = try repository.commitsTouching(["a"], from: [try test.oid("HEAD")], limit: 2) {
      (step) throws(GitError) in
      seen.append(step.commit.subject)
      return true
    }
    let stopped = try repository.commitsTouching(["a"], from: [try test.oid("HEAD")]) { _ throws(GitError) in false }
    #expect(seen == ["3", "2"])
    #expect(limited.isStopped && stopped.isStopped)
  }

  @Test func saysWhereAShallowCloneEnds() throws {
    let test = try TestRepository()
    for text in ["1", "2", "3"] { try test.commit(text, ["a": text]) }
    try test.git("clone", "--quiet", "--depth=2", "file://\(test.path)", "../shallow")
    let clone = "\(test.folder.path)/shallow"
    let repository = try test.open(in: clone)
    #expect(repository.isShallow)
    var steps: [HistoryStep] = []
    let end = try repository.commitsTouching(["a"], from: [try #require(try repository.resolve("HEAD"))]) {
      (step) throws(GitError) in
      steps.append(step)
      return true
    }
    #expect(steps.map(\.commit.subject) == ["3", "2"])
    #expect(steps.map(\.isBoundary) == [false, true])
    #expect(end.boundaries == [steps[1].commit.oid])
    let missing = try failure { _ = try repository.commit(try test.oid("HEAD~2")) }
    #expect(missing.reason.contains("shallow") && missing.hint == "git fetch --unshallow")
  }

  @Test func throwsOnAMissingObject() throws {
    let test = try TestRepository()
    for text in ["1", "2", "3"] { try test.commit(text, ["a": text]) }
    let lost = "\(try test.oid("HEAD~1"))"
    try #require(unlink("\(test.path)/.git/objects/\(lost.prefix(2))/\(lost.dropFirst(2))") == 0)
    let repository = try test.open()
    let error = try failure {
      try repository.commitsTouching(["a"], from: [try test.oid("HEAD")]) { _ throws(GitError) in true }
    }
    #expect(error.isMissingObject && error.operation.contains(lost))
  }

  @Test func listsCommitsOfARange() throws {
    let test = try TestRepository()
    for text in ["1", "2", "3"] { try test.commit(text, ["a": text]) }
    let repository = try test.open()
    let (tip, middle, root) = (try test.oid("HEAD"), try test.oid("HEAD~1"), try test.oid("HEAD~2"))
    let unknown = try #require(OID(hex: String(repeating: "ab", count: 20)))
    #expect(try repository.commits(from: tip, notIn: [root, unknown, .zero]) == [tip, middle])
    #expect(try repository.isAncestor(root, of: tip))
    #expect(try !repository.isAncestor(tip, of: root))
    #expect(try repository.mergeBase(tip, middle) == middle)
  }
}
