import TestSupport
import Testing

/// Where a refresh commits: here, on another branch, on no branch, as the very first commit; and what is pushed.
struct RefreshPlaceTests {
  private func withRemote(_ sandbox: Sandbox) throws {
    try sandbox.git("init", "--quiet", "--bare", "../remote.git")
    try sandbox.git("remote", "add", "origin", "../remote.git")
  }

  private func remote(_ sandbox: Sandbox, _ branch: String) throws -> String {
    try sandbox.git("--git-dir=../remote.git", "rev-parse", "refs/heads/\(branch)")
  }

  @Test func newBranch() throws {
    let sandbox = try RefreshTests.behind()
    try withRemote(sandbox)
    let before = try sandbox.git("rev-parse", "HEAD")
    try sandbox.write("my own words\n", to: "ci/schema_baseline.json")
    let answer = try sandbox.succeed("refresh", "--branch", "schema/refresh", "--push")
    #expect(answer.contains("on schema/refresh, pushed"), "\(answer)")
    #expect(try sandbox.git("rev-parse", "HEAD") == before)
    #expect(try sandbox.git("rev-parse", "schema/refresh~1") == before)
    // The work tree is not touched, and so nothing in it has to be kept.
    #expect(try sandbox.text("ci/schema_baseline.json") == "my own words\n")
    #expect(try sandbox.git("for-each-ref", "refs/baseline").isEmpty)
    #expect(try remote(sandbox, "schema/refresh") == sandbox.git("rev-parse", "schema/refresh"))
    // Again: that branch has it.
    #expect(try sandbox.succeed("refresh", "--branch", "refs/heads/schema/refresh").contains("nothing to change"))
    try sandbox.succeed("verify", "--commit", "schema/refresh")
  }

  /// On a branch that exists, the migrations and the configuration of that branch count.
  @Test func existingBranch() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("checkout", "--quiet", "-b", "topic")
    try sandbox.write("ALTER TABLE users ADD nickname text;\n", to: "migrations/0007_nickname.sql")
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(
      config.replacing("ignore_tables:\n", with: "ignore_tables:\n  - \"^packages$\"\n"),
      to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Topic")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.write("ALTER TABLE users ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.repository.commit("Main")
    let answer = try sandbox.succeed("refresh", "--branch", "topic")
    #expect(answer.contains("users.nickname") && !answer.contains("users.note"), "\(answer)")
    #expect(answer.contains("table public.packages"), "\(answer)")
    try sandbox.succeed("verify", "--commit", "topic")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test func branchThatIsCheckedOut() throws {
    let sandbox = try RefreshTests.behind()
    // Here: as without the option.
    try sandbox.succeed("refresh", "--branch", "main")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    #expect(try sandbox.git("log", "-1", "--format=%s").hasPrefix("chore(schema)"))
    // In another work tree: refused, since it would show as a staged reversal there.
    try sandbox.git("worktree", "add", "--quiet", "-b", "topic", "../linked", "HEAD~1")
    let refused = try sandbox.fail("refresh", "--branch", "topic", code: 2)
    #expect(refused.error.contains("checked out"), "\(refused)")
    #expect(try sandbox.git("rev-parse", "topic") == sandbox.git("rev-parse", "main~1"))
    for name in ["a..b", "-x", "HEAD"] { _ = try sandbox.fail("refresh", "--branch=\(name)", code: 2) }
  }

  @Test func detachedHead() throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.git("checkout", "--quiet", "--detach")
    let refused = try sandbox.fail("refresh", "--push", code: 2)
    #expect(refused.error.contains("HEAD is detached"), "\(refused)")
    try sandbox.succeed("refresh")
    #expect(try sandbox.git("rev-parse", "HEAD~1") == sandbox.git("rev-parse", "main"))
    #expect(try sandbox.git("status", "--porcelain", "--branch") == "## HEAD (no branch)")
  }

  @Test func firstCommitOfAll() throws {
    let sandbox = try Sandbox()
    try sandbox.write("ignore_tables: [\"^staging_\"]\n", to: "ci/schema_drift_config.yml")
    try sandbox.write("words\n", to: "ci/schema_baseline.json")
    try sandbox.git("add", "ci/schema_drift_config.yml")
    try sandbox.useLive()
    let answer = try sandbox.succeed("refresh")
    #expect(answer.contains("committed"), "\(answer)")
    #expect(try sandbox.git("rev-list", "--count", "HEAD") == "1")
    #expect(try sandbox.git("ls-tree", "-r", "--name-only", "HEAD") == "ci/schema_baseline.json")
    #expect(try sandbox.git("status", "--porcelain") == "A  ci/schema_drift_config.yml")
    #expect(try sandbox.git("show", "refs/baseline/backups:ci/schema_baseline.json") == "words")

    // With migrations there is nothing committed that it could be made of.
    let other = try Sandbox()
    try other.writeShop()
    try other.git("add", "--all")
    #expect(try other.fail("refresh", code: 2).error.contains("uncommitted"))
  }

  @Test func pushGoesWhereGitSendsIt() throws {
    let sandbox = try RefreshTests.behind()
    try withRemote(sandbox)
    try sandbox.git("push", "--quiet", "--set-upstream", "origin", "HEAD~1:refs/heads/trunk", "main:refs/heads/trunk2")
    try sandbox.git("config", "branch.main.merge", "refs/heads/trunk")
    try sandbox.git("config", "branch.main.remote", "origin")
    try sandbox.git("config", "push.default", "upstream")
    #expect(try sandbox.succeed("refresh", "--push").contains("pushed"))
    #expect(try remote(sandbox, "trunk") == sandbox.git("rev-parse", "HEAD"))
  }

  @Test func pushThatFailsLeavesTheCommit() throws {
    let sandbox = try RefreshTests.behind()
    let refused = try sandbox.fail("refresh", "--push", code: 2)
    #expect(refused.error.contains("pushing the refresh commit"), "\(refused)")
    #expect(refused.error.contains("hint: the commit is made and stays"), "\(refused)")
    #expect(try sandbox.git("log", "-1", "--format=%s").hasPrefix("chore(schema)"))
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    // Without an upstream it goes to origin under its own name.
    try withRemote(sandbox)
    try sandbox.write("ALTER TABLE packages ADD more text;\n", to: "migrations/0008_more.sql")
    try sandbox.repository.commit("More")
    try sandbox.succeed("refresh", "--push")
    #expect(try remote(sandbox, "main") == sandbox.git("rev-parse", "HEAD"))
  }
}
