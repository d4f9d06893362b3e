import TestSupport
import Testing

/// pre-push: every pushed tip is verified, whatever is checked out (git-facts: standard input of pre-push).
struct PrePushTests {
  /// A shop with a bare repository beside it, to which `main` was pushed.
  private func shop() throws -> Sandbox {
    let sandbox = try Sandbox.shop(hooks: true)
    try sandbox.git("init", "--quiet", "--bare", "../remote.git")
    try sandbox.git("remote", "add", "origin", "../remote.git")
    try sandbox.git("push", "--quiet", "--no-verify", "--set-upstream", "origin", "main")
    return sandbox
  }

  /// Commits a migration without its baseline, past the hook.
  @discardableResult private func commitWrong(_ sandbox: Sandbox, column: String = "note") throws -> String {
    try sandbox.write("ALTER TABLE packages ADD \(column) text;\n", to: "migrations/0007_\(column).sql")
    try sandbox.git("add", "migrations")
    try sandbox.git("commit", "--no-verify", "-m", column)
    return try sandbox.git("rev-parse", "HEAD")
  }

  /// After this, a hook that needs a server fails: pre-push never passes without one.
  private func takeServerAway(_ sandbox: Sandbox) { sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere" }

  @Test func wrongTipIsRefusedUntilItIsMended() throws {
    let sandbox = try shop()
    let commit = try commitWrong(sandbox)
    let refused = try sandbox.gitFails("push")
    #expect(refused.error.contains("packages.note"), "\(refused)")
    #expect(refused.error.contains("refs/heads/main (\(commit.prefix(7))"), "\(refused)")
    #expect(refused.error.contains("hint: baseline update --staged"), "\(refused)")
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--no-verify", "--amend", "--no-edit")
    try sandbox.git("push")
  }

  /// Several references at once, and only one of them is wrong; the first is an annotated tag.
  @Test func everyReferenceIsVerified() throws {
    let sandbox = try shop()
    try sandbox.git("tag", "-a", "-m", "One", "v1")
    try sandbox.git("checkout", "--quiet", "-b", "topic")
    try commitWrong(sandbox)
    try sandbox.git("tag", "-a", "-m", "Two", "v2")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.git("push", "origin", "v1")
    let refused = try sandbox.gitFails("push", "origin", "main", "v1", "v2")
    #expect(refused.error.contains("refs/tags/v2"), "\(refused)")
    #expect(!refused.error.contains("refs/tags/v1"), "\(refused)")
    // What is pushed decides: neither what is checked out, nor the name it has here.
    let renamed = try sandbox.gitFails("push", "origin", "topic:refs/heads/other")
    #expect(renamed.error.contains("refs/heads/other"), "\(renamed)")
  }

  @Test func forcePushOverAnUnknownCommit() throws {
    let sandbox = try shop()
    try sandbox.git("clone", "--quiet", "../remote.git", "../other")
    let other = "\(sandbox.repository.folder.path)/other"
    try sandbox.git("commit", "--allow-empty", "-m", "Theirs", in: other)
    try sandbox.git("push", "--quiet", in: other)
    try commitWrong(sandbox)
    let refused = try sandbox.gitFails("push", "--force")
    #expect(refused.error.contains("packages.note"), "\(refused)")
  }

  @Test func pushByAddress() throws {
    let sandbox = try shop()
    try commitWrong(sandbox)
    let refused = try sandbox.gitFails("push", "../remote.git", "HEAD:refs/heads/topic")
    #expect(refused.error.contains("packages.note"), "\(refused)")
  }

  /// All that needs no verdict, or had one already, passes without a server.
  @Test func nothingToVerifyPassesAtOnce() throws {
    let sandbox = try shop()
    takeServerAway(sandbox)
    func pushes(_ arguments: String...) throws {
      let result = try sandbox.git(["push"] + arguments)
      #expect(result.code == 0 && !result.error.contains("baseline:"), "\(result)")
    }
    // Nothing new: git gives an empty standard input.
    try pushes("origin", "main")
    try sandbox.write("text\n", to: "readme.md")
    try sandbox.git("add", "readme.md")
    try sandbox.git("commit", "-m", "Text")
    // A new branch and a tag on it, of commits that touch nothing that counts.
    try pushes("origin", "HEAD:refs/heads/aaa")
    try pushes("origin", "main")
    try sandbox.git("tag", "-a", "-m", "One", "v1")
    try pushes("origin", "v1")
    try sandbox.git("tag", "-f", "-a", "-m", "Again", "v1")
    try pushes("--force", "origin", "v1")
    // A tag of something that is no commit, and one that was such a tag before.
    try sandbox.git("tag", "words", "HEAD:readme.md")
    try pushes("origin", "words")
    try sandbox.git("tag", "-f", "words", "HEAD^{tree}")
    try pushes("--force", "origin", "words")
    // Notes, our own references, and references that go away.
    try sandbox.git("notes", "add", "-m", "note")
    try pushes("origin", "refs/notes/commits")
    try sandbox.git("update-ref", "refs/baseline/events", "HEAD")
    try pushes("origin", "refs/baseline/events")
    try pushes("origin", ":aaa", ":refs/tags/words")
  }

  /// The remote has `main` with a newer migration; a topic branch that begins there brings nothing new, although another
  /// branch of the remote is older.
  @Test func newBranchFromANewerBranchPassesAtOnce() throws {
    let sandbox = try shop()
    try sandbox.git("push", "--no-verify", "origin", "main:refs/heads/aaa-old")
    try commitWrong(sandbox)
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--no-verify", "--amend", "--no-edit")
    try sandbox.git("push", "--no-verify")
    takeServerAway(sandbox)
    try sandbox.git("checkout", "-b", "topic")
    try sandbox.git("push", "origin", "topic")
    try sandbox.git("commit", "--allow-empty", "-m", "Empty")
    try sandbox.git("push", "origin", "topic", "HEAD:refs/heads/second")
  }

  @Test func withoutServerItFails() throws {
    let sandbox = try shop()
    try commitWrong(sandbox)
    takeServerAway(sandbox)
    let refused = try sandbox.gitFails("push")
    #expect(refused.error.contains("baseline: "), "\(refused)")
    #expect(refused.error.contains("hint: "), "\(refused)")
    try sandbox.git("push", "--no-verify")
  }

  @Test func linkedWorkTreeAndSubfolder() throws {
    let sandbox = try shop()
    try sandbox.git("worktree", "add", "--quiet", "-b", "topic", "../linked")
    let linked = "\(sandbox.repository.folder.path)/linked"
    try sandbox.repository.folder.write("ALTER TABLE packages ADD note text;\n", to: "linked/migrations/0007.sql")
    try sandbox.git("add", "migrations", in: linked)
    try sandbox.git("commit", "--no-verify", "-m", "Note", in: linked)
    let refused = try sandbox.gitFails("push", "origin", "topic", in: "\(linked)/migrations")
    #expect(refused.error.contains("packages.note"), "\(refused)")
  }

  @Test func unreadableInputIsAnError() throws {
    let sandbox = try shop()
    let refused = try sandbox.fail("hook", "pre-push", "origin", "url", code: 2, input: "refs/heads/main nonsense\n")
    #expect(refused.error.contains("git's line is not understood"))
    try sandbox.succeed("hook", "pre-push", "origin", "url")
    try sandbox.fail("hook", "post-commit", code: 64)
  }
}
