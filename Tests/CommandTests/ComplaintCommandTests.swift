import Schema
import TestSupport
import Testing

/// Complaints of users of other tools (see ComplaintTests) about a program as a whole.
struct ComplaintCommandTests {
  /// Rows 4, 5 and 6, amacneil/dbmate#678 (`\restrict` and a random word in every dump), Homebrew/homebrew-core#165726 (headers
  /// that differ by build), coder/coder#13767 (pg_dump refuses another server's version): no program of PostgreSQL is asked.
  @Test func theTextOfPgDumpChangesFromRunToRun() throws {
    let sandbox = try Sandbox()
    try sandbox.writeShop()
    try sandbox.useLive()
    // Nothing but the program itself and git can be found.
    let bin = "\(sandbox.repository.folder.path)/bin"
    try sandbox.runProgram("sh", ["-c", "ln -s \"$(command -v git)\" '\(bin)/git'"])
    let alone = ["PATH": bin]
    let first = try sandbox.succeed("snapshot", environment: alone)
    #expect(try sandbox.succeed("snapshot", environment: alone) == first)
    #expect(!first.contains("restrict ") && !first.contains("Dumped") && first.contains("\"customers\""))
  }

  /// Row 24: the books of the migration tool are there, and nothing is said of them.
  @Test func bookkeepingTablesAreDrift() throws {
    let sandbox = try Sandbox()
    try sandbox.writeShop()
    let live = try sandbox.useLive()
    try live.execute("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)")
    try sandbox.succeed("update", remarks: true)
    #expect(try sandbox.succeed("check", remarks: true).contains("same"))
  }
}
