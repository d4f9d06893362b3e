DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database());
  EXECUTE format('ALTER DATABASE %I SET search_path = app, public, "a b"', current_database());
  EXECUTE format('ALTER DATABASE %I SET app.jwt_secret = ''nobody sees that this changed''', current_database());
  EXECUTE format('ALTER DATABASE %I SET app.api_token = ''abc''', current_database());
  EXECUTE format('ALTER DATABASE %I RESET app.gone', current_database());
  EXECUTE format('ALTER DATABASE %I SET password_encryption = ''md5''', current_database());
  EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Seoul''', current_database());
  EXECUTE format('ALTER ROLE types_role_1 IN DATABASE %I SET work_mem = ''2MB''', current_database());
  EXECUTE format('ALTER ROLE types_role_2 IN DATABASE %I RESET ALL', current_database());
  EXECUTE format('ALTER ROLE types_role_3 IN DATABASE %I SET statement_timeout = ''5s''', current_database());
END $$;
