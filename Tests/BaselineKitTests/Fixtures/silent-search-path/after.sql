DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; SET search_path = public, s, pg_catalog;
CREATE TABLE s.t (a integer DEFAULT 1, CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE VIEW s.v AS SELECT f(t.a) AS x FROM t;
