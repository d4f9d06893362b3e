ALTER TABLE app.customers OWNER TO fixture_role_2; ALTER TABLE app.customers OWNER TO fixture_role_1;
ALTER SCHEMA app OWNER TO CURRENT_USER; ALTER SCHEMA app OWNER TO fixture_role_1;
ALTER FUNCTION app.touch() OWNER TO fixture_role_1; ALTER FUNCTION app.touch() OWNER TO CURRENT_USER;
ALTER TYPE app.address OWNER TO fixture_role_1; ALTER TYPE app.address OWNER TO CURRENT_USER;
