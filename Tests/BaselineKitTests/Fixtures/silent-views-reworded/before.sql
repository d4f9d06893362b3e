CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a integer, b text); CREATE VIEW v AS SELECT * FROM t WHERE a > 1; CREATE VIEW w (x) AS SELECT a FROM t;
