ALTER SUBSCRIPTION failover SET (slot_name = 'f');
ALTER SUBSCRIPTION failover SET (slot_name = NONE);
DROP SUBSCRIPTION failover;
CREATE SUBSCRIPTION failover CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, enabled = false, slot_name = NONE, streaming = off, failover = true);
