DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE FUNCTION s.cmp(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE FUNCTION s.other_cmp(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE FUNCTION s.cross_cmp(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE TYPE s.e AS ENUM ('a', 'b');
CREATE OPERATOR CLASS members FOR TYPE integer USING btree AS OPERATOR 1 >, OPERATOR 3 =, FUNCTION 1 s.cmp(integer, integer);
CREATE OPERATOR CLASS with_sortsupport FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE OPERATOR CLASS "type" FOR TYPE integer USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(integer);
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR FAMILY f USING hash;
CREATE OPERATOR FAMILY s.f USING btree;
CREATE OPERATOR CLASS family FOR TYPE integer USING btree FAMILY f AS OPERATOR 3 =, FUNCTION 1 s.cmp(integer, integer);
CREATE OPERATOR CLASS storage FOR TYPE point USING gist AS OPERATOR 11 |>>(point, point), OPERATOR 15 <->(point, point) FOR ORDER BY float_ops,
  FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 gist_point_compress(internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal), STORAGE box;
CREATE FUNCTION s.cmp(s.e, s.e) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE OPERATOR CLASS "default" FOR TYPE s.e USING btree AS FUNCTION 1 s.cmp(s.e, s.e);
CREATE OPERATOR CLASS commented FOR TYPE integer USING btree FAMILY s.f AS OPERATOR 3 =, FUNCTION 1 s.cmp(integer, integer);
CREATE OPERATOR CLASS owned FOR TYPE bigint USING btree FAMILY s.f AS OPERATOR 3 =, FUNCTION 1 btint8cmp(bigint, bigint);
CREATE OPERATOR CLASS renamed FOR TYPE text USING btree FAMILY s.f AS OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
CREATE OPERATOR CLASS moved FOR TYPE date USING btree FAMILY s.f AS OPERATOR 3 =, FUNCTION 1 date_cmp(date, date);
CREATE OPERATOR CLASS gone FOR TYPE time USING btree FAMILY s.f AS OPERATOR 3 =, FUNCTION 1 time_cmp(time, time);
CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 <(integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint), OPERATOR 3 =(text, text);
CREATE OPERATOR FAMILY commented USING btree;
CREATE OPERATOR FAMILY owned USING btree;
CREATE OPERATOR FAMILY renamed USING btree;
CREATE OPERATOR FAMILY moved USING btree;
CREATE OPERATOR FAMILY gone USING btree;
