-- needs: postgres 18
CREATE TABLE t (a integer, virtual integer GENERATED ALWAYS AS (a * 2) VIRTUAL, kind integer GENERATED ALWAYS AS (a + 1) STORED);
