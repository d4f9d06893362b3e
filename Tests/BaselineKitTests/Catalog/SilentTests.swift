import Postgres
import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// What is no change is not reported: the folders of Fixtures whose names begin with `silent-`.
///
/// after.sql is run in the database, unless the lines it begins with say otherwise:
/// * `elsewhere: …`: before.sql and after.sql make another database, with these options of CREATE DATABASE.
/// * `restored`: then what pg_dump writes makes another database; `restored: twice`: and another one of that.
/// * `reader: …`: what the session says that reads afterwards.
/// * `open`: the session that ran it stays, in its transaction, while another one reads.
struct SilentTests {
  @Test(arguments: Fixture.silent)
  func nothingIsReported(fixture: Fixture) throws {
    guard try fixture.canRun() else { return }
    let script = try fixture.after()
    let database = try Self.prepared(fixture)
    let before = try snapshot(of: database)
    var changed = database
    if let options = mark("elsewhere", script) {
      changed = try TestServer.shared.database(options: options)
      try changed.run(fixture.before())
    }
    var session: Connection?
    if hasMark("open", script) {
      session = try changed.connect()
      try session?.execute(script)
    } else {
      try changed.run(script)
    }
    let isRestored = hasMark("restored", script)
    if isRestored {
      for _ in 0..<(mark("restored", script) == "twice" ? 2 : 1) { changed = try changed.restoredDump() }
    }
    let reader = try changed.connect()
    if let settings = mark("reader", script) { try reader.execute(settings) }
    let after = try Catalog(reader).snapshot(CatalogScope(track: [.owners, .privileges]) { _ in true })
    // What pg_dump rewrites is proved to be the same by rendering it again.
    let reported =
      try isRestored ? database.differences(before, after) : compare(before, after).changes.flatMap(changeLines)
    #expect(reported == [])
    let bytesAreTheSame = after.canonicalBytes == before.canonicalBytes
    #expect(bytesAreTheSame || isRestored)
    withExtendedLifetime(session) {}
  }

  /// A database in the state before; of `everything` a copy, which is faster than to run the script again.
  private static func prepared(_ fixture: Fixture) throws -> TestDatabase {
    if try fixture.text("before.sql") != nil || hasMark("elsewhere", fixture.after()) {
      let database = try TestServer.shared.database()
      try database.run(fixture.before())
      return database
    }
    return try TestServer.shared.database(options: "TEMPLATE \(everything.get().name)")
  }

  private static let everything = Result {
    let database = try TestServer.shared.database()
    try database.run(Fixture.everything.before())
    return database
  }
}
