import BaselineKit
import Postgres
import Schema
import TestSupport
import Testing

/// A schema, and another database with what a dump and restore makes of it.
struct RenderingTests {
  private static let schema = """
    CREATE SCHEMA shop;
    CREATE TYPE shop.mood AS ENUM ('good', 'bad');
    CREATE TABLE shop.orders (
      id bigint PRIMARY KEY,
      status varchar(20) DEFAULT 'new' CHECK (status IN ('new', 'paid', 'gone')),
      code varchar(10)[] DEFAULT ARRAY['a', 'b']::varchar(10)[],
      kind varchar(20) GENERATED ALWAYS AS (CASE WHEN status IN ('new', 'paid') THEN 'open' ELSE 'done' END) STORED,
      ends_at timestamptz
    );
    CREATE INDEX orders_open ON shop.orders (id) WHERE status IN ('new', 'paid');
    CREATE INDEX orders_state ON shop.orders ((status IN ('new', 'paid')), id DESC);
    CREATE VIEW shop.open_orders AS SELECT id, status FROM shop.orders WHERE status IN ('new', 'paid')
      AND ends_at > now() - interval '90 days';
    CREATE MATERIALIZED VIEW shop.paid AS SELECT o.* FROM shop.orders o WHERE status IN ('paid', 'gone');
    CREATE DOMAIN shop.size AS varchar(5) DEFAULT 's' CHECK (VALUE IN ('s', 'm', 'l'));
    CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER touched BEFORE UPDATE ON shop.orders FOR EACH ROW WHEN (old.status IN ('new', 'paid'))
      EXECUTE FUNCTION shop.touch();
    CREATE FUNCTION shop.pick(what varchar, among varchar[] DEFAULT ARRAY['a', 'b']::varchar[]) RETURNS boolean LANGUAGE sql
      BEGIN ATOMIC SELECT what IN ('a', 'b'); END;
    """

  /// What restoring makes of a text: the server parses its own words.
  private static func restored(_ database: TestDatabase) throws -> TestDatabase {
    let copy = try TestServer.shared.database()
    try copy.restore(database)
    return copy
  }

  private static func snapshot(_ database: TestDatabase) throws -> Snapshot {
    try Catalog(database.connect()).snapshot(.everything)
  }

  private func judge(_ old: TestDatabase, _ new: TestDatabase, in migrated: TestDatabase) throws -> Judgement {
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    return try Watch(Config(), schemas: [SchemaGlob("*")]).judge(
      Self.snapshot(old), Self.snapshot(new), .everything, includesLive: true, rendering: rendering)
  }

  @Test func whatADumpAndRestoreRewritesIsNoDifference() throws {
    let original = try TestServer.shared.database(Self.schema)
    let restored = try Self.restored(original)
    let plain = compare(try Self.snapshot(original), try Self.snapshot(restored)).changes.map(\.object.description)
    // Were these not rewritten, the test would show nothing.
    #expect(
      Set(plain).isSuperset(of: ["constraint:shop.orders.orders_status_check", "index:shop.orders.orders_open"]))
    let judgement = try judge(original, restored, in: try TestServer.shared.database(Self.schema))
    #expect(judgement.differences.map(\.change.object.description) == [])
    #expect(judgement.verdict == .same)
    #expect(Set(judgement.silenced.map(\.rule)) == ["class: rendering"])
    #expect(Set(judgement.silenced.map(\.object.description)) == Set(plain))
  }
}
