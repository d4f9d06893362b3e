DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE TABLE s.t (a integer, b integer);
CREATE VIEW s.v AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS a;
CREATE SEQUENCE s.q;
CREATE TYPE s.e AS ENUM ('a');
CREATE DOMAIN s.d AS integer;
CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE s.revoked (a integer);
