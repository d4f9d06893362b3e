DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
