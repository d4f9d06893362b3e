-- needs: postgres 17
CREATE SUBSCRIPTION failover CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off);
