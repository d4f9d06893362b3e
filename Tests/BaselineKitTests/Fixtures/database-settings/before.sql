DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET work_mem = ''4MB''', current_database());
  EXECUTE format('ALTER DATABASE %I SET search_path = app, "$user"', current_database());
  EXECUTE format('ALTER DATABASE %I SET app.jwt_secret = ''abc''', current_database());
  EXECUTE format('ALTER DATABASE %I SET app.gone = ''a=b''', current_database());
  EXECUTE format('ALTER ROLE types_role_1 IN DATABASE %I SET work_mem = ''1MB''', current_database());
  EXECUTE format('ALTER ROLE types_role_2 IN DATABASE %I SET work_mem = ''1MB''', current_database());
END $$;
