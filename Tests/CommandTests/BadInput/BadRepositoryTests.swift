import Processes
import Testing
import TestSupport

/// Repositories in which a command cannot or must not do its work.
struct BadRepositoryTests {
  @Test func noRepository() throws {
    let sandbox = try Sandbox(initialised: false)
    for command in [
      ["check"], ["verify"], ["update"], ["refresh"], ["history"], ["init"], ["show"], ["diff"], ["backups"],
      ["restore", "HEAD"], ["hook", "pre-commit"], ["hooks", "status"], ["trust"], ["ignore", "x", "--reason", "y"],
      ["doctor"], ["snapshot"], ["events", "list"], ["events", "push"],
    ] {
      let result = try sandbox.run(command)
      let reason = "opening the repository at \(sandbox.path): there is no git repository here or above"
      #expect(result.code == 2 && result.error == "baseline: \(reason)\nhint: git init\n", "\(result)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func bareRepository() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("clone", "--quiet", "--bare", ".", "../bare.git")
    let bare = "\(sandbox.repository.folder.path)/bare.git"
    #expect(try sandbox.succeed("verify", in: bare).hasPrefix("same"))
    #expect(try sandbox.succeed("show", in: bare).contains("tables: "))
    #expect(try sandbox.succeed("history", in: bare).contains("Begin"))
    #expect(try sandbox.succeed("diff", in: bare) == "same")
    #expect(try sandbox.succeed("events", "list", in: bare) == "there are none")
    #expect(try sandbox.succeed("events", "record", "--stage", "x", "--status", "ok", in: bare).contains("stage=x"))
    try sandbox.useLive()
    #expect(try sandbox.succeed("check", in: bare).hasPrefix("same"))
    for command in [["update"], ["update", "--staged"], ["ignore", "x", "--reason", "y"], ["init"]] {
      let result = try sandbox.run(command, in: bare)
      #expect(result.code == 2 && result.error.contains("bare"), "\(result)")
    }
  }

  @Test func noCommitYet() throws {
    let sandbox = try Sandbox()
    try sandbox.writeShop()
    try sandbox.git("add", "--all")
    for command in [["show", "--at", "HEAD"], ["verify", "--commit", "HEAD"], ["restore", "HEAD"], ["diff"]] {
      let result = try sandbox.run(command)
      #expect(result.code == 2 && result.error.contains("there is no commit yet"), "\(result)")
      #expect(result.error.contains("hint: commit something first"), "\(result)")
    }
    try sandbox.refuse("history", saying: ["HEAD names no commit here"], hint: "commit something first")
    #expect(try sandbox.succeed("backups") == "there are none")
    try sandbox.succeed("hook", "pre-commit", remarks: true)
  }

  @Test func detachedHead() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    try sandbox.git("checkout", "--quiet", "--detach")
    let main = try sandbox.git("rev-parse", "main")
    #expect(try sandbox.succeed("refresh").contains("committed "))
    #expect(try sandbox.git("rev-parse", "main") == main && sandbox.git("rev-parse", "HEAD^") == main)
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  /// What begins an operation that stops in a conflict, and the word for it.
  @Test(arguments: [
    (["merge", "other"], "a merge is under way", "git merge --abort"),
    (["rebase", "other"], "a rebase is under way", "git rebase --abort"),
    (["cherry-pick", "other"], "a cherry-pick is under way", "git cherry-pick --abort"),
  ]) func operationUnderWay(command: [String], words: String, hint: String) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("checkout", "--quiet", "-b", "other")
    try sandbox.addMigration("CREATE TABLE theirs (id int);\n")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.addMigration("CREATE TABLE ours (id int);\n")
    #expect(try sandbox.git(command).code != 0)
    try sandbox.refuse("refresh", saying: [words], hint: hint)
    guard command[0] == "merge" else { return }
    try sandbox.refuse("refresh", "--no-commit", saying: [words], hint: hint)
    try sandbox.refuse("restore", "HEAD", saying: [words], hint: hint)
    // The migration has no entry in the index: to go on would mean to go on without it.
    let unmerged = "reading migrations/9000_added.sql of the index: its merge is not settled"
    try sandbox.refuse("update", "--staged", saying: [unmerged], hint: "git add migrations/9000_added.sql")
    try sandbox.refuse("verify", "--staged", saying: [unmerged], hint: "git add migrations/9000_added.sql")
  }

  @Test func conflictInBaselineIsMended() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("checkout", "--quiet", "-b", "other")
    try sandbox.write("CREATE TABLE theirs (id int);\n", to: "migrations/9001_theirs.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("theirs")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.write("ALTER TABLE users ADD a int;\nCREATE TABLE the_ours (id int);\n", to: "migrations/9000_ours.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("ours")
    try sandbox.gitFails("merge", "other")
    try sandbox.refuse(
      "verify", saying: ["ci/schema_baseline.json:", "conflict marker"], hint: "baseline update --staged")
    try sandbox.refuse(
      "verify", "--staged", saying: ["ci/schema_baseline.json of the index: its merge is not settled"])
    #expect(try sandbox.succeed("update", "--staged").contains("updated and staged"))
    try sandbox.git("commit", "--quiet", "--no-verify", "-m", "merge")
    #expect(try sandbox.succeed("verify").hasPrefix("same"))
  }

  @Test func noIdentity() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
      sandbox.environment[name] = nil
    }
    try sandbox.git("config", "user.useConfigOnly", "true")
    try sandbox.refuse("refresh", saying: ["no name and e-mail address are configured"], hint: "git config --global")
  }

  @Test func otherObjectFormatOrIndexFormat() throws {
    let sandbox = try Sandbox(initialised: false)
    try sandbox.git("init", "--quiet", "--object-format=sha256", ".")
    for command in [["verify"], ["history"], ["init"]] {
      let result = try sandbox.run(command)
      #expect(result.code == 2 && result.error.contains("SHA-256") && result.error.contains("hint: "), "\(result)")
    }
    let split = try Sandbox.shop()
    try split.git("update-index", "--split-index")
    let result = try split.run(["verify", "--staged"])
    #expect(result.code == 2 && result.error.contains("split") && result.error.contains("hint: "), "\(result)")
    // What does not look at the index still works.
    #expect(try split.succeed("verify", "--commit", "HEAD").hasPrefix("same"))
  }

  @Test func shallowClone() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    try sandbox.succeed("update")
    try sandbox.repository.commit("second")
    try sandbox.git("clone", "--quiet", "--depth", "1", "file://\(sandbox.path)", "../shallow")
    let shallow = "\(sandbox.repository.folder.path)/shallow"
    let result = try sandbox.run(["history"], in: shallow)
    #expect(result.code == 0 && result.error.contains("shallow clone") && result.output.contains("second"), "\(result)")
  }

  @Test func partialCloneWithoutTheBlobs() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    try sandbox.succeed("update")
    try sandbox.repository.commit("second")
    try sandbox.git("config", "uploadpack.allowFilter", "true")
    try sandbox.git("clone", "--quiet", "--filter=blob:none", "file://\(sandbox.path)", "../partial")
    let partial = "\(sandbox.repository.folder.path)/partial"
    // What is checked out is there; older versions are not, and their content must not be taken for nothing.
    #expect(try sandbox.succeed("verify", in: partial).hasPrefix("same"))
    let result = try sandbox.run(["history"], in: partial)
    #expect(result.code == 2 || result.output.contains("  ! "), "\(result)")
    #expect(try sandbox.run(["show", "--at", "HEAD^"], in: partial).code == 2)
  }

  @Test func closedOrFullOutput() throws {
    let sandbox = try Sandbox.shop()
    // More than a pipe holds, to a reader that is gone.
    let big = try sandbox.repository.run(
      "sh", ["-c", "trap '' PIPE; { baseline show --format json; echo $? >status; } | true; cat status"])
    #expect(big.errorText.isEmpty && ["141\n", "0\n"].contains(big.text), "\(big.text) \(big.errorText)")
    let full = try sandbox.repository.run("sh", ["-c", "baseline show >/dev/full"])
    #expect(full.status == .exited(2))
    #expect(full.errorText.contains("baseline: writing to standard output: No space left on device"))
  }

  @Test(.enabled(if: geteuid() == 0)) func readOnlyGitFolder() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    let nobody = try Nobody(sandbox)
    try sandbox.runProgram("chmod", ["-R", "a-w", ".git"])
    defer { _ = try? sandbox.repository.run("chmod", ["-R", "u+w", ".git"]) }
    let before = try SandboxState(sandbox)
    for command in [["update", "--staged"], ["refresh"], ["hooks", "install"]] {
      let result = try nobody.run(command)
      #expect(result.code == 2 && result.error.contains("Permission denied"), "\(result)")
      #expect(try SandboxState(sandbox) == before, "\(result)")
    }
    #expect(try nobody.run(["verify", "--commit", "HEAD^"]).output.hasPrefix("same"))
  }
}
