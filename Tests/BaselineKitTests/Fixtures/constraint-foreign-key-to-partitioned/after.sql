-- Each partition of the referenced table brings rows of pg_constraint that no DDL names; they are no change of t.
CREATE TABLE p_2 PARTITION OF p FOR VALUES FROM (10) TO (20);
