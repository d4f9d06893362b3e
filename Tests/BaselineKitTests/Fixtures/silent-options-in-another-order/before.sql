CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a integer) WITH (fillfactor = 70, autovacuum_enabled = false); CREATE INDEX i ON t USING gist (int4range(a, a)) WITH (fillfactor = 70, buffering = off); CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET work_mem = '1MB' SET search_path = s AS 'SELECT 1';
