ALTER ROLE fixture_role_1 SET statement_timeout = '5s';
