import Processes
import TestSupport
import Testing

/// Hooks that were there before keep working, and come back as they were.
struct HookInstallationTests {
  private static let names = ["pre-commit", "pre-merge-commit", "pre-push"]

  private func mode(_ path: String) -> mode_t {
    var information = stat()
    return lstat(path, &information) == 0 ? information.st_mode : 0
  }

  @Test func installedTwiceAndRemoved() throws {
    let sandbox = try Sandbox.shop()
    let before = try sandbox.git("ls-files", "--others", "--", ".git")
    #expect(try sandbox.succeed("hooks", "status").contains("pre-push: absent"))
    #expect(try sandbox.succeed("hooks", "install").contains("installed in \(sandbox.path)/.git/hooks"))
    let first = try sandbox.text(".git/hooks/pre-push")
    try sandbox.succeed("hooks", "install")
    #expect(try sandbox.text(".git/hooks/pre-push") == first)
    for name in Self.names { #expect(mode("\(sandbox.path)/.git/hooks/\(name)") & 0o777 == 0o755) }
    let status = try sandbox.succeed("hooks", "status", "--format", "json")
    #expect(status.contains(#""status": "installed""#), "\(status)")
    #expect(try sandbox.succeed("hooks", "uninstall").contains("removed pre-commit, pre-merge-commit, pre-push"))
    #expect(try sandbox.succeed("hooks", "uninstall") == "none of ours were there")
    #expect(try sandbox.git("ls-files", "--others", "--", ".git") == before)
    for name in Self.names { #expect(try sandbox.text(".git/hooks/\(name)") == nil) }
  }

  @Test func olderHooksRunFirstAndComeBack() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("init", "--quiet", "--bare", "../remote.git")
    try sandbox.git("remote", "add", "origin", "../remote.git")
    let preCommit = "#!/bin/sh\necho \"old pre-commit in $(pwd)\" >&2\nexit ${OLD_CODE:-0}\n"
    let prePush = "#!/bin/sh\nprintf '%s|' \"$@\" > pushed\ncat >> pushed\nexit ${OLD_CODE:-0}\n"
    try sandbox.writeProgram(preCommit, to: ".git/hooks/pre-commit")
    try sandbox.writeProgram(prePush, to: ".git/hooks/pre-push")
    chmod("\(sandbox.path)/.git/hooks/pre-push", 0o751)
    // Not executable: git does not run it, and neither do we.
    try sandbox.write("#!/bin/sh\nexit 1\n", to: ".git/hooks/pre-merge-commit")
    let installed = try sandbox.succeed("hooks", "install")
    #expect(installed.contains("your own hooks run first: pre-commit, pre-merge-commit, pre-push"), "\(installed)")
    #expect(try sandbox.succeed("hooks", "status").contains("pre-commit: installed, runs your own first"))
    // A second time changes nothing.
    try sandbox.succeed("hooks", "install")

    let commit = try sandbox.git(["commit", "--allow-empty", "-m", "Empty"])
    #expect(commit.error.contains("old pre-commit in \(sandbox.path)"), "\(commit)")
    let stopped = try sandbox.git(["commit", "--allow-empty", "-m", "Empty"], environment: ["OLD_CODE": "7"])
    #expect(stopped.code == 1, "\(stopped)")

    let head = try sandbox.git("rev-parse", "HEAD")
    try sandbox.git("push", "origin", "main", "main:refs/heads/two")
    let zeros = String(repeating: "0", count: 40)
    func line(_ branch: String) -> String { "refs/heads/main \(head) refs/heads/\(branch) \(zeros)\n" }
    let pushed = try #require(try sandbox.text("pushed"))
    #expect(pushed == "origin|../remote.git|" + line("main") + line("two"))
    try sandbox.gitFails("push", "origin", "main:refs/heads/three", environment: ["OLD_CODE": "7"])

    try sandbox.succeed("hooks", "uninstall")
    #expect(try sandbox.text(".git/hooks/pre-commit") == preCommit)
    #expect(try sandbox.text(".git/hooks/pre-push") == prePush)
    #expect(mode("\(sandbox.path)/.git/hooks/pre-push") & 0o777 == 0o751)
    #expect(mode("\(sandbox.path)/.git/hooks/pre-merge-commit") & 0o777 == 0o644)
    #expect(try sandbox.git("status", "--porcelain", "--ignored") == "?? pushed")
  }

  /// A hook that is a link to a script of the repository, as many teams have it.
  @Test func linkComesBackAsLink() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.writeProgram("#!/bin/sh\necho linked >&2\n", to: "scripts/hook.sh")
    let hook = "\(sandbox.path)/.git/hooks/pre-commit"
    try sandbox.write("", to: ".git/hooks/.keep")
    #expect(symlink("../../scripts/hook.sh", hook) == 0)
    try sandbox.succeed("hooks", "install")
    #expect(try sandbox.git(["commit", "--allow-empty", "-m", "Empty"]).error.contains("linked"))
    #expect(try sandbox.text("scripts/hook.sh") == "#!/bin/sh\necho linked >&2\n")
    try sandbox.succeed("hooks", "uninstall")
    #expect(mode(hook) & S_IFMT == S_IFLNK)
  }

  /// Somebody else put a hook where ours was, beside one that we had moved away: nothing is lost.
  @Test func replacedHookIsNotOverwritten() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.writeProgram("#!/bin/sh\n# one\n", to: ".git/hooks/pre-commit")
    try sandbox.succeed("hooks", "install")
    try sandbox.writeProgram("#!/bin/sh\n# two\n", to: ".git/hooks/pre-commit")
    let refused = try sandbox.fail("hooks", "install", code: 2)
    #expect(refused.error.contains("pre-commit.before-baseline is already there"), "\(refused)")
    #expect(try sandbox.text(".git/hooks/pre-commit") == "#!/bin/sh\n# two\n")
    #expect(try sandbox.text(".git/hooks/pre-commit.before-baseline") == "#!/bin/sh\n# one\n")
    #expect(try sandbox.succeed("hooks", "status").contains("pre-commit: not ours"))
    try sandbox.succeed("hooks", "uninstall")
    #expect(try sandbox.text(".git/hooks/pre-commit") == "#!/bin/sh\n# two\n")
  }

  /// One folder of hooks for all of a user's repositories: ours works there, and leaves the others in peace.
  @Test func globalHooksFolder() throws {
    let sandbox = try Sandbox.shop()
    let hooks = "\(sandbox.repository.folder.path)/home/my hooks"
    try sandbox.git("config", "--global", "core.hooksPath", "~/my hooks")
    let installed = try sandbox.succeed("hooks", "install")
    #expect(installed.contains("installed in \(hooks)"), "\(installed)")
    #expect(installed.contains("all your repositories"), "\(installed)")
    try sandbox.write("broken", to: "migrations/0007_x.sql")
    try sandbox.git("add", "migrations")
    #expect(try sandbox.gitFails("commit", "-m", "Broken").error.contains("migrations/0007_x.sql:1:1"))

    let other = "\(sandbox.repository.folder.path)/other"
    try sandbox.git("init", "--quiet", "-b", "main", other)
    try sandbox.git("commit", "--allow-empty", "-m", "Other", in: other)
    try sandbox.git("init", "--quiet", "--bare", "../remote.git")
    try sandbox.git("push", "--quiet", "../remote.git", "main", in: other)
    // Not even without the program.
    try sandbox.git("-c", "core.hooksPath=/dev/null", "push", "../remote.git", "HEAD:refs/heads/x")
    let script = try #require(try sandbox.repository.folder.text("home/my hooks/pre-push"))
    try sandbox.repository.folder.write(
      script.replacing(try Sandbox.program(), with: "/nowhere/baseline"), to: "home/my hooks/pre-push")
    unlink("\(sandbox.repository.folder.path)/bin/baseline")
    try sandbox.git("push", "--quiet", "../remote.git", "main:refs/heads/more", in: other)
    try sandbox.gitFails("push", "--quiet", "../remote.git", "HEAD:refs/heads/y")
  }

  @Test(arguments: ["", "/dev/null"]) func hooksSwitchedOff(value: String) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("config", "core.hooksPath", value)
    let refused = try sandbox.fail("hooks", "install", code: 2)
    #expect(refused.error.contains("core.hooksPath switches all hooks off"), "\(refused)")
    #expect(refused.error.contains("hint: git config"), "\(refused)")
  }

  /// husky and others: the folder belongs to the work tree, and so to every branch.
  @Test func hooksFolderOfTheWorkTree() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.writeProgram("#!/bin/sh\nbaseline hook pre-commit\n", to: ".husky/pre-commit")
    try sandbox.git("config", "core.hooksPath", ".husky")
    let refused = try sandbox.fail("hooks", "install", code: 2)
    #expect(refused.error.contains("into the work tree"), "\(refused)")
    #expect(refused.error.contains("baseline hook pre-push"), "\(refused)")
    #expect(try sandbox.text(".husky/pre-commit") == "#!/bin/sh\nbaseline hook pre-commit\n")
    #expect(try sandbox.text(".husky/pre-push") == nil)
    // What the hint says works.
    try sandbox.write("broken", to: "migrations/0007_x.sql")
    try sandbox.git("add", "migrations")
    #expect(try sandbox.gitFails("commit", "-m", "Broken").error.contains("migrations/0007_x.sql:1:1"))
  }

  @Test func linkedWorkTreeSharesTheHooks() throws {
    let sandbox = try Sandbox.shop()
    let linked = "\(sandbox.repository.folder.path)/linked"
    try sandbox.git("worktree", "add", "--quiet", "-b", "topic", linked)
    #expect(try sandbox.succeed("hooks", "install", in: linked).contains("\(sandbox.path)/.git/hooks"))
    try sandbox.write("broken", to: "migrations/0007_x.sql")
    try sandbox.git("add", "migrations")
    try sandbox.gitFails("commit", "-m", "Broken")
    try sandbox.succeed("hooks", "uninstall", in: linked)
    try sandbox.git("commit", "-m", "Broken")
  }

  /// The program's own path and the repository's hold what means something to a shell.
  @Test func oddPaths() throws {
    let sandbox = try Sandbox(initialised: false)
    let top = sandbox.repository.folder.path
    let odd = "it's \"so\" $(touch pwned) `touch pwned` %s"
    try sandbox.repository.folder.write("", to: "\(odd)/repo/.keep")
    try sandbox.repository.folder.write("", to: "\(odd)/bin/.keep")
    let program = "\(top)/\(odd)/bin/baseline"
    // A link would be resolved; a copy of this size is not worth its time.
    #expect(link(try Sandbox.program(), program) == 0 || errno == EXDEV)
    guard access(program, X_OK) == 0 else { return }
    let repository = "\(top)/\(odd)/repo"
    try sandbox.git("init", "--quiet", "-b", "main", repository)
    let install = try sandbox.repository.run(program, ["hooks", "install"], in: repository)
    #expect(install.status.isSuccess, "\(install.errorText)")
    try sandbox.git("commit", "--allow-empty", "-m", "Empty", in: repository)
    try sandbox.repository.folder.write("nonsense: true\n", to: "\(odd)/repo/ci/schema_drift_config.yml")
    try sandbox.git("add", "--all", in: repository)
    #expect(try sandbox.gitFails("commit", "-m", "x", in: repository).error.contains("unknown key 'nonsense'"))
    #expect(access("\(repository)/pwned", F_OK) != 0)
    #expect(access("\(top)/work/pwned", F_OK) != 0)
  }

  @Test func missingProgram() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    for name in Self.names {
      let script = try #require(try sandbox.text(".git/hooks/\(name)"))
      try sandbox.write(script.replacing(try Sandbox.program(), with: "/nowhere/baseline"), to: ".git/hooks/\(name)")
    }
    // It moved, and PATH knows where it is now.
    try sandbox.write("broken", to: "migrations/0007_x.sql")
    try sandbox.git("add", "migrations")
    try sandbox.gitFails("commit", "-m", "Broken")
    unlink("\(sandbox.repository.folder.path)/bin/baseline")
    let warned = try sandbox.git(["commit", "-m", "Broken"])
    #expect(warned.code == 0, "\(warned)")
    #expect(warned.error.contains("the program is gone from /nowhere/baseline"), "\(warned)")
    #expect(warned.error.contains("hint: "), "\(warned)")
    try sandbox.git("init", "--quiet", "--bare", "../remote.git")
    #expect(try sandbox.gitFails("push", "../remote.git", "main").error.contains("the program is gone"))
  }

  @Test func missingProgramFailsWhereConfigured() throws {
    let sandbox = try Sandbox.shop()
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(config + "hooks: {missing: fail}\n", to: "ci/schema_drift_config.yml")
    try sandbox.succeed("hooks", "install")
    let script = try #require(try sandbox.text(".git/hooks/pre-commit"))
    try sandbox.write(
      script.replacing(try Sandbox.program(), with: "/nowhere/baseline"), to: ".git/hooks/pre-commit")
    unlink("\(sandbox.repository.folder.path)/bin/baseline")
    try sandbox.gitFails("commit", "--allow-empty", "-m", "Empty")
  }
}
