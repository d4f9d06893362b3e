COMMENT ON TRIGGER copied ON p1 IS 'after';
-- As DETACH PARTITION … CONCURRENTLY leaves it when it is interrupted.
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p1'::regclass;
-- The rule that makes a view is the view, save for a comment on it.
COMMENT ON RULE "_RETURN" ON v IS 'after';
-- Who is no superuser any more may own an event trigger, but not become the owner.
DO $$ BEGIN
  EXECUTE 'ALTER ROLE fixture_role_1 SUPERUSER';
  EXECUTE 'ALTER EVENT TRIGGER owned OWNER TO fixture_role_1';
  EXECUTE 'ALTER ROLE fixture_role_1 NOSUPERUSER';
END $$;
ALTER ROUTINE depends(integer) DEPENDS ON EXTENSION plpgsql;
-- Members of PostgreSQL's own families are told with the class whose type they have.
ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (s.e, integer) s.cmp(s.e, integer);
