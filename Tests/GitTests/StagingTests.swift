import Git
import Processes
import TestSupport
import Testing

@Suite struct StagingTests {
  @Test func stagesWithoutTouchingAnythingElse() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "b": "1", "gone": "1"])
    try test.write("2", to: "a")
    try test.git("add", "a")
    try test.write("new\n", to: "ci/base.json")
    let repository = try test.open()
    try repository.stage([
      FileUpdate(path: "ci/base.json", contents: bytes("new\n")), FileUpdate(path: "gone", contents: nil),
      FileUpdate(path: "never", contents: nil), FileUpdate(path: "b", contents: bytes("other")),
    ])
    #expect(try test.status() == "M  a\nMM b\nA  ci/base.json\nD  gone\n?? gone")
    #expect(try test.git("diff-files", "--name-only") == "b")
    #expect(try test.git("ls-files", "-s", "ci").hasPrefix("100644 "))
    #expect(try test.leftovers() == "")
  }

  @Test func makesAnIndexWhereThereIsNone() throws {
    let test = try TestRepository()
    try test.open().stage(bytes("x"), at: "a")
    #expect(try test.git("show", ":a") == "x")
  }

  @Test func waitsForNobody() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.write("", to: ".git/index.lock")
    let error = try failure { try test.open().stage([1], at: "b") }
    #expect(error.isLocked && error.hint?.contains("remove that file") == true)
    #expect(access("\(test.path)/.git/index.lock", F_OK) == 0)
    unlink("\(test.path)/.git/index.lock")
    #expect(try test.leftovers() == "" && test.status() == "")
  }

  @Test func keepsTheIndexsPermissions() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    chmod("\(test.path)/.git/index", 0o664)
    try test.open().stage([1], at: "b")
    var information = stat()
    try #require(stat("\(test.path)/.git/index", &information) == 0)
    #expect(information.st_mode & 0o777 == 0o664)
  }

  @Test func writesAndReadsTheWorkTree() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "link/x": "1"])
    symlink("a", "\(test.path)/s")
    let repository = try test.open()
    try repository.writeWorkTree([
      FileUpdate(path: "d/e/f", contents: [1, 2]), FileUpdate(path: "a", contents: nil),
    ])
    #expect(try repository.workTreeFile(at: "d/e/f", limit: 2) == [1, 2])
    #expect(try repository.workTreeFile(at: "a", limit: 2) == nil)
    #expect(try repository.workTreeFile(at: "no/such", limit: 2) == nil)
    #expect(throws: GitError.self) { _ = try repository.workTreeFile(at: "d/e/f", limit: 1) }
    #expect(throws: GitError.self) { _ = try repository.workTreeFile(at: "s", limit: 9) }
    // One that cannot be written leaves all as they were.
    #expect(throws: GitError.self) {
      try repository.writeWorkTree([
        FileUpdate(path: "d/e/f", contents: [3]), FileUpdate(path: "n/m", contents: [3]),
        FileUpdate(path: "s", contents: [3]),
      ])
    }
    #expect(try repository.workTreeFile(at: "d/e/f", limit: 2) == [1, 2])
    #expect(try test.leftovers() == "" && access("\(test.path)/n", F_OK) != 0)
  }

  /// Trees by random changes, compared with git's own index.
  @Test(arguments: Array(0..<8))
  func buildsTreesAsGitDoes(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let test = try TestRepository()
    let names = ["a", "a-b", "a.b", "a0", "b/a", "b/a-b/x", "b.c", "b-/y", "c/d/e/f", "c/d/g", "é"]
    for name in names where Bool.random(using: &random) { try test.write("old \(name)", to: name) }
    try test.write("x", to: "keep")
    try test.commit("first")
    var updates: [FileUpdate] = []
    for name in names where Bool.random(using: &random) {
      updates.append(FileUpdate(path: name, contents: Bool.random(using: &random) ? bytes("new \(name)") : nil))
    }
    for update in updates {
      if let contents = update.contents {
        try test.write(String(decoding: contents, as: UTF8.self), to: update.path)
      } else {
        unlink("\(test.path)/\(update.path)")
      }
    }
    try test.git("add", "--all")
    let expected = try test.git("write-tree")
    let repository = try test.open()
    let tree = try repository.tree(applying: updates.shuffled(using: &random), to: try test.oid("HEAD^{tree}"))
    #expect("\(tree)" == expected)
  }

  @Test func refusesAFileWhereAFolderIs() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "d/x": "1"])
    let repository = try test.open()
    let base = try test.oid("HEAD^{tree}")
    for updates in [["a/b"], ["d"], ["n", "n/m"], ["n", "n"]] {
      #expect(throws: GitError.self) {
        _ = try repository.tree(applying: updates.map { FileUpdate(path: $0, contents: [1]) }, to: base)
      }
    }
    let nothing = try repository.tree(applying: [FileUpdate(path: "a/b", contents: nil)], to: base)
    #expect(nothing == base)
    let all = ["a", "d/x"].map { FileUpdate(path: $0, contents: nil) }
    #expect(try repository.tree(applying: all, to: base) == .emptyTree)
  }
}
