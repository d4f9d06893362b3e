import Postgres
import Schema
import Synchronization
import TestSupport
import Testing

@testable import BaselineKit

/// Schemas read as their own search_path sees them.
struct RelativeReadingTests {
  private func read(
    _ names: [Text], _ database: TestDatabase, as model: Text = "model"
  ) throws -> [(name: Text, result: Result<Snapshot, any Error>)] {
    try Catalog(database.connect()).eachRelative(names, as: model, track: []) { $0 }
  }

  @Test func whatCannotBeTheSearchPathIsAnError() throws {
    // "$user" means the schema called like the user, whatever quotes are around it.
    let database = try TestServer.shared.database(
      "CREATE SCHEMA \"$user\"; CREATE TABLE \"$user\".t (); CREATE SCHEMA postgres; CREATE SCHEMA \"a,b\"; CREATE TABLE \"a,b\".t ()"
    )
    let results = try read(["$user", "a,b", "nowhere", "postgres"], database)
    #expect(results.map(\.name) == ["$user", "a,b", "postgres"])
    #expect(throws: Failure.self) { try results[0].result.get() }
    #expect(try results[1].result.get().database.schemas.first?.tables.map(\.key) == ["t"])
    #expect(try results[2].result.get().database.schemas.map(\.key) == ["model"])
    #expect(try Catalog(database.connect()).bothWays("nowhere", track: []) == nil)
  }

  /// An object that is called like one of PostgreSQL's own is hidden by it, so that the server qualifies its name: it is told
  /// from PostgreSQL's, which is what matters, and differs from tenant to tenant.
  @Test func aNameOfPostgresIsNotTheTenants() throws {
    let table = "CREATE TABLE t (n text CHECK (lower(n) = 'a'))"
    let own = "CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'"
    let database = try TestServer.shared.database(
      """
      CREATE SCHEMA a; SET search_path = a; \(table); \(own);
      CREATE SCHEMA b; SET search_path = b, pg_catalog; \(own); \(table);
      """)
    let texts = try read(["a", "b"], database).map {
      try $0.result.get().database.schemas.first?.tables.first?.constraints.first?.expression
    }
    #expect(texts == ["(lower(n) = 'a'::text)", "(b.lower(n) = 'a'::text)"])
  }

  /// T15 for tenants: each reading is of a state that was committed.
  @Test func everyReadingIsAStateThatWasCommitted() throws {
    let database = try TestServer.shared.database(
      """
      CREATE SCHEMA a; CREATE SCHEMA b; SET search_path = a;
      CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE t (a integer, CONSTRAINT c CHECK (f(a) > 0)); CREATE VIEW v AS SELECT a FROM t;
      """)
    let there = "ALTER TABLE a.t RENAME a TO b; ALTER TABLE a.t RENAME TO u; ALTER FUNCTION a.f(integer) RENAME TO g"
    let back = "ALTER FUNCTION a.g(integer) RENAME TO f; ALTER TABLE a.u RENAME TO t; ALTER TABLE a.t RENAME b TO a"
    func state() throws -> [Snapshot] { try read(["a", "b"], database).map { try $0.result.get() } }
    let first = try state()
    try database.execute(there)
    let second = try state()
    try database.execute(back)
    #expect(try state() == first && first != second && first[1] == second[1])

    var taken = 0
    let rounds = try alternating([there, back], in: database) {
      for _ in 0..<1_000 where taken < 50 {
        do {
          let found = try state()
          #expect(found == first || found == second)
          taken += 1
        } catch CatalogError.neverStill {}
      }
    }
    #expect(taken == 50)
    #expect(rounds > 3)
  }

  @Test(
    arguments: [
      ("search_path=tenant, pg_temp", "search_path=(this schema), pg_temp"),
      ("search_path=pg_temp, \"tenant\"", "search_path=pg_temp, \"tenant\""),
      ("search_path=tenant_2, public", "search_path=tenant_2, public"),
      ("search_path=\"a, tenant\"", "search_path=\"a, tenant\""),
      ("search_path=\"\"", "search_path=\"\""), ("work_mem=tenant", "work_mem=tenant"),
    ] as [(Text, Text)])
  func ownSchemaInASearchPath(setting: Text, expected: Text) {
    #expect(relativeSearchPath(setting, to: "tenant") == expected)
  }

  @Test func quotedSchemaInASearchPath() {
    #expect(
      relativeSearchPath("search_path=public, \"Ten \"\"x\"\", y\", z", to: "Ten \"x\", y")
        == "search_path=public, (this schema), z")
  }
}
