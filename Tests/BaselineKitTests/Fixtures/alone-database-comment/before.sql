DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''old''', current_database()); END $$;
