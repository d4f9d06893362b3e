DROP OPERATOR CLASS members USING btree; DROP OPERATOR FAMILY members USING btree;
CREATE OPERATOR CLASS members FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 >=, FUNCTION 1 s.other_cmp(integer, integer);
-- The server's version decides whether these go with the class or with its family.
ALTER OPERATOR FAMILY with_sortsupport USING btree ADD FUNCTION 2 (integer, integer) btint4sortsupport(internal), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
DROP OPERATOR CLASS "type" USING hash; DROP OPERATOR FAMILY "type" USING hash;
CREATE OPERATOR CLASS "type" FOR TYPE bigint USING hash AS OPERATOR 1 =, FUNCTION 1 hashint8(bigint);
DROP OPERATOR CLASS "default" USING btree;
CREATE OPERATOR CLASS "default" DEFAULT FOR TYPE s.e USING btree FAMILY "default" AS FUNCTION 1 s.cmp(s.e, s.e);
DROP OPERATOR CLASS family USING btree;
CREATE OPERATOR CLASS family FOR TYPE integer USING btree FAMILY loose AS OPERATOR 3 =, FUNCTION 1 s.cmp(integer, integer);
DROP OPERATOR FAMILY storage USING gist CASCADE;
CREATE OPERATOR CLASS storage FOR TYPE point USING gist AS OPERATOR 11 |>>(point, point),
  FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 gist_point_compress(internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
COMMENT ON OPERATOR CLASS commented USING btree IS 'after';
ALTER OPERATOR CLASS owned USING btree OWNER TO fixture_role_1;
ALTER OPERATOR CLASS renamed USING btree RENAME TO "New Name";
ALTER OPERATOR CLASS moved USING btree SET SCHEMA s;
DROP OPERATOR CLASS gone USING btree;
CREATE OPERATOR CLASS added FOR TYPE numeric USING btree AS OPERATOR 3 =, FUNCTION 1 numeric_cmp(numeric, numeric);
ALTER OPERATOR FAMILY loose USING btree DROP OPERATOR 1 (integer, bigint), FUNCTION 1 (integer, bigint);
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 5 >(integer, bigint), FUNCTION 1 (integer, bigint) s.cross_cmp(integer, bigint);
COMMENT ON OPERATOR FAMILY commented USING btree IS 'after';
ALTER OPERATOR FAMILY owned USING btree OWNER TO fixture_role_1;
ALTER OPERATOR FAMILY renamed USING btree RENAME TO "New Name";
ALTER OPERATOR FAMILY moved USING btree SET SCHEMA s;
DROP OPERATOR FAMILY gone USING btree;
CREATE OPERATOR FAMILY added USING brin;
