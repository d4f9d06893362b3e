DROP OPERATOR ===> (a, a); CREATE OPERATOR ===> (LEFTARG = a, RIGHTARG = a, FUNCTION = s.ne);
DROP OPERATOR ==% (a, a); CREATE OPERATOR ==% (LEFTARG = a, RIGHTARG = a, FUNCTION = s.eq, COMMUTATOR = OPERATOR(==%), NEGATOR = OPERATOR(s.<<>>));
-- A name that nothing but another operator speaks of is no object: what was a shell is one now.
DROP OPERATOR ==& (a, a); CREATE OPERATOR ==& (LEFTARG = a, RIGHTARG = a, FUNCTION = s.eq, HASHES, MERGES);
DROP OPERATOR ==* (a, integer); CREATE OPERATOR ==* (LEFTARG = a, RIGHTARG = integer, FUNCTION = s.mixed, COMMUTATOR = OPERATOR(s.*==));
ALTER OPERATOR ==# (a, a) SET (RESTRICT = NONE, JOIN = neqjoinsel);
DROP OPERATOR ==@ (NONE, a);
COMMENT ON OPERATOR ==^ (a, a) IS 'after';
ALTER OPERATOR ==~ (a, a) OWNER TO fixture_role_1;
ALTER OPERATOR ==| (a, a) SET SCHEMA s;
DROP OPERATOR =!= (a, a); CREATE OPERATOR =!!= (LEFTARG = a, RIGHTARG = a, FUNCTION = s.eq);
CREATE OPERATOR s.+ (LEFTARG = a, RIGHTARG = a, FUNCTION = s.eq);
