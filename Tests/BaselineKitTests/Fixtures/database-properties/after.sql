DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 5', current_database());
  EXECUTE format('COMMENT ON DATABASE %I IS ''the shop''', current_database());
  EXECUTE format('ALTER DATABASE %I OWNER TO types_role_1', current_database());
  EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO types_role_2 WITH GRANT OPTION', current_database());
END $$;
