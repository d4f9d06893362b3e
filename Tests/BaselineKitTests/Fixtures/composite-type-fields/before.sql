DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE TYPE attributes AS (a integer, b varchar(10), c text, gone date, renamed text);
CREATE TYPE ordered AS (a integer, b integer);
CREATE TYPE commented AS (a integer);
CREATE TYPE owned AS (a integer);
CREATE TYPE granted AS (a integer);
CREATE TYPE dropped AS (a integer);
CREATE TYPE renamed AS (x integer, y text);
CREATE TYPE of_row AS (a integer);
CREATE TABLE typed OF of_row;
