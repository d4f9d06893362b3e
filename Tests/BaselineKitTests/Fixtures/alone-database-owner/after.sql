DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO fixture_role_1', current_database()); END $$;
