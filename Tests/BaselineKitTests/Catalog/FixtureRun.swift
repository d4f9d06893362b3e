import Schema
import Synchronization
import TestSupport

/// The snapshots of a fixture before and after, made once for all tests that look at them.
struct FixtureRun: Sendable {
  let before: Snapshot
  let after: Snapshot

  var changes: [Change] { compare(before, after).changes }

  static func of(_ fixture: Fixture) throws -> FixtureRun {
    // Each has a lock of its own: two tests never make the same one, and none waits for another's.
    let once = runs.withLock { runs in
      let once = runs[fixture] ?? Once()
      runs[fixture] = once
      return once
    }
    return try once.run.withLock { run in
      let made = try run ?? FixtureRun(fixture)
      run = made
      return made
    }
  }

  private init(_ fixture: Fixture) throws {
    let database = try TestServer.shared.database()
    try database.run(fixture.before())
    before = try snapshot(of: database)
    try database.run(fixture.after())
    after = try snapshot(of: database)
  }

  private final class Once: Sendable {
    let run = Mutex<FixtureRun?>(nil)
  }
  private static let runs = Mutex<[Fixture: Once]>([:])
}
