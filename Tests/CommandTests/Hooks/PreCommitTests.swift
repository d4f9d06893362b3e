import TestSupport
import Testing

/// pre-commit in every situation in which git gives it another environment (git hooks, githooks(5)): what counts is what
/// would be committed, and nothing else.
struct PreCommitTests {
  private static let edited = "migrations/0005_payments.sql"
  private static let added = "migrations/0007_phone.sql"

  /// Adds a column to a migration that is committed already.
  private func edit(_ sandbox: Sandbox) throws {
    let old = try #require(try sandbox.text(Self.edited))
    try sandbox.write(old + "ALTER TABLE payments ADD note text;\n", to: Self.edited)
  }

  private func expectRefusal(_ refused: CommandResult, names object: String = "payments.note") throws {
    #expect(refused.error.contains(object), "\(refused)")
    #expect(refused.error.contains("[critical]"), "\(refused)")
    #expect(refused.error.contains("baseline update --staged"), "\(refused)")
  }

  @Test func newMigrationIsRefusedUntilItsBaselineIsStaged() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try sandbox.write("ALTER TABLE customers ADD phone text;\n", to: Self.added)
    try sandbox.git("add", "migrations")
    try sandbox.write("scratch\n", to: "notes.txt")
    let before = try sandbox.git("rev-parse", "HEAD")

    try expectRefusal(try sandbox.gitFails("commit", "-m", "Phone"), names: "customers.phone")
    #expect(try sandbox.git("rev-parse", "HEAD") == before)
    #expect(try sandbox.git("status", "--porcelain") == "A  migrations/0007_phone.sql\n?? notes.txt")

    let update = try sandbox.succeed("update", "--staged")
    #expect(update.contains("customers.phone"))
    try sandbox.git("commit", "-m", "Phone")
    #expect(try sandbox.git("status", "--porcelain") == "?? notes.txt")
    #expect(
      try sandbox.git("show", "--name-only", "--format=", "HEAD")
        == "ci/schema_baseline.json\nmigrations/0007_phone.sql")
  }

  /// What is staged decides, in both directions.
  @Test func workTreeDoesNotCount() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try sandbox.write("ALTER TABLE users ADD phone text;\n", to: Self.added)
    try sandbox.git("add", "migrations")
    try sandbox.succeed("update", "--staged")
    try sandbox.write("this is no SQL", to: Self.added)
    try sandbox.write("{ nor is this a document", to: "ci/schema_baseline.json")
    try sandbox.git("commit", "-m", "Phone")

    // Both files are right on disk, and wrong in the index.
    try sandbox.git("stash")
    try sandbox.write("ALTER TABLE users ADD phone text, ADD fax text;\n", to: Self.added)
    try sandbox.git("add", "migrations")
    try sandbox.git("restore", "--worktree", "--source=HEAD", "migrations")
    let refused = try sandbox.gitFails("commit", "-m", "Fax")
    #expect(refused.error.contains("users.fax"), "\(refused)")
  }

  enum Way: String, CaseIterable {
    case all = "-a"
    case include = "-i"
    case patch = "-p"
    case path = "--only"
  }

  /// git writes a temporary index for these, beside the real one.
  @Test(arguments: Way.allCases) func temporaryIndexCounts(way: Way) throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try edit(sandbox)
    try sandbox.write("other\n", to: "other.txt")
    try sandbox.git("add", "other.txt")
    let arguments =
      switch way {
      case .all: ["commit", "-m", "Note", "-a"]
      case .patch: ["commit", "-m", "Note", "-p"]
      case .include: ["commit", "-m", "Note", "-i", Self.edited]
      case .path: ["commit", "-m", "Note", "--only", "--", Self.edited]
      }
    let refused = try sandbox.git(arguments, input: way == .patch ? "y\n" : "")
    #expect(refused.code != 0)
    try expectRefusal(refused)
    // `update --staged` alone would find nothing new in the index.
    #expect(refused.error.contains("git add migrations"), "\(refused)")
    #expect(try sandbox.git("status", "--porcelain").contains("A  other.txt"))

    try sandbox.git("add", "migrations")
    try sandbox.succeed("update", "--staged")
    let paths = way == .path || way == .include ? ["--", Self.edited, "ci/schema_baseline.json"] : []
    let committed = try sandbox.git(
      ["commit", "-m", "Note"] + (way == .all ? ["-a"] : way == .include ? ["-i"] : []) + paths)
    #expect(committed.code == 0, "\(committed)")
    #expect(try sandbox.git("status", "--porcelain") == (way == .path ? "A  other.txt" : ""))
  }

  @Test func subfolderOfTheWorkTree() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try edit(sandbox)
    try sandbox.write("", to: "sub/folder/.keep")
    try sandbox.git("add", "migrations")
    let folder = "\(sandbox.path)/sub/folder"
    try expectRefusal(try sandbox.gitFails("commit", "-m", "Note", in: folder))
    try sandbox.succeed("update", "--staged", in: folder)
    try sandbox.git("commit", "-m", "Note", in: folder)
  }

  @Test func linkedWorkTree() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    let linked = "\(sandbox.repository.folder.path)/linked tree"
    try sandbox.git("worktree", "add", "-b", "topic", linked)
    try edit(sandbox)
    try sandbox.git("add", "migrations")
    // The main work tree's index is wrong; this one's is not.
    try sandbox.git("commit", "--allow-empty", "-m", "Nothing", in: linked)
    try sandbox.repository.folder.write("ALTER TABLE payments ADD note text;\n", to: "linked tree/\(Self.added)")
    try sandbox.git("add", "migrations", in: linked)
    try expectRefusal(try sandbox.gitFails("commit", "-m", "Note", in: linked))
    try sandbox.succeed("update", "--staged", in: linked)
    try sandbox.git("commit", "-m", "Note", in: linked)
    #expect(try sandbox.git("status", "--porcelain", in: linked).isEmpty)
    #expect(try sandbox.git("status", "--porcelain") == "M  \(Self.edited)")
  }

  @Test func submodule() throws {
    let shop = try Sandbox.shop()
    let outer = try Sandbox()
    try outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", shop.path, "shop")
    let inner = "\(outer.path)/shop"
    try outer.succeed("hooks", "install", in: inner)
    try outer.write("ALTER TABLE payments ADD note text;\n", to: "shop/\(Self.added)")
    try outer.git("add", "migrations", in: inner)
    try expectRefusal(try outer.gitFails("commit", "-m", "Note", in: inner))
    try outer.succeed("update", "--staged", in: inner)
    try outer.git("commit", "-m", "Note", in: inner)
    #expect(try outer.git("status", "--porcelain", in: inner).isEmpty)
  }

  @Test func separateGitFolder() throws {
    let sandbox = try Sandbox(initialised: false)
    try sandbox.git("init", "--quiet", "-b", "main", "--separate-git-dir", "../git folder", ".")
    try sandbox.writeShop()
    try sandbox.succeed("hooks", "install")
    try sandbox.git("add", "--all")
    // The first commit of a repository: there is no HEAD to compare with.
    try sandbox.git("commit", "-m", "Begin")
    try edit(sandbox)
    try sandbox.git("add", "migrations")
    try expectRefusal(try sandbox.gitFails("commit", "-m", "Note"))
  }

  @Test func firstCommitOfAll() throws {
    let sandbox = try Sandbox()
    try sandbox.writeShop()
    try sandbox.succeed("hooks", "install")
    try edit(sandbox)
    try sandbox.git("add", "--all")
    try expectRefusal(try sandbox.gitFails("commit", "-m", "Begin"))
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "-m", "Begin")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test func repositoryAndWorkTreeFromTheEnvironment() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    let elsewhere = "\(sandbox.repository.folder.path)/elsewhere"
    try edit(sandbox)
    try sandbox.repository.folder.write("", to: "elsewhere/.keep")
    let variables = ["GIT_DIR": "\(sandbox.path)/.git", "GIT_WORK_TREE": sandbox.path]
    try sandbox.git("add", "--all", in: elsewhere, environment: variables)
    try expectRefusal(try sandbox.gitFails("commit", "-m", "Note", in: elsewhere, environment: variables))
    try sandbox.succeed("update", "--staged", environment: variables, in: elsewhere)
    try sandbox.git("commit", "-m", "Note", in: elsewhere, environment: variables)
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  /// A clean merge of two branches that each are right, and together are not what their baselines say.
  @Test func mergeIsVerified() throws {
    let sandbox = try Sandbox.shop(folder: true, hooks: true)
    try sandbox.git("checkout", "-b", "topic")
    try sandbox.write("CREATE TABLE old_packages (LIKE packages);\n", to: "migrations/0008_old.sql")
    try sandbox.git("add", "migrations")
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--no-verify", "-m", "Old packages")
    try sandbox.git("checkout", "main")
    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.git("add", "migrations")
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--no-verify", "-m", "Note")

    let refused = try sandbox.gitFails("merge", "--no-edit", "topic")
    #expect(refused.error.contains("old_packages.note"), "\(refused)")
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--no-edit")
    #expect(try sandbox.git("rev-list", "--count", "--merges", "HEAD") == "1")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  /// Nothing that a verdict depends on: answered from object ids, without a server or even the programs for one.
  @Test func otherCommitsPassAtOnce() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    // A hook that had to look would say at least that it could not.
    try sandbox.write("text\n", to: "readme.md")
    try sandbox.git("add", "readme.md")
    #expect(try sandbox.git(["commit", "-m", "Text"]).error.isEmpty)
    #expect(try sandbox.git(["commit", "--amend", "-m", "Words"]).error.isEmpty)
    try sandbox.git("checkout", "--quiet", "-b", "topic", "HEAD~1")
    try sandbox.write("more\n", to: "more.md")
    try sandbox.git("add", "more.md")
    try sandbox.git("commit", "-m", "More")
    let merged = try sandbox.git(["merge", "--no-edit", "main"])
    #expect(merged.code == 0 && !merged.error.contains("baseline"), "\(merged)")
  }

  @Test func withoutServerItWarnsAndPasses() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try edit(sandbox)
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    let passed = try sandbox.git(["commit", "-a", "-m", "Note"])
    #expect(passed.code == 0, "\(passed)")
    #expect(passed.error.contains("not verified"), "\(passed)")
    #expect(passed.error.contains("hint: "), "\(passed)")

    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(config + "hooks: {without_server: fail}\n", to: "ci/schema_drift_config.yml")
    try sandbox.gitFails("commit", "-a", "-m", "Fail")
  }

  /// What is broken in HEAD does not stop the commit that mends it.
  @Test func brokenHeadCanBeMended() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(config + "nonsense: true\n", to: "ci/schema_drift_config.yml")
    let refused = try sandbox.gitFails("commit", "-a", "-m", "Nonsense")
    #expect(refused.error.contains("ci/schema_drift_config.yml:"), "\(refused)")
    try sandbox.git("commit", "--no-verify", "-a", "-m", "Nonsense")
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    let mended = try sandbox.git(["commit", "-a", "-m", "Sense"])
    #expect(mended.code == 0, "\(mended)")
  }

  @Test func missingBaselineIsRefused() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    try sandbox.git("rm", "--quiet", "--cached", "ci/schema_baseline.json")
    let missing = try sandbox.gitFails("commit", "-m", "Without")
    #expect(missing.error.contains("no baseline at ci/schema_baseline.json"), "\(missing)")
    #expect(missing.error.contains("hint: baseline update --staged"), "\(missing)")
    try sandbox.succeed("update", "--staged")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  /// Called by a program instead of git: the answer is JSON, and the exit code is the same.
  @Test func jsonAnswer() throws {
    let sandbox = try Sandbox.shop()
    let untouched = try sandbox.succeed("hook", "pre-commit", "--format", "json")
    #expect(untouched.contains(#""result": "untouched""#), "\(untouched)")
    try edit(sandbox)
    try sandbox.git("add", "migrations")
    let differs = try sandbox.fail("hook", "pre-commit", "--format", "json", code: 1).output
    #expect(differs.contains(#""verdict": "differs""#) && differs.contains(#""remedy": "baseline update --staged""#))
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    let unknown = try sandbox.succeed("hook", "pre-commit", "--format", "json", remarks: true)
    #expect(unknown.contains(#""result": "unknown""#) && unknown.contains(#""error": {"#), "\(unknown)")
    try sandbox.git("rm", "--quiet", "--cached", "ci/schema_baseline.json")
    let failed = try sandbox.fail("hook", "pre-commit", "--format", "json", code: 2).output
    #expect(failed.contains(#""result": "failed""#) && failed.contains("no baseline at"), "\(failed)")
  }
}
