-- Fields that other fixtures change together with others, each alone.
CREATE ACCESS METHOD alone_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE partition_key (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE whole_1 (a integer) PARTITION BY RANGE (a);
CREATE TABLE whole_2 (a integer) PARTITION BY RANGE (a);
CREATE TABLE partition_of PARTITION OF whole_1 FOR VALUES FROM (1) TO (2);
CREATE TABLE partition_bound PARTITION OF whole_1 FOR VALUES FROM (3) TO (4);
CREATE TABLE access_method (a integer);
CREATE TABLE in_space (a integer);
CREATE TABLE row_security (a integer);
CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text, UNIQUE (id, a), PRIMARY KEY (id));
CREATE TABLE promoted (id integer NOT NULL, CONSTRAINT type UNIQUE (id));
CREATE TABLE keys (id integer, a integer,
  CONSTRAINT on_update FOREIGN KEY (id) REFERENCES t, CONSTRAINT on_delete FOREIGN KEY (id) REFERENCES t,
  CONSTRAINT on_delete_columns FOREIGN KEY (id, a) REFERENCES t (id, a) ON DELETE SET NULL,
  CONSTRAINT initially_deferred FOREIGN KEY (id) REFERENCES t DEFERRABLE,
  CONSTRAINT tablespace UNIQUE (id), CONSTRAINT clustered UNIQUE (id, a), CONSTRAINT index_comment UNIQUE (a));
CREATE TABLE parent (a integer, CONSTRAINT inherited CHECK (a > 0));
CREATE TABLE child () INHERITS (parent);
CREATE TABLE parted (a integer) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (2);
ALTER TABLE ONLY parted ADD CONSTRAINT invalid UNIQUE (a);
CREATE INDEX index_invalid ON ONLY parted (a);
CREATE UNIQUE INDEX parted_1_unique ON parted_1 (a);
CREATE INDEX parted_1_index ON parted_1 (a);
CREATE INDEX include ON t (a) INCLUDE (b);
CREATE INDEX tablespace_index ON t (a);
CREATE SEQUENCE type_sequence AS integer MAXVALUE 100;
CREATE SEQUENCE start;
CREATE SEQUENCE increment;
CREATE SEQUENCE minimum;
CREATE SEQUENCE maximum;
CREATE SEQUENCE cache;
CREATE TABLE numbered (id serial);
CREATE MATERIALIZED VIEW m_access_method AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m_tablespace AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m_storage_parameters AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m_comment AS SELECT 1 AS a;
