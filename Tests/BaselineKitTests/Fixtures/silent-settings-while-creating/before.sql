CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a text, b timestamptz DEFAULT '2024-01-02 03:04:05+00', c bytea DEFAULT '\x00ff', d interval DEFAULT '1 day 02:03:04', e double precision DEFAULT 0.1, f money DEFAULT 1); CREATE VIEW v AS SELECT a FROM t WHERE b > '2024-01-02 03:04:05+00';
