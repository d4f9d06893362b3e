CREATE TABLE t (a integer, b integer, c integer, CONSTRAINT t_key UNIQUE (a) INCLUDE (b), CONSTRAINT t_check CHECK (b > 0));
CREATE INDEX t_idx ON t (a, (c + 1)) INCLUDE (b) WHERE c > 0;
