DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
