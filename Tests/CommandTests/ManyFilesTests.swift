import TestSupport
import Testing

/// Baselines of many files, with the few descriptors that a process has by default somewhere.
struct ManyFilesTests {
  @Test func manyFilesNeedFewDescriptors() throws {
    let sandbox = try Sandbox()
    let live = try sandbox.useLive(Self.everyTable("CREATE TABLE %s (id integer)"))
    func run(_ arguments: String) throws -> String {
      let finished = try sandbox.repository.run("sh", ["-c", "ulimit -n 100 && exec baseline \(arguments)"])
      guard finished.status.isSuccess else { throw TestFailure("\(arguments): \(finished.errorText)") }
      return finished.text
    }
    #expect(try run("init --no-hooks").contains("120 tables"))
    #expect(try sandbox.text("ci/schema_baseline/public/tables/table_120.json") != nil)
    try sandbox.repository.commit("Begin")
    try live.execute(Self.everyTable("ALTER TABLE %s ADD note text"))
    #expect(try run("refresh").contains("committed"))
    try live.execute(Self.everyTable("ALTER TABLE %s DROP note"))
    #expect(try run("update").contains("updated"))
    try sandbox.git("add", "--all")
    #expect(try run("check").contains("same"))
    #expect(try sandbox.git("status", "--porcelain").split(separator: "\n").count == 120)
  }

  private static func everyTable(_ statement: String) -> String {
    "DO $$ BEGIN FOR i IN 1..120 LOOP EXECUTE format('\(statement)', 'table_' || i); END LOOP; END $$"
  }
}
