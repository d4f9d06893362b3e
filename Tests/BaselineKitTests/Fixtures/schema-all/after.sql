COMMENT ON SCHEMA app IS 'the application';
DROP SCHEMA gone CASCADE;
CREATE SCHEMA came;
CREATE TABLE came.t (id integer);
COMMENT ON SCHEMA "Hard ""name""" IS 'quoted';
