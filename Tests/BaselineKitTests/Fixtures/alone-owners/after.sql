ALTER SCHEMA owned OWNER TO fixture_role_1; GRANT USAGE ON SCHEMA granted TO fixture_role_2;
ALTER TABLE owned.t OWNER TO fixture_role_1; GRANT SELECT ON granted.t TO fixture_role_2;
ALTER VIEW owned.v OWNER TO fixture_role_1; GRANT SELECT ON granted.v TO fixture_role_2;
ALTER MATERIALIZED VIEW owned.m OWNER TO fixture_role_1; GRANT SELECT ON granted.m TO fixture_role_2;
ALTER SEQUENCE owned.s OWNER TO fixture_role_1; GRANT USAGE ON SEQUENCE granted.s TO fixture_role_2;
ALTER TYPE owned.e OWNER TO fixture_role_1; GRANT USAGE ON TYPE granted.e TO fixture_role_2;
ALTER DOMAIN owned.d OWNER TO fixture_role_1; GRANT USAGE ON DOMAIN granted.d TO fixture_role_2;
ALTER FUNCTION owned.f() OWNER TO fixture_role_1; GRANT EXECUTE ON FUNCTION granted.f() TO fixture_role_2;
