import Processes
import TestSupport
import Testing

/// The standard procedure (design section 6), step by step.
struct RefreshTests {
  /// A shop whose baseline is behind its migrations: `packages.note` is missing in it.
  static func behind(folder: Bool = false) throws -> Sandbox {
    let sandbox = try Sandbox.shop(folder: folder)
    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.repository.commit("Note")
    return sandbox
  }

  private func head(_ sandbox: Sandbox) throws -> String { try sandbox.git("rev-parse", "HEAD") }

  @Test(arguments: [false, true]) func commitsTheBaselineAlone(folder: Bool) throws {
    let sandbox = try Self.behind(folder: folder)
    try sandbox.write("staged\n", to: "staged.txt")
    try sandbox.git("add", "staged.txt")
    try sandbox.write("staged and edited\n", to: "staged.txt")
    try sandbox.write("loose\n", to: "loose.txt")
    let before = try head(sandbox)

    // CI services set a variable whose secret is not there to nothing: that names no live database.
    let answer = try sandbox.succeed("refresh", environment: ["DATABASE_URL": ""])
    #expect(
      answer.contains("read \(Shop.tableCount) tables from the migrations of commit \(before.prefix(7))"), "\(answer)")
    #expect(answer.contains("ignored 1 table by"), "\(answer)")
    #expect(answer.contains("packages.note added"), "\(answer)")
    #expect(answer.contains("committed \(try head(sandbox).prefix(7))"), "\(answer)")
    #expect(try sandbox.git("rev-parse", "HEAD~1") == before)
    let path = folder ? "ci/schema_baseline/public/tables/packages.json" : "ci/schema_baseline.json"
    #expect(try sandbox.git("show", "--name-only", "--format=") == path)
    #expect(try sandbox.git("status", "--porcelain") == "AM staged.txt\n?? loose.txt")
    #expect(try sandbox.git("show", ":staged.txt") == "staged")

    let message = try sandbox.git("show", "--no-patch", "--format=%B")
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "chore(schema): refresh baseline (1 change in 1 object)", "\(message)")
    #expect(lines[1].isEmpty)
    #expect(lines[2].hasPrefix("- column public.packages.note added"), "\(message)")
    #expect(
      try sandbox.git("show", "--no-patch", "--format=%(trailers:key=Baseline-Migration,valueonly)")
        == "migrations/0007_note.sql\n")
    #expect(
      try sandbox.git("show", "--no-patch", "--format=%(trailers:key=Baseline-Fingerprint,valueonly)")
        .hasPrefix("sha256:"))
    #expect(try sandbox.git("show", "--no-patch", "--format=%an %cn") == "Ada Author Cora Committer")

    // Nothing to change: no commit.
    let after = try head(sandbox)
    let again = try sandbox.succeed("refresh", "--format", "json")
    #expect(again.contains(#""unchanged": true"#) && again.contains(#""commit": null"#), "\(again)")
    #expect(try head(sandbox) == after)
  }

  @Test func subjectOfOnesOwn() throws {
    let sandbox = try Self.behind()
    try sandbox.succeed("refresh", "-m", "feat: a note for each package")
    let message = try sandbox.git("show", "--no-patch", "--format=%s%n%b")
    #expect(message.hasPrefix("feat: a note for each package\n- column public.packages.note added"), "\(message)")
    for bad in ["", "  ", "two\nlines"] { try sandbox.fail("refresh", "-m", bad, code: 64) }
  }

  @Test func noCommitWritesTheFileOnly() throws {
    let sandbox = try Self.behind()
    let before = try head(sandbox)
    #expect(try sandbox.succeed("refresh", "--no-commit").contains("not committed"))
    #expect(try head(sandbox) == before)
    #expect(try sandbox.git("status", "--porcelain") == " M ci/schema_baseline.json")
    try sandbox.fail("refresh", "--no-commit", "--push", code: 64)
    try sandbox.fail("refresh", "--no-commit", "--branch", "x", code: 64)
  }

  @Test func uncommittedEditsAreKept() throws {
    let sandbox = try Self.behind()
    try sandbox.write("my own words\n", to: "ci/schema_baseline.json")
    let answer = try sandbox.succeed("refresh")
    #expect(answer.contains("kept uncommitted edits"), "\(answer)")
    #expect(try sandbox.git("show", "refs/baseline/backups:ci/schema_baseline.json") == "my own words")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    // Also where HEAD is right already, and only the file is not; staged or not.
    let head = try self.head(sandbox)
    try sandbox.write("more words\n", to: "ci/schema_baseline.json")
    try sandbox.git("add", "ci")
    let again = try sandbox.succeed("refresh")
    #expect(again.contains("nothing to change") && again.contains("kept uncommitted edits"), "\(again)")
    #expect(try sandbox.git("show", "refs/baseline/backups:ci/schema_baseline.json") == "more words")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    #expect(try self.head(sandbox) == head)
    // And where no commit is wanted.
    try sandbox.write("last words\n", to: "ci/schema_baseline.json")
    try sandbox.succeed("refresh", "--no-commit")
    #expect(try sandbox.git("show", "refs/baseline/backups:ci/schema_baseline.json") == "last words")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  /// What `update` wrote is what the refresh is about to commit: no edits of anybody.
  @Test func ownResultIsNoEdit() throws {
    let sandbox = try Self.behind()
    try sandbox.succeed("update")
    #expect(!(try sandbox.succeed("refresh")).contains("kept"))
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    #expect(try sandbox.git("for-each-ref", "refs/baseline").isEmpty)
  }

  @Test(arguments: ["untracked", "edited", "staged", "deleted", "config"]) func uncommittedInputsAreRefused(how: String)
    throws
  {
    let sandbox = try Sandbox.shop()
    let file = how == "config" ? "ci/schema_drift_config.yml" : "migrations/0005_payments.sql"
    switch how {
    case "untracked":
      try sandbox.git("config", "status.showUntrackedFiles", "no")
      try sandbox.write("SELECT 1;\n", to: "migrations/0008 new.sql")
    case "deleted": try sandbox.git("rm", "--quiet", file)
    default:
      try sandbox.write(try #require(try sandbox.text(file)) + "\n", to: file)
      if how == "staged" { try sandbox.git("add", file) }
    }
    let status = try sandbox.git("status", "--porcelain")
    let refused = try sandbox.fail("refresh", code: 2)
    #expect(refused.error.contains("uncommitted"), "\(refused)")
    #expect(refused.error.contains(how == "untracked" ? "migrations/0008 new.sql" : file), "\(refused)")
    #expect(refused.error.contains("baseline update --staged"), "\(refused)")
    #expect(try sandbox.git("status", "--porcelain") == status)
  }

  @Test func halfDoneMergeIsRefusedWithAllOtherProblems() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("checkout", "--quiet", "-b", "topic")
    try sandbox.write("one\n", to: "file")
    try sandbox.repository.commit("One")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.write("two\n", to: "file")
    try sandbox.repository.commit("Two")
    try sandbox.gitFails("merge", "topic")
    try sandbox.write("SELECT 1;\n", to: "migrations/0008_new.sql")
    let refused = try sandbox.fail("refresh", code: 2)
    #expect(refused.error.contains("a merge is under way"), "\(refused)")
    #expect(refused.error.contains("uncommitted migrations"), "\(refused)")
    try sandbox.git("merge", "--abort")
    unlink("\(sandbox.path)/migrations/0008_new.sql")

    try sandbox.gitFails("rebase", "topic")
    let rebasing = try sandbox.fail("refresh", code: 2)
    #expect(rebasing.error.contains("a rebase is under way"), "\(rebasing)")
    #expect(rebasing.error.contains("git rebase --abort"), "\(rebasing)")
  }

  @Test func unknownIdentityIsRefused() throws {
    let sandbox = try Self.behind()
    for name in ["AUTHOR", "COMMITTER"] {
      sandbox.environment["GIT_\(name)_NAME"] = nil
      sandbox.environment["GIT_\(name)_EMAIL"] = nil
    }
    try sandbox.git("config", "user.useConfigOnly", "true")
    let refused = try sandbox.fail("refresh", code: 2)
    #expect(refused.error.contains("git config"), "\(refused)")
  }

  /// A broken baseline in HEAD is what a refresh mends.
  @Test func brokenBaselineIsReplaced() throws {
    let sandbox = try Sandbox.shop()
    let text = try #require(try sandbox.text("ci/schema_baseline.json"))
    try sandbox.write("<<<<<<< HEAD\n\(text)=======\n>>>>>>> topic\n", to: "ci/schema_baseline.json")
    try sandbox.repository.commit("Broken")
    try sandbox.succeed("refresh")
    #expect(try sandbox.text("ci/schema_baseline.json") == text)
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test func signedWithAnSSHKey() throws {
    let sandbox = try Self.behind()
    let key = "\(sandbox.repository.folder.path)/home/key"
    let made = try sandbox.repository.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])
    #expect(made.status.isSuccess, "\(made.errorText)")
    for (name, value) in [("gpg.format", "ssh"), ("user.signingKey", key), ("commit.gpgSign", "true")] {
      try sandbox.git("config", name, value)
    }
    let publicKey = try #require(try sandbox.repository.folder.text("home/key.pub"))
    try sandbox.repository.folder.write("cora@example.org \(publicKey)", to: "home/allowed")
    try sandbox.git("config", "gpg.ssh.allowedSignersFile", "\(sandbox.repository.folder.path)/home/allowed")
    try sandbox.succeed("refresh")
    try sandbox.git("verify-commit", "HEAD")
  }
}

/// A baseline that an older version of the tool wrote.
struct OlderDocumentTests {
  private func older() throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    let document = try #require(try sandbox.text("ci/schema_baseline.json"))
    try sandbox.write(
      document.replacing(#""version": "3.1""#, with: #""version": "3.0""#), to: "ci/schema_baseline.json")
    try sandbox.repository.commit("The baseline as it was")
    return sandbox
  }

  /// A new version of the tool alone makes neither drift nor history: the new form comes with the next change.
  @Test func aNewToolAloneMakesNoHistory() throws {
    let sandbox = try older()
    let before = try sandbox.git("rev-parse", "HEAD")
    let verified = try sandbox.run(["verify"])
    #expect(verified.status == .exited(0), "\(verified)")
    #expect("\(verified)".contains("what version 3.0 of the document does not have; baseline update writes 3.1"))
    #expect(try sandbox.succeed("refresh", "--format", "json", remarks: true).contains(#""unchanged": true"#))
    #expect(try sandbox.git("rev-parse", "HEAD") == before && sandbox.git("status", "--porcelain") == "")

    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.repository.commit("Note")
    try sandbox.succeed("refresh", remarks: true)
    #expect(try sandbox.text("ci/schema_baseline.json")?.contains(#""version": "3.1""#) == true)
    #expect(try sandbox.succeed("history", "-n", "1", remarks: true).contains("packages.note added"))
  }
}
