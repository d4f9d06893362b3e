-- needs: extension citext, extension postgres_fdw
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE EXTENSION citext; CREATE EXTENSION postgres_fdw;
CREATE TABLE t (a integer);
GRANT EXECUTE ON FUNCTION pg_read_file(text) TO types_role_1;
GRANT SELECT ON pg_authid TO types_role_1;
