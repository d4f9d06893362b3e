import Processes
import TestSupport

extension TestDatabase {
  /// Another database that psql made of what pg_dump writes of this one.
  func restoredDump() throws -> TestDatabase {
    let restored = try TestServer.shared.database()
    try restored.psql(dump())
    return restored
  }

  /// What pg_dump writes of it.
  func dump(_ options: [String] = ["--schema-only"]) throws -> [UInt8] {
    try client("pg_dump", options + ["--dbname", url])
  }

  private func psql(_ script: [UInt8]) throws {
    _ = try client("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--dbname", url], input: script)
  }

  private func client(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let finished = try Invocation(
      "\(TestServer.binaries().directory)/\(program)", arguments, environment: ["PATH": "/usr/bin:/bin"]
    ).run(input: input, seconds: 120)
    guard finished.status.isSuccess else { throw TestFailure("\(program): \(finished.errorText)") }
    return finished.output
  }
}
