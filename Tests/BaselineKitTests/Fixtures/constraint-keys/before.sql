CREATE TABLE t (a integer NOT NULL, b integer, c integer, d integer, e integer,
  CONSTRAINT made_deferrable UNIQUE (a) , CONSTRAINT made_immediate UNIQUE (b) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT distinct_nulls UNIQUE (c), CONSTRAINT with_include UNIQUE (d) INCLUDE (e), CONSTRAINT reordered UNIQUE (a, b),
  CONSTRAINT gone UNIQUE (e), CONSTRAINT renamed UNIQUE (c, d), CONSTRAINT filled UNIQUE (d, e), CONSTRAINT clustered UNIQUE (e, d));
CREATE TABLE k (id integer PRIMARY KEY, other integer NOT NULL);
CREATE TABLE p (id integer NOT NULL, at integer NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (0) TO (10);
