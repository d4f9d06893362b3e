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

  /// What is about computing, and what is about rows: copies read the same, and nothing names the schema that it lies in.
  @Test func copiesOfCodeReadTheSame() throws {
    let script = """
      CREATE TYPE pair AS (a integer, b integer);
      CREATE FUNCTION step(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE FUNCTION step(text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION int4pl(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE AGGREGATE total(integer) (SFUNC = step, STYPE = integer);
      CREATE FUNCTION same(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE FUNCTION same(pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = same, COMMUTATOR = ===);
      CREATE FUNCTION cmp(pair, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
      CREATE OPERATOR CLASS pairs FOR TYPE pair USING btree AS OPERATOR 3 === , FUNCTION 1 cmp(pair, pair);
      CREATE OPERATOR FAMILY loose USING btree;
      ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 3 === (pair, pair);
      CREATE COLLATION c (locale = 'C'); CREATE CONVERSION v FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE TEXT SEARCH TEMPLATE tmpl (LEXIZE = dsimple_lexize); CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = tmpl);
      CREATE TEXT SEARCH PARSER parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
      CREATE TEXT SEARCH CONFIGURATION search (PARSER = parser);
      ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR word WITH words, simple;
      CREATE TABLE t (a integer, b integer, p pair); CREATE VIEW w AS SELECT a FROM t;
      CREATE POLICY mine ON t USING (p === p AND EXISTS (SELECT FROM t AS o WHERE o.a = t.b));
      CREATE RULE r AS ON INSERT TO w DO INSTEAD INSERT INTO t (a) VALUES (new.a);
      CREATE STATISTICS s ON a, (step(a, b)) FROM t;
      """
    let database = try TestServer.shared.database(
      "CREATE SCHEMA first; SET search_path = first; \(script); CREATE SCHEMA second; SET search_path = second; \(script)"
    )
    let copies = try read(["first", "second"], database).map { try $0.result.get() }
    #expect(copies[0] == copies[1])
    let bytes = String(decoding: copies[0].canonicalBytes, as: UTF8.self)
    #expect(!bytes.contains("first"))
    #expect(bytes.contains("\"state_function\": \"step(integer, integer)\""))
    // A kind that was passed over would be the same in both.
    let kinds = Set(copies[0].objects.map(\.kind))
    #expect(
      kinds.isSuperset(of: [
        .aggregate, .operator, .operatorClass, .operatorFamily, .collation, .conversion, .textSearchConfiguration,
        .textSearchDictionary, .textSearchParser, .textSearchTemplate, .policy, .rule, .statistics,
      ]))
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
