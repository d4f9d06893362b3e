import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// The keys of an index are put together here or taken from pg_get_indexdef: they must be what it prints, byte for byte.
struct IndexKeyTests {
  @Test func keysAreWhatTheServerPrints() throws {
    let database = try TestServer.shared.database(
      """
      CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION citext; CREATE EXTENSION hstore;
      CREATE SCHEMA app; CREATE DOMAIN app.word AS text; CREATE DOMAIN app.cword AS text COLLATE "C"; CREATE TYPE app.mood AS ENUM ('ok');
      CREATE TYPE app.pair AS (a integer, b text); CREATE COLLATION app.other FROM "C";
      CREATE OPERATOR CLASS app.backwards FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,
        OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
      CREATE TABLE app.t (gone integer, i integer, l bigint, s smallint, t text, v varchar(10), vc varchar COLLATE "C", c char(4), n name,
        tc text COLLATE "C", toth text COLLATE app.other, b boolean, d date, ts timestamptz, u uuid, j jsonb, m numeric(10, 2),
        r int4range, ia integer[], ta text[], w app.word, cw app.cword, e app.mood, p app.pair, x tsvector, g point, ci citext, h hstore,
        ip inet, by bytea, iv interval, mac macaddr, f float8, "Mixed Case" text, "quo""te" integer, "ünï" text, o oid);
      ALTER TABLE app.t DROP COLUMN gone;
      CREATE INDEX ON app.t (i); CREATE INDEX ON app.t (i DESC); CREATE INDEX ON app.t (i NULLS FIRST); CREATE INDEX ON app.t (i DESC NULLS LAST);
      CREATE INDEX ON app.t (l, s DESC, t NULLS FIRST, m DESC NULLS LAST) INCLUDE (b, j);
      CREATE INDEX ON app.t (t text_pattern_ops); CREATE INDEX ON app.t (t COLLATE "C"); CREATE INDEX ON app.t (t COLLATE app.other DESC);
      CREATE INDEX ON app.t (v); CREATE INDEX ON app.t (v varchar_pattern_ops); CREATE INDEX ON app.t (v varchar_ops); CREATE INDEX ON app.t (vc); CREATE INDEX ON app.t (vc COLLATE "default");
      CREATE INDEX ON app.t (c); CREATE INDEX ON app.t (c bpchar_pattern_ops); CREATE INDEX ON app.t (n); CREATE INDEX ON app.t (n COLLATE "default");
      CREATE INDEX ON app.t (tc); CREATE INDEX ON app.t (tc COLLATE "default"); CREATE INDEX ON app.t (toth); CREATE INDEX ON app.t (toth COLLATE "C");
      CREATE INDEX ON app.t (w); CREATE INDEX ON app.t (cw); CREATE INDEX ON app.t (cw COLLATE "default"); CREATE INDEX ON app.t (e); CREATE INDEX ON app.t (p); CREATE INDEX ON app.t (ia); CREATE INDEX ON app.t (r);
      CREATE INDEX ON app.t (i app.backwards); CREATE INDEX ON app.t (ci); CREATE INDEX ON app.t (b, d, ts, u, ip, by, iv, mac, f, o); CREATE INDEX ON app.t (j);
      CREATE INDEX ON app.t (lower(t)); CREATE INDEX ON app.t ((i + 1) DESC, t); CREATE INDEX ON app.t (t) WHERE i > 0;
      CREATE INDEX ON app.t USING hash (t); CREATE INDEX ON app.t USING hash (v); CREATE INDEX ON app.t USING gin (j); CREATE INDEX ON app.t USING gin (j jsonb_path_ops);
      CREATE INDEX ON app.t USING gin (ia, ta); CREATE INDEX ON app.t USING gin (t gin_trgm_ops); CREATE INDEX ON app.t USING gist (t gist_trgm_ops (siglen = 32));
      CREATE INDEX ON app.t USING gin (x); CREATE INDEX ON app.t USING gist (x); CREATE INDEX ON app.t USING gist (x tsvector_ops (siglen = 100)); CREATE INDEX ON app.t USING gist (g, r, i);
      CREATE INDEX ON app.t USING spgist (g); CREATE INDEX ON app.t USING spgist (t); CREATE INDEX ON app.t USING spgist (g kd_point_ops); CREATE INDEX ON app.t USING gist (ip inet_ops);
      CREATE INDEX ON app.t USING brin (i, ts); CREATE INDEX ON app.t USING brin (i int4_minmax_multi_ops (values_per_range = 20)); CREATE INDEX ON app.t USING gin (h); CREATE INDEX ON app.t USING gist (h);
      CREATE INDEX ON app.t ("Mixed Case", "quo""te" DESC, "ünï"); CREATE UNIQUE INDEX ON app.t (i, t);
      """)
    let connection = try database.connect()
    // Versions differ in what is a keyword, and so in what is quoted.
    let words = try connection.query("SELECT word, quote_ident(word) FROM pg_get_keywords() ORDER BY word")
    let names = try (0..<words.rowCount).map { try words.string($0, 0) ?? "" }
    try connection.execute(
      "CREATE TABLE app.keywords (\(names.map { "\"\($0)\" integer" }.joined(separator: ", ")));"
        + names.map { "CREATE INDEX ON app.keywords (\"\($0)\");" }.joined())
    let found = try Catalog(connection).snapshot(CatalogScope { $0 == "app" })
    let indexes = (found.database.schemas.first?.tables ?? []).flatMap { table in table.indexes.map { $0 } }
    try connection.execute("SET search_path = ''")
    let printed = try connection.query(
      """
      SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_class AS c WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'i'
      """)
    var count = 0
    for row in 0..<printed.rowCount {
      let name = Text(try printed.string(row, 0) ?? "")
      let definition = Text(try printed.string(row, 1) ?? "")
      let index = try #require(indexes.first { $0.key == name })
      #expect(index.keys == indexKeys(ofDefinition: definition), "\(definition)")
      count += 1
    }
    #expect(count == indexes.count && count > 400)
  }
}
