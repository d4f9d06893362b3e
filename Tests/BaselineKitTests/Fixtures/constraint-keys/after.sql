ALTER TABLE t DROP CONSTRAINT made_deferrable, ADD CONSTRAINT made_deferrable UNIQUE (a) DEFERRABLE,
  DROP CONSTRAINT made_immediate, ADD CONSTRAINT made_immediate UNIQUE (b),
  DROP CONSTRAINT distinct_nulls, ADD CONSTRAINT distinct_nulls UNIQUE NULLS NOT DISTINCT (c),
  DROP CONSTRAINT with_include, ADD CONSTRAINT with_include UNIQUE (d) INCLUDE (c, e),
  DROP CONSTRAINT reordered, ADD CONSTRAINT reordered UNIQUE (b, a), DROP CONSTRAINT gone;
ALTER TABLE t RENAME CONSTRAINT renamed TO renamed_anew;
ALTER INDEX filled SET (fillfactor = 50);
ALTER TABLE t CLUSTER ON clustered;
COMMENT ON CONSTRAINT clustered ON t IS 'in order';
ALTER TABLE k DROP CONSTRAINT k_pkey, ADD CONSTRAINT k_pkey PRIMARY KEY (other, id) INCLUDE (id);
ALTER TABLE ONLY p ADD CONSTRAINT p_unfinished UNIQUE (id, at);
