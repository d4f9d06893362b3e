import TestSupport
import Testing

/// The versions that refreshes replaced, and how they come back.
struct BackupTests {
  @Test(arguments: [false, true]) func versionsComeBack(folder: Bool) throws {
    let sandbox = try RefreshTests.behind(folder: folder)
    #expect(try sandbox.succeed("backups") == "there are none")
    let path = folder ? "ci/schema_baseline/public/tables/users.json" : "ci/schema_baseline.json"
    let whole = folder ? "ci/schema_baseline" : path
    let old = try sandbox.git("rev-parse", "HEAD:\(whole)")
    // An edit that is a good document.
    let edited = try #require(try sandbox.text(path)).replacing("is_active", with: "is_alive")
    try sandbox.write(edited, to: path)
    try sandbox.succeed("refresh")
    let new = try sandbox.git("rev-parse", "HEAD:\(whole)")

    let list = try sandbox.succeed("backups")
    let lines = list.split(separator: "\n")
    #expect(lines.count == 2, "\(list)")
    let kept = try sandbox.git("rev-parse", "refs/baseline/backups")
    #expect(list.contains("\(kept.prefix(7))") && list.contains("Uncommitted baseline"), "\(list)")
    #expect(list.contains("Begin"), "\(list)")
    #expect(try sandbox.succeed("backups", "--limit", "1", "--format", "json").contains(#""uncommitted": true"#))

    #expect(try sandbox.succeed("restore", kept).contains("is back"))
    #expect(try sandbox.text(path) == edited)
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
    try sandbox.succeed("restore", "HEAD~2", "-m", "Back to the beginning")
    #expect(try sandbox.git("rev-parse", "HEAD:\(whole)") == old)
    #expect(try sandbox.git("log", "-1", "--format=%s") == "Back to the beginning")
    #expect(
      try sandbox.git("log", "-1", "--format=%(trailers:key=Baseline-Restores,valueonly)")
        == sandbox.git("rev-parse", "HEAD~3") + "\n")
    try sandbox.succeed("restore", "HEAD~2")
    #expect(try sandbox.git("rev-parse", "HEAD:\(whole)") == new)
    #expect(try sandbox.succeed("restore", "HEAD").contains("nothing to change"))
  }

  @Test func editsAreKeptBeforeARestore() throws {
    let sandbox = try RefreshTests.behind()
    try sandbox.succeed("refresh")
    try sandbox.write("my own words\n", to: "ci/schema_baseline.json")
    try sandbox.write("staged\n", to: "staged.txt")
    try sandbox.git("add", "staged.txt")
    try sandbox.succeed("restore", "HEAD~1")
    #expect(try sandbox.git("show", "refs/baseline/backups:ci/schema_baseline.json") == "my own words")
    #expect(try sandbox.git("status", "--porcelain") == "A  staged.txt")
  }

  @Test func whatCannotBeRestored() throws {
    let sandbox = try Sandbox.shop()
    #expect(try sandbox.fail("restore", "nonsense", code: 2).error.contains("names no commit"))
    try sandbox.git("checkout", "--quiet", "--orphan", "empty")
    try sandbox.git("rm", "--quiet", "-r", "--cached", ".")
    try sandbox.repository.git("commit", "--quiet", "--allow-empty", "-m", "Empty")
    let refused = try sandbox.fail("restore", "HEAD", code: 2)
    #expect(refused.error.contains("has none at ci/schema_baseline.json"), "\(refused)")
    #expect(refused.error.contains("hint: baseline backups"), "\(refused)")
  }
}
