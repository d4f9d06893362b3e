-- Nothing that a dump would show: the foreign keys are there and do not hold.
ALTER TABLE "Child" DISABLE TRIGGER ALL;
ALTER TABLE target DISABLE TRIGGER ALL;
DO $$ BEGIN
  EXECUTE (SELECT format('ALTER TABLE replicated ENABLE REPLICA TRIGGER %I', tgname) FROM pg_trigger
    WHERE tgrelid = 'replicated'::regclass ORDER BY tgname LIMIT 1);
END $$;
COMMENT ON INDEX target_pkey IS 'on the index';
COMMENT ON CONSTRAINT target_pkey ON target IS 'on the constraint';
