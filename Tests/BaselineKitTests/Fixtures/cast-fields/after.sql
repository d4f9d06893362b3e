DROP CAST (s.mood AS integer); CREATE CAST (s.mood AS integer) WITH FUNCTION s.to_int_2(s.mood);
DROP CAST (integer AS s.mood); CREATE CAST (integer AS s.mood) WITH FUNCTION s.to_mood(integer) AS IMPLICIT;
DROP CAST (s.pair AS date); CREATE CAST (s.pair AS date) WITH INOUT AS ASSIGNMENT;
DROP CAST (s.mood AS bigint); CREATE CAST (s.mood AS bigint) WITH INOUT;
DROP CAST (s.pair AS text);
CREATE CAST (s.mood AS varchar) WITH INOUT;
COMMENT ON CAST (date AS integer) IS 'after';
ALTER TYPE s.renamed RENAME TO "New Name";
