import Processes
import TestSupport
import Testing

/// `update` writes the baseline, no more; with `--staged` from what is staged, and stages it.
struct UpdateTests {
  @Test func stagedBesideOtherWork() throws {
    let sandbox = try Sandbox.shop()
    for (name, text) in [("staged", "1\n"), ("both", "1\n"), ("loose", "1\n")] { try sandbox.write(text, to: name) }
    try sandbox.repository.commit("Files")
    try sandbox.write("2\n", to: "staged")
    try sandbox.write("2\n", to: "both")
    try sandbox.write("ALTER TABLE packages ADD note text;\n", to: "migrations/0007_note.sql")
    try sandbox.git("add", "--all")
    try sandbox.git("rm", "--quiet", "--cached", "loose")
    try sandbox.write("3\n", to: "both")
    // Only on disk: not what is staged.
    try sandbox.write("ALTER TABLE packages ADD later text;\n", to: "migrations/0008_later.sql")
    try sandbox.git("add", "--intent-to-add", "migrations/0008_later.sql")

    let answer = try sandbox.succeed("update", "--staged")
    #expect(answer.hasPrefix("updated and staged ci/schema_baseline.json (\(Shop.tableCount) tables)"), "\(answer)")
    #expect(answer.contains("packages.note") && !answer.contains("later"), "\(answer)")
    #expect(
      try sandbox.git("status", "--porcelain") == """
        MM both
        M  ci/schema_baseline.json
        D  loose
        A  migrations/0007_note.sql
         A migrations/0008_later.sql
        M  staged
        ?? loose
        """)
    #expect(try sandbox.git("show", ":both") == "2")
    try sandbox.succeed("verify", "--staged")
    #expect(try sandbox.succeed("update", "--staged").contains("is right already"))
    let json = try sandbox.succeed("update", "--format", "json")
    #expect(json.contains(#""staged": false"#) && json.contains("packages.later"), "\(json)")
    #expect(try sandbox.git("status", "--porcelain", "ci") == "MM ci/schema_baseline.json")
  }

  /// A removed table takes its file along, here and in the index.
  @Test func folderFollows() throws {
    let sandbox = try Sandbox.shop(folder: true)
    try sandbox.write("DROP TABLE users; CREATE TABLE accounts (id int);\n", to: "migrations/0007_accounts.sql")
    try sandbox.git("add", "migrations")
    // An edit of a file that has to go, one of a file that stays, and a file that nobody knows.
    try sandbox.write("{}", to: "ci/schema_baseline/public/tables/users.json")
    try sandbox.write("{}", to: "ci/schema_baseline/public/tables/packages.json")
    try sandbox.write("{}", to: "ci/schema_baseline/public/tables/stray.json")
    try sandbox.write("words\n", to: "ci/schema_baseline/README.md")
    let answer = try sandbox.succeed("update", "--staged")
    #expect(answer.contains("table public.users removed"), "\(answer)")
    let status = try sandbox.git("status", "--porcelain", "--no-renames")
    #expect(
      status == """
        D  ci/schema_baseline/public/sequences/users_id_seq.json
        A  ci/schema_baseline/public/tables/accounts.json
        D  ci/schema_baseline/public/tables/users.json
        A  migrations/0007_accounts.sql
        ?? ci/schema_baseline/README.md
        """)
    try sandbox.git("commit", "-m", "Accounts")
    try sandbox.succeed("verify")
  }

  /// Every table is gone, and with them the folder; and it comes back.
  @Test func emptyFoldersGo() throws {
    let sandbox = try Sandbox.shop(folder: true)
    try sandbox.write("CREATE TYPE colour AS ENUM ('red');\n", to: "migrations/0001_colour.sql")
    for (file, _) in Shop.migrations { unlink("\(sandbox.path)/\(file)") }
    let answer = try sandbox.succeed("update", remarks: true)
    #expect(answer.contains("(0 tables)"), "\(answer)")
    #expect(access("\(sandbox.path)/ci/schema_baseline/public/tables", F_OK) != 0)
    try sandbox.git("checkout", "--", "migrations")
    unlink("\(sandbox.path)/migrations/0001_colour.sql")
    try sandbox.succeed("update")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test(arguments: [
    "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "{\"version\": \"3.0\", \"trunc", "", "\u{feff}{}",
  ]) func brokenBaselineIsMended(text: String) throws {
    let sandbox = try Sandbox.shop()
    let right = try #require(try sandbox.text("ci/schema_baseline.json"))
    try sandbox.write(text, to: "ci/schema_baseline.json")
    let broken = try sandbox.fail("verify", code: 2)
    #expect(broken.error.contains("ci/schema_baseline.json"), "\(broken)")
    #expect(broken.error.contains("baseline update"), "\(broken)")
    try sandbox.succeed("update")
    #expect(try sandbox.text("ci/schema_baseline.json") == right)
  }

  /// A merge that git could not do leaves three stages of the baseline in the index.
  @Test func conflictIsResolved() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("checkout", "--quiet", "-b", "topic")
    try sandbox.write("ALTER TABLE packages ADD a text;\n", to: "migrations/0007_a.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("A")
    try sandbox.git("checkout", "--quiet", "main")
    try sandbox.write("ALTER TABLE packages ADD b text;\n", to: "migrations/0008_b.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("B")
    try sandbox.succeed("hooks", "install")
    try sandbox.gitFails("merge", "topic")
    #expect(try sandbox.git("status", "--porcelain").contains("UU ci/schema_baseline.json"))
    let answer = try sandbox.succeed("update", "--staged")
    #expect(answer.contains("updated and staged"), "\(answer)")
    #expect(try sandbox.git("status", "--porcelain") == "M  ci/schema_baseline.json\nA  migrations/0007_a.sql")
    try sandbox.git("commit", "--no-edit")
    try sandbox.succeed("verify", "--commit", "HEAD")
  }

  @Test func fromADatabase() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.useLive(Shop.allMigrations + "ALTER TABLE users ADD byhand text;")
    #expect(try sandbox.succeed("update").contains("is right already"))
    #expect(try sandbox.succeed("update", "--from-database").contains("users.byhand added"))
    #expect(try sandbox.git("status", "--porcelain") == " M ci/schema_baseline.json")
    try sandbox.fail("update", "--from-database", "--staged", code: 64)
  }

  /// What stands in the way of an update leaves everything as it was.
  @Test func failuresChangeNothing() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write("SELECT 1;\nSELEC 2;\n", to: "migrations/0007_typo.sql")
    try sandbox.git("add", "--all")
    let status = try sandbox.git("status", "--porcelain")
    let typo = try sandbox.fail("update", "--staged", code: 2)
    #expect(typo.error.contains("migrations/0007_typo.sql:2:1"), "\(typo)")
    try sandbox.git("rm", "--quiet", "--force", "migrations/0007_typo.sql")
    try sandbox.write("", to: ".git/index.lock")
    let locked = try sandbox.fail("update", "--staged", code: 2)
    #expect(locked.error.contains("index.lock"), "\(locked)")
    unlink("\(sandbox.path)/.git/index.lock")
    #expect(status == "A  migrations/0007_typo.sql")
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }
}
