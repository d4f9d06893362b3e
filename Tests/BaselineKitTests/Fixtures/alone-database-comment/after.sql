DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''new''', current_database()); END $$;
