import Git
import Processes
import TestSupport
import Testing

@Suite struct CommittingTests {
  private let file = "ci/schema_baseline.json"

  private func request(_ text: String?, _ message: String = "chore(schema): refresh baseline") -> CommitRequest {
    CommitRequest(updates: [FileUpdate(path: file, contents: text.map { Array($0.utf8) })], message: message)
  }

  @Test func commitsItsFilesAloneAndLeavesStatusClean() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1\n", file: "old\n"])
    try test.write("staged\n", to: "a")
    try test.git("add", "a")
    try test.write("dirty\n", to: "a")
    let before = try test.oid("HEAD")
    let oid = try test.open().commit(request("new\n"))
    #expect(try test.oid("HEAD") == oid)
    #expect(try test.oid("HEAD~1") == before)
    #expect(try test.git("diff-tree", "-r", "--name-only", "HEAD~1", "HEAD") == file)
    #expect(try test.text(file) == "new\n")
    #expect(try test.status() == "MM a")
    #expect(try test.git("show", ":a") == "staged")
    // Not even the stat data differ.
    #expect(try test.git("diff-files", "--name-only") == "a")
    #expect(try test.leftovers() == "")
    #expect(try test.git("fsck", "--strict", "--no-dangling").isEmpty)
    #expect(
      try test.git("reflog", "-1", "--format=%gs %gn") == "commit: chore(schema): refresh baseline Cora Committer")
    #expect(
      try test.git("log", "-1", "--format=%an %ae %cn %ce %at")
        == "Ada Author ada@example.org Cora Committer cora@example.org \(try test.git("log", "-1", "--format=%at"))")
  }

  @Test func makesTheFirstCommit() throws {
    let test = try TestRepository()
    #expect(try test.open().head() == .unborn("main"))
    let oid = try test.open().commit(request("new\n"))
    #expect(try test.open().head() == .branch("main", oid))
    #expect(try test.status() == "")
    #expect(try test.git("rev-list", "--count", "HEAD") == "1")
    #expect(try test.git("reflog", "-1", "--format=%gs").hasPrefix("commit (initial): "))
  }

  @Test func movesADetachedHeadAlone() throws {
    let test = try TestRepository()
    let main = try test.commit("first", ["a": "1"])
    try test.git("checkout", "--quiet", "--detach")
    let oid = try test.open().commit(request("new\n"))
    #expect(try test.open().head() == .detached(oid))
    #expect("\(try test.oid("main"))" == main)
    #expect(try test.status() == "")
  }

  @Test func commitsInALinkedWorkTree() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.git("worktree", "add", "--quiet", "-b", "side", "../side")
    let repository = try test.open(in: "\(test.folder.path)/side")
    let oid = try repository.commit(request("new\n"))
    #expect(try test.oid("side") == oid)
    #expect(try test.git("-C", "../side", "status", "--porcelain") == "")
    #expect(try test.status() == "")
    let error = try failure {
      var other = request("newer\n")
      other.branch = "side"
      other.touchWorkTree = false
      _ = try test.open().commit(other)
    }
    #expect(error.reason.contains("checked out"))
  }

  @Test func commitsToAnotherBranchWithoutTouchingAnything() throws {
    let test = try TestRepository()
    let main = try test.commit("first", ["a": "1"])
    try test.write("2", to: "a")
    let status = try test.status()
    var request = request("new\n")
    request.branch = "bot/refresh"
    request.touchWorkTree = false
    let oid = try test.open().commit(request)
    #expect(try test.oid("bot/refresh") == oid)
    #expect("\(try test.oid("bot/refresh~1"))" == main)
    #expect(try test.status() == status)
    #expect("\(try test.oid("HEAD"))" == main)
    // A reference of another kind begins with a root commit of its own.
    request.branch = "refs/baseline/events"
    let root = try test.open().commit(request)
    #expect(try test.open().commit(root).parents.isEmpty)
    #expect(try test.git("ls-tree", "-r", "--name-only", "refs/baseline/events") == file)
  }

  @Test func commitsToABareRepository() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.git("clone", "--quiet", "--bare", ".", "../bare.git")
    let repository = try test.open(in: "\(test.folder.path)/bare.git")
    #expect(repository.isBare)
    var request = request("new\n")
    #expect(throws: GitError.self) { _ = try repository.commit(request) }
    request.touchWorkTree = false
    let oid = try repository.commit(request)
    #expect(try repository.head().commit == oid)
  }

  @Test func makesNoCommitWhenNothingChangesAndMendsWhatLags() throws {
    let test = try TestRepository()
    let head = try test.commit("first", [file: "new\n"])
    // As a crash between the reference and the file leaves it.
    try test.write("old\n", to: file)
    try test.git("add", file)
    let oid = try test.open().commit(request("new\n"))
    #expect("\(oid)" == head)
    #expect(try test.text(file) == "new\n")
    #expect(try test.status() == "")
    #expect("\(try test.open().commit(request("new\n")))" == head)
  }

  @Test func removesAFileAndItsEmptyFolder() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", file: "old\n"])
    _ = try test.open().commit(request(nil))
    #expect(try test.status() == "")
    #expect(try test.git("ls-tree", "--name-only", "HEAD") == "a")
    #expect(access("\(test.path)/ci", F_OK) != 0)
  }

  @Test(arguments: [
    ("merge", "MERGE_HEAD"), ("cherry-pick", "CHERRY_PICK_HEAD"), ("revert", "REVERT_HEAD"), ("bisect", "BISECT_LOG"),
    ("rebase", "rebase-merge/interactive"), ("am", "rebase-apply/applying"),
  ])
  func refusesInTheMiddleOfSomething(word: String, marker: String) throws {
    let test = try TestRepository()
    let head = try test.commit("first", ["a": "1"])
    try test.write(head + "\n", to: ".git/\(marker)")
    let error = try failure { _ = try test.open().commit(request("new\n")) }
    #expect(error.reason.contains(word) && error.hint?.contains("git ") == true)
    try expectUntouched(test, head)
  }

  @Test(arguments: ["HEAD.lock", "index.lock"])
  func refusesWhereGitHoldsALock(lock: String) throws {
    let test = try TestRepository()
    let head = try test.commit("first", ["a": "1"])
    try test.write("", to: ".git/\(lock)")
    let error = try failure { _ = try test.open().commit(request("new\n")) }
    #expect(error.isLocked && error.reason.contains(lock))
    #expect(try test.leftovers() == "\(test.path)/.git/\(lock)\n")
    unlink("\(test.path)/.git/\(lock)")
    try expectUntouched(test, head)
  }

  @Test func takesBackEverythingWhenTheReferenceCannotMove() throws {
    let test = try TestRepository()
    let head = try test.commit("first", ["a": "1"])
    try test.write("", to: ".git/refs/heads/main.lock")
    let error = try failure { _ = try test.open().commit(request("new\n")) }
    #expect(error.isLocked && error.hint?.contains("refs/heads/main.lock") == true)
    unlink("\(test.path)/.git/refs/heads/main.lock")
    try expectUntouched(test, head)
  }

  private func expectUntouched(_ test: TestRepository, _ head: String) throws {
    #expect("\(try test.oid("HEAD"))" == head)
    #expect(try test.leftovers() == "")
    #expect(try test.text(file) == nil)
    #expect(access("\(test.path)/ci", F_OK) != 0)
    #expect(try test.git("diff", "--cached", "--name-only") == "")
  }

  /// A lock of a run that was killed is known as its own, and no obstacle.
  @Test func takesOverTheLockOfACrashedRun() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", file: "old\n"])
    try test.write("", to: ".git/index.baseline")
    try #require(link("\(test.path)/.git/index.baseline", "\(test.path)/.git/index.lock") == 0)
    try test.write("torn", to: ".git/index.baseline-new")
    try test.write("torn", to: ".git/index.baseline-new.lock")
    try test.write("torn torn torn", to: "ci/.schema_baseline.json.baseline-new")
    _ = try test.open().commit(request("new\n"))
    #expect(try test.status() == "")
    #expect(try test.text(file) == "new\n")
    #expect(try test.leftovers() == "")
  }

  @Test func refusesOnAnotherParentThanExpected() throws {
    let test = try TestRepository()
    let first = try test.commit("first", ["a": "1"])
    let second = try test.commit("second", ["a": "2"])
    var request = request("new\n")
    request.expectedParent = OID(hex: first)
    let error = try failure { _ = try test.open().commit(request) }
    #expect(error.isLostRace)
    request.expectedParent = OID(hex: second)
    _ = try test.open().commit(request)
  }

  @Test(arguments: ["../x", "/etc/x", ".git/config", "a/.GIT/x", "a//b", "a\\b", "a/", "x\ny", "C:/x", "git~1/x", ""])
  func refusesPaths(path: String) throws {
    let test = try TestRepository()
    let head = try test.commit("first", ["a": "1"])
    let updates = [FileUpdate(path: path, contents: [1])]
    let error = try failure { _ = try test.open().commit(CommitRequest(updates: updates, message: "m")) }
    #expect(error.reason.contains("refused"))
    #expect(throws: GitError.self) { try test.open().stage(updates) }
    #expect(throws: GitError.self) { try test.open().writeWorkTree(updates) }
    try expectUntouched(test, head)
  }

  @Test(arguments: ["symlink", "parent", "folder", "fifo"])
  func refusesWhatIsNoFile(kind: String) throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.folder.write("OUTSIDE", to: "outside/schema_baseline.json")
    switch kind {
    case "symlink":
      mkdir("\(test.path)/ci", 0o755)
      symlink("../../outside/schema_baseline.json", "\(test.path)/\(file)")
    case "parent": symlink("../outside", "\(test.path)/ci")
    case "folder": try test.write("x", to: "\(file)/x")
    default:
      mkdir("\(test.path)/ci", 0o755)
      mkfifo("\(test.path)/\(file)", 0o644)
    }
    let error = try failure { _ = try test.open().commit(request("new\n")) }
    #expect(["symbolic link", "folder", "no ordinary file"].contains { error.reason.contains($0) })
    #expect(try test.folder.text("outside/schema_baseline.json") == "OUTSIDE")
    #expect(try test.leftovers() == "")
    #expect(try test.git("rev-list", "--count", "HEAD") == "1")
  }

  @Test func leavesStatDataAndFlagsOfOtherEntries() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "b": "2", "c/d": "3", file: "old\n"])
    try test.git("update-index", "--assume-unchanged", "b")
    try test.git("update-index", "--skip-worktree", "c/d")
    try test.write("later", to: "later")
    try test.git("add", "--intent-to-add", "later")
    try test.git("update-index", "--index-version", "4")
    let others = ["a", "b", "c/d", "later"]
    let before = try test.git(["ls-files", "-v", "--debug"] + others)
    _ = try test.open().commit(request("new\n"))
    #expect(try test.git(["ls-files", "-v", "--debug"] + others) == before)
    #expect(try test.status() == " A later")
  }

  /// A file changed in the second in which the index was written, to the same size: git tells it by the index's time.
  @Test func keepsAChangeVisibleThatOnlyTheIndexTimeTells() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", file: "old\n"])
    try test.write("2", to: "a")
    // All in one second, whenever the test runs.
    let time = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 0)]
    try #require(utimensat(AT_FDCWD, "\(test.path)/a", time, 0) == 0)
    try test.git("add", "a")
    try test.git("commit", "--quiet", "--no-verify", "-m", "two")
    try test.write("3", to: "a")
    try #require(utimensat(AT_FDCWD, "\(test.path)/a", time, 0) == 0)
    try #require(utimensat(AT_FDCWD, "\(test.path)/.git/index", time, 0) == 0)
    try test.git("config", "core.trustctime", "false")
    #expect(try test.git("diff-files", "--name-only").contains("a"))
    _ = try test.open().commit(request("new\n"))
    #expect(try test.status() == " M a")
  }

  @Test func cleansTheMessageAndKeepsCommentLines() throws {
    let test = try TestRepository()
    _ = try test.open().commit(request("new\n", "\n\nsubject é  \n\n\n# kept\n\nBaseline-Digest: sha256:1\n\n"))
    #expect(try test.git("log", "-1", "--format=%B") == "subject é\n\n# kept\n\nBaseline-Digest: sha256:1\n")
    let commit = try test.open().commit(try test.oid("HEAD"))
    #expect(commit.message == "subject é\n\n# kept\n\nBaseline-Digest: sha256:1\n")
    #expect(commit.trailers(named: "baseline-digest") == ["sha256:1"])
    for bad in ["", " \n", "a\0b"] {
      #expect(throws: GitError.self) { _ = try test.open().commit(request("newer\n", bad)) }
    }
  }

  @Test func saysHowToTellGitWhoTheUserIs() throws {
    let test = try TestRepository()
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
      test.environment[name] = nil
    }
    try test.git("config", "user.useConfigOnly", "true")
    let error = try failure { _ = try test.open().commit(request("new\n")) }
    #expect(error.hint?.contains("git config --global user.name") == true)
    #expect(error.hint?.contains("user.email") == true)
    try test.git("config", "user.name", "Config Name")
    try test.git("config", "user.email", "config@example.org")
    #expect(try test.open().identity(.author).email == "config@example.org")
  }

  @Test func retriesLostRacesAndLosesNothing() async throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    let (path, environment) = (test.path, test.environment)
    let (writers, rounds) = (4, 6)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          let repository = try Repository(at: path, environment: environment)
          for round in 0..<rounds {
            _ = try repository.commit(
              CommitRequest(
                updates: [FileUpdate(path: "events/\(writer)-\(round)", contents: [UInt8(round)])], message: "event",
                branch: "refs/baseline/events", touchWorkTree: false))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try test.git("rev-list", "--count", "refs/baseline/events") == "\(writers * rounds)")
    #expect(
      try test.open().entries(under: "events", in: try test.oid("refs/baseline/events^{tree}")).count == writers
        * rounds)
    #expect(try test.git("fsck", "--strict", "--no-dangling").isEmpty)
  }
}
