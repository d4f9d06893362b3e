-- open
CREATE TEMPORARY TABLE customers (id serial PRIMARY KEY, name text DEFAULT 'x' CHECK (name <> ''));
CREATE INDEX customers_lower ON customers (lower(name));
CREATE TEMPORARY VIEW buyers AS SELECT * FROM customers;
CREATE TEMPORARY SEQUENCE numbers;
CREATE TYPE pg_temp.mood AS ENUM ('x');
CREATE DOMAIN pg_temp.email AS text;
CREATE TYPE pg_temp.address AS (a integer);
CREATE FUNCTION pg_temp.positive(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR pg_temp.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE TRIGGER touch BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE RULE no_delete AS ON DELETE TO customers DO INSTEAD NOTHING;
CREATE POLICY readers ON customers;
CREATE STATISTICS pg_temp.customers_stats ON id, name FROM customers;
COMMENT ON TABLE customers IS 'temporary';
