-- needs: postgres 16
CREATE SUBSCRIPTION streaming CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION origin CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION password_required CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION run_as_owner CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
