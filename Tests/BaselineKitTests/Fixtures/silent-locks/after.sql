-- open
BEGIN;
LOCK TABLE app.customers IN EXCLUSIVE MODE;
SELECT pg_advisory_lock(1);
DECLARE c CURSOR FOR SELECT * FROM app.buyers;
FETCH c;
PREPARE p AS SELECT 1;
LISTEN everything;
