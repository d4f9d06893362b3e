DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA app;
CREATE TABLE app.cache ();
GRANT SELECT ON app.cache TO fixture_role_1; GRANT INSERT ON app.cache TO fixture_role_1;
GRANT SELECT ON app.cache TO fixture_role_2; GRANT UPDATE ON app.cache TO fixture_role_2;
