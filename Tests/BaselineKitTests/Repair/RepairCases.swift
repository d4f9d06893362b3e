import Testing

/// One thing that somebody does to a database by hand, and what must be there before it.
struct RepairCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Makes the expected state. A table `t` with rows is there already.
  let before: String
  let byHand: String
  /// Run before a statement that needs the data to be mended first: a person's part of the repair.
  let mend: String

  init(_ name: String, _ before: String = "", byHand: String, mend: String = "") {
    self.name = name
    self.before = before
    self.byHand = byHand
    self.mend = mend
  }

  var testDescription: String { name }

  static let table = """
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE DOMAIN amount AS numeric(10,2) CONSTRAINT positive CHECK (VALUE > 0);
    CREATE TABLE other (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT ab UNIQUE (a, b));
    INSERT INTO other SELECT n, n, n FROM generate_series(1, 9) AS n;
    CREATE TABLE t (id integer NOT NULL, name text, code varchar(20), n integer, "Odd \"\"Name\"\"" text, at timestamp);
    INSERT INTO t SELECT n, 'name ' || n, 'code ' || n, n, 'odd', '2024-01-31 12:00' FROM generate_series(1, 9) AS n;

    """

  static let columns: [RepairCase] = [
    .init("column added", byHand: "ALTER TABLE t ADD extra text NOT NULL DEFAULT 'x'"),
    .init(
      "column removed",
      "ALTER TABLE t ADD gone varchar(10) COLLATE \"C\" NOT NULL DEFAULT 'it''s \\ x'; "
        + "ALTER TABLE t ALTER gone SET STORAGE EXTERNAL, ALTER gone SET COMPRESSION pglz, ALTER gone SET STATISTICS 50, "
        + "ALTER gone SET (n_distinct = -0.5); COMMENT ON COLUMN t.gone IS 'it''s \\ gone'",
      byHand: "ALTER TABLE t DROP gone"),
    .init(
      "column with constraint and index removed",
      "ALTER TABLE t ADD gone integer, ADD CONSTRAINT gone_positive CHECK (gone > 0), ADD CONSTRAINT gone_key UNIQUE (gone), "
        + "ADD CONSTRAINT gone_other FOREIGN KEY (gone) REFERENCES other; CREATE INDEX gone_idx ON t (gone DESC, id)",
      byHand: "ALTER TABLE t DROP gone"),
    .init(
      "column with constraint and index added",
      byHand:
        "ALTER TABLE t ADD extra integer UNIQUE CHECK (extra > 0) REFERENCES other; CREATE INDEX extra_idx ON t (n, extra)"
    ),
    .init(
      "mandatory column removed",
      "ALTER TABLE t ADD gone text; UPDATE t SET gone = 'x'; ALTER TABLE t ALTER gone SET NOT NULL",
      byHand: "ALTER TABLE t DROP gone", mend: "UPDATE t SET gone = 'y'"),
    .init(
      "identity column removed", "ALTER TABLE t ADD gone bigint GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 2)",
      byHand: "ALTER TABLE t DROP gone"),
    .init("serial column removed", "ALTER TABLE t ADD gone serial", byHand: "ALTER TABLE t DROP gone"),
    .init(
      "generated column removed", "ALTER TABLE t ADD gone integer GENERATED ALWAYS AS (n * 2) STORED",
      byHand: "ALTER TABLE t DROP gone"),
    .init(
      "column renamed", "ALTER TABLE t ADD last boolean DEFAULT true NOT NULL",
      byHand: "ALTER TABLE t RENAME last TO latest; ALTER TABLE t ALTER latest DROP DEFAULT"),
    .init("type widened", byHand: "ALTER TABLE t ALTER code TYPE varchar(10), ALTER name TYPE varchar(30)"),
    .init("type narrowed", byHand: "ALTER TABLE t ALTER code TYPE text, ALTER n TYPE bigint"),
    .init(
      "type and default", "ALTER TABLE t ALTER n SET DEFAULT 7",
      byHand: "ALTER TABLE t ALTER n DROP DEFAULT, ALTER n TYPE text, ALTER n SET DEFAULT 'seven'"),
    .init(
      "type and the same default", "ALTER TABLE t ALTER code SET DEFAULT 'x'",
      byHand: "ALTER TABLE t ALTER code TYPE text"),
    .init(
      "type from text", "ALTER TABLE t ADD mood mood DEFAULT 'ok', ADD list integer[] DEFAULT '{1}'",
      byHand:
        "ALTER TABLE t ALTER mood DROP DEFAULT, ALTER mood TYPE text, ALTER list DROP DEFAULT, ALTER list TYPE text"),
    .init(
      "type in the family", "ALTER TABLE t ADD price numeric(10,2) DEFAULT 1",
      byHand: "ALTER TABLE t ALTER price TYPE numeric(12,3), ALTER at TYPE timestamptz"),
    .init(
      "type of another family", "ALTER TABLE t ADD flag boolean DEFAULT true",
      byHand: "ALTER TABLE t ALTER flag DROP DEFAULT, ALTER flag TYPE integer USING flag::integer"),
    .init(
      "type with storage", "ALTER TABLE t ALTER code SET STORAGE EXTERNAL, ALTER code SET COMPRESSION pglz",
      byHand: "ALTER TABLE t ALTER code TYPE varchar(90)"),
    .init("domain", "ALTER TABLE t ADD price amount DEFAULT 3", byHand: "ALTER TABLE t ALTER price TYPE numeric"),
    .init("nullable", byHand: "ALTER TABLE t ALTER id DROP NOT NULL, ALTER name SET NOT NULL"),
    .init(
      "default", "ALTER TABLE t ALTER n SET DEFAULT 1, ALTER name SET DEFAULT 'it''s'",
      byHand: "ALTER TABLE t ALTER n SET DEFAULT 2, ALTER name DROP DEFAULT, ALTER code SET DEFAULT 'z'"),
    .init("sequence of a default gone", "ALTER TABLE t ADD gone serial", byHand: "DROP SEQUENCE t_gone_seq CASCADE"),
    .init("identity added", byHand: "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY"),
    .init(
      "identity removed", "ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (INCREMENT 5 CACHE 3)",
      byHand: "ALTER TABLE t ALTER id DROP IDENTITY"),
    .init(
      "identity changed", "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY",
      byHand: "ALTER TABLE t ALTER id SET GENERATED BY DEFAULT"),
    .init(
      "default instead of identity", "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY",
      byHand: "ALTER TABLE t ALTER id DROP IDENTITY, ALTER id SET DEFAULT 5, ALTER id DROP NOT NULL"),
    .init(
      "generated to written", "ALTER TABLE t ADD twice integer GENERATED ALWAYS AS (n * 2) STORED",
      byHand: "ALTER TABLE t ALTER twice DROP EXPRESSION"),
    .init(
      "written to generated", "ALTER TABLE t ADD twice integer DEFAULT 5 NOT NULL",
      byHand: "ALTER TABLE t DROP twice, ADD twice integer GENERATED ALWAYS AS (n * 2) STORED"),
    .init(
      "expression", "ALTER TABLE t ADD twice integer GENERATED ALWAYS AS (n * 2) STORED",
      byHand: "ALTER TABLE t DROP twice, ADD twice bigint GENERATED ALWAYS AS (n * 3) STORED"),
    .init(
      "collation", "ALTER TABLE t ALTER code TYPE varchar(20) COLLATE \"C\"",
      byHand: "ALTER TABLE t ALTER code TYPE varchar(20), ALTER name TYPE text COLLATE \"C\""),
    .init(
      "storage", "ALTER TABLE t ALTER name SET STORAGE MAIN",
      byHand: "ALTER TABLE t ALTER name SET STORAGE EXTERNAL, ALTER code SET STORAGE PLAIN"),
    .init(
      "compression", "ALTER TABLE t ALTER name SET COMPRESSION pglz",
      byHand: "ALTER TABLE t ALTER name SET COMPRESSION default, ALTER code SET COMPRESSION pglz"),
    .init(
      "statistics", "ALTER TABLE t ALTER name SET STATISTICS 10",
      byHand: "ALTER TABLE t ALTER name SET STATISTICS -1, ALTER code SET STATISTICS 20"),
    .init(
      "options", "ALTER TABLE t ALTER name SET (n_distinct = 5)",
      byHand:
        "ALTER TABLE t ALTER name RESET (n_distinct), ALTER name SET (n_distinct_inherited = 3), ALTER code SET (n_distinct = -0.1)"
    ),
    .init(
      "comment", "COMMENT ON COLUMN t.name IS 'first'",
      byHand: "COMMENT ON COLUMN t.name IS NULL; COMMENT ON COLUMN t.\"Odd \"\"Name\"\"\" IS 'second'"),
    .init(
      "odd name", byHand: "ALTER TABLE t ALTER \"Odd \"\"Name\"\"\" SET DEFAULT 'x', ADD \"; DROP TABLE t; --\" text"),
    .init(
      "inherited", "CREATE TABLE c (own text) INHERITS (t)",
      byHand:
        "ALTER TABLE t ALTER n TYPE bigint, ALTER name SET NOT NULL; ALTER TABLE c ALTER code SET DEFAULT 'c'; ALTER TABLE ONLY t ALTER n SET DEFAULT 3; ALTER TABLE t ADD extra text"
    ),
    .init(
      "partitions",
      "CREATE TABLE p (id integer NOT NULL, v text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
      byHand:
        "ALTER TABLE p ALTER v TYPE varchar(50), ALTER v SET DEFAULT 'x', ADD extra integer; ALTER TABLE p1 ALTER v SET DEFAULT 'own'"
    ),
  ]

  static let constraints: [RepairCase] = [
    .init(
      "constraints added",
      byHand:
        "ALTER TABLE t ADD CONSTRAINT k UNIQUE (n), ADD CONSTRAINT c CHECK (n > 0), ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES other"
    ),
    .init("primary key added", byHand: "ALTER TABLE t ADD PRIMARY KEY (n)"),
    .init(
      "key and its foreign key added",
      byHand: "ALTER TABLE t ADD PRIMARY KEY (id); ALTER TABLE other ADD FOREIGN KEY (id) REFERENCES t"),
    .init(
      "check removed",
      "ALTER TABLE t ADD CONSTRAINT gone CHECK (n > 0 AND name <> 'it''s'); COMMENT ON CONSTRAINT gone ON t IS 'why'",
      byHand: "ALTER TABLE t DROP CONSTRAINT gone"),
    .init(
      "check broken meanwhile", "ALTER TABLE t ADD CONSTRAINT gone CHECK (n > 0)",
      byHand: "ALTER TABLE t DROP CONSTRAINT gone; UPDATE t SET n = -1 WHERE n = 3",
      mend: "UPDATE t SET n = 3 WHERE n = -1"),
    .init(
      "keys removed",
      "ALTER TABLE t ADD PRIMARY KEY (id) INCLUDE (code) WITH (fillfactor = 70), ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (n, name) DEFERRABLE INITIALLY DEFERRED; COMMENT ON INDEX u IS 'of the index'; COMMENT ON CONSTRAINT u ON t IS 'of the constraint'; ALTER TABLE t CLUSTER ON u; ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey",
      byHand: "ALTER TABLE t DROP CONSTRAINT t_pkey, DROP CONSTRAINT u"),
    .init(
      "foreign keys removed",
      "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id, n) REFERENCES other (a, b) MATCH FULL ON UPDATE CASCADE ON DELETE RESTRICT DEFERRABLE, ADD CONSTRAINT g FOREIGN KEY (n) REFERENCES other ON DELETE SET NULL (n), ADD CONSTRAINT h FOREIGN KEY (n) REFERENCES other NOT VALID",
      byHand: "ALTER TABLE t DROP CONSTRAINT f, DROP CONSTRAINT g, DROP CONSTRAINT h"),
    .init(
      "exclusion removed",
      "ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING btree (n WITH =) WITH (fillfactor = 60) WHERE (n > 0) DEFERRABLE",
      byHand: "ALTER TABLE t DROP CONSTRAINT e"),
    .init(
      "constraint renamed", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (n)",
      byHand: "ALTER TABLE t RENAME CONSTRAINT u TO v"),
    .init(
      "check changed", "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)",
      byHand: "ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (n > -5) NO INHERIT"),
    .init(
      "columns changed", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (n, id)",
      byHand: "ALTER TABLE t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (id) INCLUDE (n)"),
    .init(
      "type changed", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (id)",
      byHand: "ALTER TABLE t DROP CONSTRAINT u, ADD CONSTRAINT u PRIMARY KEY (id)"),
    .init(
      "key with references changed",
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id); ALTER TABLE other ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES t (id) ON DELETE CASCADE",
      byHand:
        "ALTER TABLE other DROP CONSTRAINT f; ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE (id) INCLUDE (n); ALTER TABLE other ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES t (id) ON DELETE CASCADE"
    ),
    .init(
      "foreign key changed",
      "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id, n) REFERENCES other (a, b) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (n)",
      byHand:
        "ALTER TABLE t DROP CONSTRAINT f, ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES other (id) ON DELETE SET DEFAULT"),
    .init(
      "deferrability",
      "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES other DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT g FOREIGN KEY (n) REFERENCES other, ADD CONSTRAINT u UNIQUE (id)",
      byHand:
        "ALTER TABLE t ALTER CONSTRAINT f NOT DEFERRABLE, ALTER CONSTRAINT g DEFERRABLE, DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE (id) DEFERRABLE INITIALLY DEFERRED"
    ),
    .init(
      "not valid", "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0), ADD CONSTRAINT d CHECK (n > 0) NOT VALID",
      byHand: "ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (n > 0) NOT VALID, VALIDATE CONSTRAINT d"),
    .init(
      "parameters of a key",
      "ALTER TABLE t ADD CONSTRAINT u UNIQUE (n) WITH (fillfactor = 50), ADD CONSTRAINT v UNIQUE (id)",
      byHand:
        "ALTER INDEX u RESET (fillfactor); ALTER INDEX v SET (fillfactor = 60); ALTER TABLE t CLUSTER ON v; COMMENT ON INDEX v IS 'x'; COMMENT ON CONSTRAINT u ON t IS 'y'"
    ),
    .init(
      "clustered", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (n); CREATE INDEX i ON t (id); ALTER TABLE t CLUSTER ON u",
      byHand: "ALTER TABLE t CLUSTER ON i"),
    .init(
      "enforcement", "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES other",
      byHand: "ALTER TABLE t DISABLE TRIGGER ALL"),
    .init(
      "of a domain",
      "ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 1000); ALTER DOMAIN amount ADD CONSTRAINT later CHECK (VALUE < 5000)",
      byHand:
        "ALTER DOMAIN amount DROP CONSTRAINT positive; ALTER DOMAIN amount ADD CONSTRAINT extra CHECK (VALUE <> 5); ALTER DOMAIN amount DROP CONSTRAINT small; ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 10) NOT VALID; ALTER DOMAIN amount DROP CONSTRAINT later; ALTER DOMAIN amount ADD CONSTRAINT later CHECK (VALUE < 5000) NOT VALID; COMMENT ON CONSTRAINT extra ON DOMAIN amount IS 'x'"
    ),
    .init(
      "of a partitioned table",
      "CREATE TABLE p (id integer NOT NULL, v integer) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (v) REFERENCES other, ADD CONSTRAINT c CHECK (v > 0), ADD CONSTRAINT u UNIQUE (id, v)",
      byHand: "ALTER TABLE p DROP CONSTRAINT f, DROP CONSTRAINT c, DROP CONSTRAINT u, ADD CONSTRAINT d CHECK (v < 9)"),
  ]

  static let indexes: [RepairCase] = [
    .init("index added", byHand: "CREATE INDEX extra ON t (n)"),
    .init(
      "index removed",
      "CREATE UNIQUE INDEX gone ON t USING btree (lower(name) text_pattern_ops DESC NULLS LAST, n) INCLUDE (code) NULLS NOT DISTINCT WITH (fillfactor = 80) WHERE n > 0; COMMENT ON INDEX gone IS 'it''s'; ALTER INDEX gone ALTER COLUMN 1 SET STATISTICS 300; CREATE INDEX marked ON t (id); ALTER TABLE t CLUSTER ON marked",
      byHand: "DROP INDEX gone; DROP INDEX marked"),
    .init(
      "replica identity", "CREATE UNIQUE INDEX r ON t (id); ALTER TABLE t REPLICA IDENTITY USING INDEX r",
      byHand: "DROP INDEX r"),
    .init("index renamed", "CREATE INDEX i ON t (n)", byHand: "ALTER INDEX i RENAME TO j"),
    .init(
      "definition",
      "CREATE UNIQUE INDEX a ON t (n, id) WHERE n > 0; CREATE INDEX b ON t (n); CREATE INDEX c ON t (name); CREATE UNIQUE INDEX d ON t (n) NULLS NOT DISTINCT; COMMENT ON INDEX a IS 'kept'",
      byHand:
        "DROP INDEX a, b, c, d; CREATE INDEX a ON t (id, n) INCLUDE (code) WHERE n > 5; CREATE INDEX b ON t USING hash (n); CREATE INDEX c ON t (name COLLATE \"C\" DESC); CREATE UNIQUE INDEX d ON t (n)"
    ),
    .init(
      "parameters",
      "CREATE INDEX i ON t (lower(name)) WITH (fillfactor = 50); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 7; CREATE INDEX j ON t (upper(name))",
      byHand:
        "ALTER INDEX i RESET (fillfactor); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS -1; ALTER INDEX j SET (deduplicate_items = off); ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 9; ALTER TABLE t CLUSTER ON j; COMMENT ON INDEX j IS 'x'"
    ),
    .init(
      "invalid", "CREATE INDEX i ON t (n); CREATE UNIQUE INDEX j ON t (id)",
      byHand: "UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('i'::regclass, 'j'::regclass)"),
    .init(
      "of a partitioned table",
      "CREATE TABLE p (id integer NOT NULL, v integer) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (v); CREATE TABLE p21 PARTITION OF p2 DEFAULT; CREATE INDEX own ON p1 (v); CREATE INDEX pi ON p (v)",
      byHand: "DROP INDEX pi; CREATE INDEX extra ON p (id)"),
    .init(
      "of a partition",
      "CREATE TABLE p (id integer NOT NULL, v integer) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE INDEX own ON p1 (v)",
      byHand: "DROP INDEX own; CREATE INDEX other_own ON p1 (v, id)"),
    .init(
      "of a materialized view",
      "CREATE MATERIALIZED VIEW m AS SELECT id, n FROM t; CREATE UNIQUE INDEX mi ON m (id); CREATE INDEX mn ON m (n); ALTER MATERIALIZED VIEW m CLUSTER ON mi",
      byHand: "DROP INDEX mi; ALTER INDEX mn SET (fillfactor = 50); CREATE INDEX mx ON m (n, id)"),
  ]
}
