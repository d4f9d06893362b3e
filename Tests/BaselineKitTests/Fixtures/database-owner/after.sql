DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO types_role_1', current_database());
END $$;
