DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''', current_database());
  EXECUTE format('ALTER DATABASE %I RESET work_mem', current_database());
  EXECUTE format('ALTER ROLE fixture_role_1 IN DATABASE %I SET work_mem = ''1MB''', current_database());
  EXECUTE format('ALTER ROLE fixture_role_1 IN DATABASE %I RESET ALL', current_database());
END $$;
