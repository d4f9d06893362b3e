DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO fixture_role_2', current_database()); END $$;
