CREATE SCHEMA s; SET search_path = s;
CREATE TABLE s.t (a integer DEFAULT 1); CREATE FUNCTION s.f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; SET search_path = pg_catalog; CREATE VIEW s.v AS SELECT s.f(a) AS x FROM s.t; ALTER TABLE s.t ADD CHECK (s.f(a) > 0); CREATE INDEX i ON s.t (s.f(a));
