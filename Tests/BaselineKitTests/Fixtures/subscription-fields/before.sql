-- needs: postgres 15
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SUBSCRIPTION connection CONNECTION 'user=u host=/nowhere password=''a b''  dbname=''it\''s''' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE);
CREATE SUBSCRIPTION publications CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION slot CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION enabled CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION "binary" CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION streaming CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION two_phase CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION disable_on_error CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION synchronous_commit CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION commented CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION owned CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION dropped CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
ALTER SUBSCRIPTION enabled SET (slot_name = 'nowhere');
CREATE SUBSCRIPTION renamed CONNECTION 'host=/renamed' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE);
