DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE s.t (a integer, b text);
CREATE OR REPLACE VIEW v AS SELECT 1::integer AS a, ''::text AS b;
CREATE OR REPLACE VIEW v AS -- all of it
  SELECT t.a AS a, t."b" FROM s.t /* the table */ WHERE (t.a > 1);
CREATE VIEW w AS SELECT a AS "x" FROM ONLY t; DROP VIEW w; CREATE VIEW w AS SELECT t.a AS x FROM t;
