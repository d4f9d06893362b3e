import Processes
import Testing
import TestSupport

/// The private server is gone with its folder after every run, however that ends.
struct PrivateServerLifeTests {
  /// A shop whose temporary files lie in a folder of their own, which the server's user may enter.
  private func sandbox(_ migration: String? = nil) throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    try sandbox.runProgram("sh", ["-c", "chmod 711 ..; mkdir -m 1777 ../tmp"])
    sandbox.environment["TMPDIR"] = "\(sandbox.repository.folder.path)/tmp"
    if let migration { try sandbox.write(migration, to: "migrations/9000_more.sql") }
    return sandbox
  }

  private func temporaryFolder(_ sandbox: Sandbox) -> String { sandbox.environment["TMPDIR"] ?? "" }

  /// What is in the folder, and processes that name it.
  private func leftOver(_ sandbox: Sandbox) throws -> String {
    let look =
      "ls -A \"$TMPDIR\"; echo \"$TMPDIR/\" >../pattern; grep -alFf ../pattern /proc/[0-9]*/cmdline 2>/dev/null"
    return try sandbox.runProgram("sh", ["-c", look]).output
  }

  private func goneSoon(_ sandbox: Sandbox, line: Int = #line) throws {
    try eventually({ try leftOver(sandbox).isEmpty }, line: line)
  }

  @Test func afterSuccessAndFailure() throws {
    let sandbox = try sandbox()
    #expect(try sandbox.succeed("verify").hasPrefix("same"))
    #expect(try leftOver(sandbox).isEmpty)
    try sandbox.write("SELECT 1/0;\n", to: "migrations/9000_more.sql")
    #expect(try sandbox.run(["verify"]).code == 2)
    #expect(try leftOver(sandbox).isEmpty)
    try sandbox.write("CREATE TABLE x (id int);\n", to: "migrations/9000_more.sql")
    #expect(try sandbox.run(["verify"]).code == 1)
    #expect(try leftOver(sandbox).isEmpty)
  }

  /// Each signal in each phase: while the server starts, while migrations run in SQL, and while they run in a program.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL]) func afterASignal(signal: Int32) throws {
    let sandbox = try sandbox("SELECT pg_sleep(100);\n")
    let folder = temporaryFolder(sandbox)
    let before = try SandboxState(sandbox)

    let starting = try sandbox.start(["verify"])
    try eventually { try !sandbox.runProgram("ls", ["-A", folder]).output.isEmpty }
    kill(starting.process.pid, signal)
    #expect(try starting.finish().code == -signal)
    try goneSoon(sandbox)

    let look = "ls \(folder)/*/*/.s.PGSQL.5432 && grep -aq 'migrated [[]local[]] SELECT' /proc/[0-9]*/cmdline"
    let migrating = try sandbox.start(["verify"])
    try eventually { try sandbox.runProgram("sh", ["-c", look]).code == 0 }
    kill(migrating.process.pid, signal)
    #expect(try migrating.finish().code == -signal)
    try goneSoon(sandbox)

    let config = try Shop.config().replacing("runner: sql", with: "runner: command")
    try sandbox.write(
      config + "  command: [\"sh\", \"-c\", \"sleep 100 & trap '' HUP; touch $TMPDIR/started; sleep 100; wait\"]\n",
      to: "ci/schema_drift_config.yml")
    let program = try sandbox.start(["verify"])
    try eventually { access("\(folder)/started", F_OK) == 0 }
    kill(program.process.pid, signal)
    #expect(try program.finish().code == -signal)
    unlink("\(folder)/started")
    try goneSoon(sandbox)

    try sandbox.git("checkout", "--quiet", "--", ".")
    #expect(try SandboxState(sandbox) == before)
  }

  @Test func twoAtOnce() throws {
    let sandbox = try sandbox()
    let folder = temporaryFolder(sandbox)
    // The first is in its migrations until the second has ended.
    try sandbox.write(
      """
      CREATE TABLE x (id int);
      DO $$ BEGIN
        WHILE (pg_stat_file('\(folder)/go', true)).size IS NULL LOOP PERFORM pg_sleep(0.01); END LOOP;
      END $$;
      """, to: "migrations/9000_more.sql")
    let first = try sandbox.start(["verify"])
    let look = "ls \(folder)/*/*/.s.PGSQL.5432 && grep -aq 'migrated [[]local[]] DO' /proc/[0-9]*/cmdline"
    try eventually { try sandbox.runProgram("sh", ["-c", look]).code == 0 }
    let second = try sandbox.run(["verify", "--commit", "HEAD"])
    #expect(second.code == 0, "\(second)")
    try sandbox.repository.folder.write("", to: "tmp/go")
    let result = try first.finish()
    #expect(result.code == 1 && result.output.contains("public.x added"), "\(result)")
    unlink("\(folder)/go")
    #expect(try leftOver(sandbox).isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0)) func asOrdinaryUser() throws {
    let sandbox = try sandbox("SELECT 1/0;\n")
    let nobody = try Nobody(sandbox)
    #expect(try nobody.run(["verify", "--commit", "HEAD"]).output.hasPrefix("same"))
    #expect(try nobody.run(["verify"]).code == 2)
    // Once more, with the cache that the first run made.
    #expect(try nobody.run(["verify", "--commit", "HEAD"]).code == 0)
    #expect(try leftOver(sandbox).isEmpty)
  }

  /// A cache that cannot be written, or holds something else, costs time and nothing else.
  @Test func brokenCache() throws {
    let sandbox = try sandbox()
    #expect(try sandbox.succeed("verify", environment: ["XDG_CACHE_HOME": "/dev/null"]).hasPrefix("same"))
    #expect(
      try sandbox.succeed("verify", environment: ["XDG_CACHE_HOME": "relative", "HOME": "/dev/null"]).hasPrefix("same"))
    #expect(try leftOver(sandbox).isEmpty)
  }
}
