-- Owners and privileges, each alone.
DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA owned; CREATE SCHEMA granted;
CREATE TABLE owned.t (); CREATE TABLE granted.t ();
CREATE VIEW owned.v AS SELECT 1; CREATE VIEW granted.v AS SELECT 1;
CREATE MATERIALIZED VIEW owned.m AS SELECT 1; CREATE MATERIALIZED VIEW granted.m AS SELECT 1;
CREATE SEQUENCE owned.s; CREATE SEQUENCE granted.s;
CREATE TYPE owned.e AS ENUM (); CREATE TYPE granted.e AS ENUM ();
CREATE DOMAIN owned.d AS integer; CREATE DOMAIN granted.d AS integer;
CREATE FUNCTION owned.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION granted.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
