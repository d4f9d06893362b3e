CREATE SCHEMA s; SET search_path = s;
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql STRICT AS 'SELECT 1'; CREATE FUNCTION g(a integer, OUT b text) LANGUAGE plpgsql AS 'BEGIN b := ''x''; END'; CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
