-- needs: extension citext
DO $$ BEGIN CREATE ROLE types_extension_owner SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE EXTENSION citext;
