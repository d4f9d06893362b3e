CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a text, b integer); CREATE INDEX i ON t (a, b DESC); CREATE INDEX j ON t (lower(a)) WHERE b > 0;
