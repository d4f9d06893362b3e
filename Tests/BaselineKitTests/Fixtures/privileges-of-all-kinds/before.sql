DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
DO $$ BEGIN CREATE ROLE "types role ""x"""; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE SCHEMA s;
CREATE TABLE t (a integer, b integer);
CREATE TABLE all_of_it (a integer);
CREATE TABLE nearly_all (a integer);
CREATE TABLE nothing_left (a integer);
CREATE TABLE granted_twice (a integer);
CREATE TABLE owner_columns (a integer);
CREATE VIEW v AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
CREATE SEQUENCE q;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS '';
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS integer;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER x FOREIGN DATA WRAPPER w;
