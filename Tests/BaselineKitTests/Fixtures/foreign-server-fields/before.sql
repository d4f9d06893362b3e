-- needs: extension postgres_fdw, extension file_fdw
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION file_fdw;
CREATE FUNCTION options_are_fine(text[], oid) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FOREIGN DATA WRAPPER handler;
CREATE FOREIGN DATA WRAPPER validator;
CREATE FOREIGN DATA WRAPPER options OPTIONS (debug 'true', api_key 'k-123', a 'b');
CREATE FOREIGN DATA WRAPPER commented;
CREATE FOREIGN DATA WRAPPER owned;
CREATE FOREIGN DATA WRAPPER granted;
CREATE FOREIGN DATA WRAPPER dropped;
CREATE FOREIGN DATA WRAPPER renamed HANDLER postgres_fdw_handler;
CREATE SERVER wrapper FOREIGN DATA WRAPPER handler;
CREATE SERVER type TYPE 'a' FOREIGN DATA WRAPPER handler;
CREATE SERVER version VERSION '1' FOREIGN DATA WRAPPER handler;
CREATE SERVER options FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'a', port '1', dbname 'x');
CREATE SERVER commented FOREIGN DATA WRAPPER handler;
CREATE SERVER owned FOREIGN DATA WRAPPER handler;
CREATE SERVER granted FOREIGN DATA WRAPPER handler;
CREATE SERVER dropped FOREIGN DATA WRAPPER handler OPTIONS (password 'secret');
CREATE USER MAPPING FOR PUBLIC SERVER dropped OPTIONS (x 'y');
CREATE SERVER renamed TYPE 'renamed' FOREIGN DATA WRAPPER handler;
CREATE SERVER mapped FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR types_role_1 SERVER mapped OPTIONS (user 'a', password 'b');
CREATE USER MAPPING FOR types_role_2 SERVER mapped OPTIONS (user 'a');
CREATE USER MAPPING FOR CURRENT_USER SERVER mapped OPTIONS (user 'a', password 'b');
CREATE USER MAPPING FOR PUBLIC SERVER mapped OPTIONS (user 'a');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE reports (line text) SERVER files OPTIONS (program 'curl -u bob:hunter2 https://al:pw@example.com/r?token=abc');
