-- Their own functions and types are no part of the snapshot: one line for each extension.
ALTER EXTENSION citext UPDATE TO '1.5';
ALTER EXTENSION pg_trgm SET SCHEMA ext;
DROP EXTENSION hstore;
COMMENT ON EXTENSION citext IS 'text without case';
CREATE EXTENSION btree_gist SCHEMA ext VERSION '1.7';
CREATE TABLE t (name citext);
