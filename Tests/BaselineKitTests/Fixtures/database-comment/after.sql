DO $$ BEGIN
  EXECUTE format('COMMENT ON DATABASE %I IS ''the shop''', current_database());
END $$;
