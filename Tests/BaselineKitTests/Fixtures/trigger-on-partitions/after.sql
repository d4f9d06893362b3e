ALTER TABLE p1 DISABLE TRIGGER disabled;
ALTER TABLE p1 ENABLE TRIGGER enabled_again;
ALTER TABLE p21 ENABLE ALWAYS TRIGGER same;
ALTER TABLE p1 DISABLE TRIGGER constrained;
-- A partition that is attached gets its copies, and they are no change.
ALTER TABLE p ATTACH PARTITION attached FOR VALUES IN (3);
CREATE TABLE p4 PARTITION OF p FOR VALUES IN (4);
