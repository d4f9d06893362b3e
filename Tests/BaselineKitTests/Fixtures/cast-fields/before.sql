CREATE SCHEMA s;
CREATE TYPE s.mood AS ENUM ('sad', 'ok');
CREATE TYPE s.renamed AS ENUM ('a');
CREATE CAST (s.renamed AS varchar) WITH INOUT;
CREATE TYPE s.pair AS (a integer, b integer);
CREATE FUNCTION s.to_int(s.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION s.to_int_2(s.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION s.to_long(s.mood, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION s.to_mood(integer) RETURNS s.mood LANGUAGE sql IMMUTABLE AS 'SELECT NULL::s.mood';
CREATE CAST (s.mood AS integer) WITH FUNCTION s.to_int(s.mood);
CREATE CAST (integer AS s.mood) WITH FUNCTION s.to_mood(integer) AS ASSIGNMENT;
CREATE CAST (s.pair AS date) WITH INOUT;
CREATE CAST (s.mood AS bigint) WITH FUNCTION s.to_long(s.mood, integer);
CREATE CAST (s.pair AS text) WITH INOUT AS ASSIGNMENT;
CREATE CAST (date AS integer) WITHOUT FUNCTION;
COMMENT ON CAST (date AS integer) IS 'before';
CREATE CAST (s.mood AS text) WITH INOUT AS IMPLICIT;
-- A range type brings a cast to its multirange type.
CREATE TYPE s.r AS RANGE (subtype = integer);
