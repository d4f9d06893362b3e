import TestSupport
import Testing

/// Checking out a stranger's branch runs nothing (promise 5 and design section 8).
struct TrustTests {
  /// A shop whose migrations are a program of the repository. It says what its environment was.
  private func shop(_ sandbox: Sandbox) throws {
    let config = try Shop.config()
    let end = try #require(config.firstRange(of: "migrations:")).lowerBound
    try sandbox.write(
      config[..<end]
        + """
        migrations:
          runner: command
          paths: [migrations, migrate.sh]
          command: ["sh", "migrate.sh"]

        """, to: "ci/schema_drift_config.yml")
    try sandbox.write(
      """
      set -e
      env | sort > "$HOME/environment"
      pwd > "$HOME/folder"
      git status >> "$HOME/folder" 2>&1 || true
      for file in migrations/*.sql; do psql -X -q -v ON_ERROR_STOP=1 -f "$file"; done

      """, to: "migrate.sh")
  }

  private func shop() throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    try shop(sandbox)
    try sandbox.git("add", "--all")
    return sandbox
  }

  @Test func hookRunsNoCommandThatWasNotTrusted() throws {
    let sandbox = try shop()
    let installed = try sandbox.succeed("hooks", "install")
    #expect(installed.contains("baseline trust"), "\(installed)")
    let refused = try sandbox.gitFails("commit", "-m", "Command")
    #expect(refused.error.contains("not trusted on this clone"), "\(refused)")
    #expect(refused.error.contains("baseline trust"), "\(refused)")
    #expect(try sandbox.repository.folder.text("home/environment") == nil)

    let trusted = try sandbox.succeed("trust")
    #expect(trusted.contains("migrate.sh"), "\(trusted)")
    // A temporary index and a linked work tree: what git sets for hooks must not reach the program.
    let linked = "\(sandbox.repository.folder.path)/linked"
    try sandbox.git("worktree", "add", "--quiet", "-b", "topic", linked)
    for name in ["ci/schema_drift_config.yml", "migrate.sh"] {
      try sandbox.repository.folder.write(try #require(try sandbox.text(name)), to: "linked/\(name)")
    }
    try sandbox.git("add", "--all", in: linked)
    try sandbox.git(
      "commit", "-a", "-m", "Command", in: linked,
      environment: [
        "DATABASE_URL": "postgresql://nobody:secret@nowhere/x", "PGPASSWORD": "secret", "PGSERVICE": "prod",
        "PGHOSTADDR": "127.0.0.1", "PGPORT": "1", "PGUSER": "nobody", "PGSSLMODE": "verify-full",
      ])
    let environment = try #require(try sandbox.repository.folder.text("home/environment"))
    #expect(!environment.contains("\nGIT_"), "\(environment)")
    #expect(!environment.contains("secret"), "\(environment)")
    #expect(!environment.contains("PGSERVICE"), "\(environment)")
    #expect(environment.contains("DATABASE_URL=postgresql://"), "\(environment)")
    let folder = try #require(try sandbox.repository.folder.text("home/folder"))
    #expect(!folder.contains(linked) && !folder.contains(sandbox.path + "\n"), "\(folder)")
    #expect(folder.contains("not a git repository"), "\(folder)")
  }

  @Test func changedCommandIsANewOne() throws {
    let sandbox = try shop()
    try sandbox.succeed("hooks", "install", "--trust")
    try sandbox.git("commit", "-m", "Command")
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    for change in [
      config.replacing(#"["sh", "migrate.sh"]"#, with: #"["sh", "-x", "migrate.sh"]"#),
      config + "  env: {EXTRA: \"1\"}\n", config + "  workdir: migrations\n",
      config + "shadow: {url_env: DATABASE_URL}\n",
    ] {
      try sandbox.write(change, to: "ci/schema_drift_config.yml")
      let refused = try sandbox.git(["commit", "-a", "-m", "Changed"])
      #expect(refused.code == 1, "\(change)\n\(refused)")
      #expect(refused.error.contains("not trusted"), "\(change)\n\(refused)")
    }
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    try sandbox.succeed("trust", "--revoke")
    try sandbox.write(config + "# comment\n", to: "ci/schema_drift_config.yml")
    #expect(try sandbox.gitFails("commit", "-a", "-m", "Comment").error.contains("not trusted"))
  }

  /// SQL files start nothing; a server that is not ours is another matter, whatever the runner.
  @Test func sqlNeedsNoTrustUnlessItRunsElsewhere() throws {
    let sandbox = try Sandbox.shop(hooks: true)
    #expect(try sandbox.succeed("trust").contains("nothing to trust"))
    let config = try #require(try sandbox.text("ci/schema_drift_config.yml"))
    try sandbox.write(config + "shadow: {url_env: SHADOW_URL}\n", to: "ci/schema_drift_config.yml")
    try sandbox.useLive("")
    sandbox.environment["SHADOW_URL"] = sandbox.live?.url
    #expect(try sandbox.gitFails("commit", "-a", "-m", "Shadow").error.contains("not trusted"))
    try sandbox.succeed("trust")
    try sandbox.git("commit", "-a", "-m", "Shadow")
  }

  @Test func initTrustsWhatItFound() throws {
    let sandbox = try shop()
    let answer = try sandbox.succeed("init", "--trust")
    #expect(!answer.contains("baseline trust"), "\(answer)")
    try sandbox.git("add", "--all")
    try sandbox.git("commit", "-m", "Command")
  }
}
