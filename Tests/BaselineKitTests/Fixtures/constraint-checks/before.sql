CREATE TABLE t (a integer, b integer, CONSTRAINT changed CHECK (a > 0), CONSTRAINT no_inherit CHECK (a > 1),
  CONSTRAINT gone CHECK (a < 10), CONSTRAINT commented CHECK (b > 0), CONSTRAINT "to" CHECK (b <> 5));
ALTER TABLE t ADD CONSTRAINT validated CHECK (a > 2) NOT VALID;
CREATE TABLE child () INHERITS (t);
CREATE FUNCTION positive(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
