-- needs: extension postgres_fdw
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE EXTENSION postgres_fdw;
CREATE SERVER one FOREIGN DATA WRAPPER postgres_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE parent (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE parent_2 (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE base (a integer);
CREATE TABLE base_2 (b integer);
CREATE FOREIGN TABLE server (a integer) SERVER one;
CREATE FOREIGN TABLE options (a integer) SERVER one OPTIONS (schema_name 's', table_name 't', updatable 'false');
CREATE FOREIGN TABLE partition_of PARTITION OF parent FOR VALUES FROM (1) TO (2) SERVER one;
CREATE FOREIGN TABLE detached PARTITION OF parent FOR VALUES FROM (7) TO (8) SERVER one;
CREATE FOREIGN TABLE partition_bound PARTITION OF parent FOR VALUES FROM (2) TO (3) SERVER one;
CREATE FOREIGN TABLE detach_pending PARTITION OF parent FOR VALUES FROM (5) TO (6) SERVER one;
CREATE FOREIGN TABLE inherits (a integer) SERVER one;
CREATE FOREIGN TABLE commented (a integer) SERVER one;
CREATE FOREIGN TABLE owned (a integer) SERVER one;
CREATE FOREIGN TABLE granted (a integer, b integer) SERVER one;
CREATE FOREIGN TABLE dropped (a integer OPTIONS (column_name 'x'), CONSTRAINT positive CHECK (a > 0)) SERVER one;
CREATE FOREIGN TABLE renamed (x integer, y text) SERVER one;
CREATE FOREIGN TABLE columns (a integer, b integer DEFAULT 1, c text, d text, e text, f integer, gone integer, o integer OPTIONS (column_name 'x')) SERVER one;
CREATE FOREIGN TABLE constraints (a integer, b integer, CONSTRAINT gone CHECK (a > 0), CONSTRAINT changed CHECK (b > 0)) SERVER one;
CREATE FOREIGN TABLE triggers (a integer) SERVER one;
CREATE TRIGGER gone BEFORE INSERT ON triggers FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TRIGGER disabled BEFORE INSERT ON triggers FOR EACH ROW EXECUTE FUNCTION tf();
