import Processes
import Schema

@testable import BaselineKit
@testable import TestSupport

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

extension TestDatabase {
  /// What differs between two states as lines, save what a copy of this database proves to be only read differently.
  func differences(_ old: Snapshot, _ new: Snapshot) throws -> [String] {
    let rendering = Rendering {
      let copy = try TestServer.shared.database(options: "TEMPLATE \(self.name)")
      return try RenderingDatabase(copy.target, keeping: copy)
    }
    return compare(old, new).changes.flatMap { change -> [String] in
      let same = rendering.proof(of: change, old, new)?.same ?? []
      if same.isEmpty { return changeLines(change) }
      let rest = change.fields.filter { !same.contains($0.name) }
      return rest.isEmpty ? [] : changeLines(Change(object: change.object, action: change.action, fields: rest))
    }
  }
}
