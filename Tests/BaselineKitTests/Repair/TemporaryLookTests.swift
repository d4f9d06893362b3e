import BaselineKit
import Schema
import TestSupport
import Testing

struct TemporaryLookTests {
  @Test(arguments: [
    "customers_backup", "customers_backup_2024", "backup_customers", "bak_orders", "orders_bak2", "customers_old",
    "customers_old_2024", "old_customers", "orders_v2_old", "orders_old_v2", "tmp_import", "import_tmp", "temp1",
    "TEMP",
    "customersBackup", "OrdersOLD", "ORDERS_BKP", "orders copy", "orders-copy-2", "orders_copy", "archive_2020",
    "orders_archive", "orders_archived", "staging_orders", "stg_orders", "test", "test1", "test_orders", "orders_test",
    "orders_20240131", "orders_31012024", "orders_2024_01_31", "orders_20240131120000", "orders20240131",
    "orders_1706702400", "orders_1706702400123", "orders.2024-01-31", "고객_backup", "고객_백업", "_backup", "deleteme_x",
  ])
  func temporary(name: String) { #expect(looksTemporary(name)) }

  @Test(arguments: [
    "gold", "customers_gold", "template", "templates", "temperature", "temperature_2024", "contemporary", "copyright",
    "update_2024", "report_2024", "report_2024_01", "sales_202401", "holdings", "household", "threshold", "folder",
    "test_results",
    "test_cases", "tests", "latest", "contest", "attempts", "tempo", "copy_jobs", "copies", "stagings", "archives",
    "oldest",
    "household_old_age_pensions", "customers", "v2", "v2_orders", "orders_99999999", "orders_20241399",
    "orders_12345678",
    "products_4006381333931", "a", "", "2024", "고객", "tmpl_parts", "orders_2", "bold", "oauth2_tokens", "iso_3166_1",
  ])
  func lasting(name: String) { #expect(!looksTemporary(name)) }

  @Test func partitionsAreNamedByDay() {
    var table = Table(key: "events_20240131")
    #expect(table.temporaryRule == "^events_20240131$")
    table.partitionOf = "public.events"
    #expect(table.temporaryRule == nil)
    #expect(Table(key: "customers").temporaryRule == nil)
  }

  @Test(arguments: [
    "customers_old_2024", "a.b", "a^$[](){}|?*+\\", "\\Q.*\\E", "quote\"'`", "line\nend", "tab\t", "(*UTF)", "é",
    "e\u{301}", "고객",
    "\u{202e}rtl", "#c x", "-", "]", "^", "\u{1b}[2J", "🦦", "(?i)A", "\u{e000}",
  ])
  func exactlyOneName(name: String) throws {
    let pattern = try Pattern(exactPattern(name))
    #expect(try pattern.matches(name))
    for other in [
      name + "x", "x" + name, name + "\n", name.uppercased() == name ? name.lowercased() : name.uppercased(),
    ]
    where other.unicodeScalars.elementsEqual(name.unicodeScalars) == false {
      #expect(try !pattern.matches(other), "\(other)")
    }
    #expect(safeLine(exactPattern(name)) == exactPattern(name))
  }

  @Test func normalisationIsNotFolded() throws {
    #expect(try !Pattern(exactPattern("é")).matches("e\u{301}"))
    #expect(try !Pattern(exactPattern("a.b")).matches("axb"))
  }
}

struct DependentsTests {
  @Test func namesWhatDependsOnATable() throws {
    let database = try TestServer.shared.database(
      """
      CREATE TYPE mood AS ENUM ('ok'); CREATE DOMAIN amount AS numeric; CREATE SCHEMA "Odd.Schema";
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE FUNCTION untouched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE t (id serial PRIMARY KEY, mood mood, amounts amount[]);
      CREATE TRIGGER touch BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE TABLE t2 (id integer); CREATE TABLE points (t integer CONSTRAINT to_t REFERENCES t, t2 integer);
      CREATE TABLE child () INHERITS (t);
      CREATE VIEW reads AS SELECT id FROM t; CREATE VIEW reads_t2 AS SELECT id FROM t2;
      CREATE MATERIALIZED VIEW "Odd.Schema".again AS SELECT id FROM reads; CREATE VIEW last AS SELECT * FROM "Odd.Schema".again;
      """)
    let snapshot = try snapshot(of: database)
    let dependents = snapshot.dependents(of: ObjectID(.table, ["public", "t"]))
    #expect(
      dependents.all.map(\.description) == [
        "constraint:public.points.to_t", "public.child", "sequence:public.t_id_seq", "\"Odd.Schema\".again",
        "public.last",
        "public.reads", "function:public.touch()", "enum:public.mood", "domain:public.amount",
      ])
    #expect(snapshot.dependents(of: ObjectID(.table, ["public", "nothing"])).all.isEmpty)
  }
}
