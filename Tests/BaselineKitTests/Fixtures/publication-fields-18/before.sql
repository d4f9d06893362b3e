-- needs: postgres 18
CREATE TABLE t (id integer PRIMARY KEY, g integer GENERATED ALWAYS AS (id + 1) STORED);
CREATE PUBLICATION generated_columns FOR TABLE t;
