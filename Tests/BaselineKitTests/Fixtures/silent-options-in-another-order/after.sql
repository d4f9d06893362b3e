DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a integer) WITH (autovacuum_enabled = 'off', fillfactor = '70'); ALTER TABLE t SET (autovacuum_enabled = false); CREATE INDEX i ON t USING gist (int4range(a, a)) WITH (buffering = off, fillfactor = 70); CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET search_path = s SET work_mem = '1MB' AS 'SELECT 1';
