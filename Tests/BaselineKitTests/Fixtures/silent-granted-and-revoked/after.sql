SET search_path = app, public;
GRANT SELECT ON parent TO fixture_role_2; REVOKE SELECT ON parent FROM fixture_role_2;
GRANT UPDATE (own) ON parent TO fixture_role_2; REVOKE UPDATE (own) ON parent FROM fixture_role_2;
GRANT EXECUTE ON FUNCTION touch() TO fixture_role_2; REVOKE EXECUTE ON FUNCTION touch() FROM fixture_role_2;
REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC; GRANT EXECUTE ON FUNCTION touch() TO PUBLIC;
GRANT USAGE ON SCHEMA app TO PUBLIC; REVOKE USAGE ON SCHEMA app FROM PUBLIC;
GRANT USAGE ON TYPE address TO fixture_role_2; REVOKE USAGE ON TYPE address FROM fixture_role_2;
GRANT USAGE ON FOREIGN DATA WRAPPER nowhere TO PUBLIC; REVOKE USAGE ON FOREIGN DATA WRAPPER nowhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean) TO fixture_role_2; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean) FROM fixture_role_2;
REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC; GRANT SELECT ON pg_catalog.pg_class TO PUBLIC;
DO $$ BEGIN
  EXECUTE format('GRANT CREATE ON DATABASE %I TO fixture_role_2', current_database());
  EXECUTE format('REVOKE CREATE ON DATABASE %I FROM fixture_role_2', current_database());
END $$;
