SET search_path = app, public;
REVOKE ALL ON cache FROM fixture_role_1, fixture_role_2;
GRANT UPDATE, SELECT ON cache TO fixture_role_2; GRANT INSERT ON cache TO fixture_role_1; GRANT SELECT ON cache TO fixture_role_1;
