-- needs: extension postgres_fdw
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE EXTENSION postgres_fdw;
CREATE TYPE c AS (a integer, b text);
CREATE TYPE r AS RANGE (SUBTYPE = float8);
CREATE TABLE t (a c, b r, id integer PRIMARY KEY);
CREATE TABLE u (id integer PRIMARY KEY);
CREATE SERVER s TYPE 'x' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE USER MAPPING FOR types_role_1 SERVER s OPTIONS (user 'u', password 'p');
CREATE FOREIGN TABLE f (id integer OPTIONS (column_name 'x')) SERVER s OPTIONS (table_name 't', schema_name 's');
CREATE PUBLICATION p FOR TABLE t, u;
GRANT SELECT, INSERT ON u TO types_role_1, types_role_2;
GRANT SELECT (id) ON u TO types_role_3;
CREATE SUBSCRIPTION s CONNECTION 'host=h  port=5433 dbname=''d''' PUBLICATION a, b WITH (connect = false, enabled = false, slot_name = NONE);
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET work_mem = ''4MB''', current_database());
  EXECUTE format('ALTER DATABASE %I SET search_path = public, b', current_database());
END $$;
