-- needs: postgres 18
-- What PostgreSQL 18 brought, each alone. That a constraint is not enforced makes it one that is not valid.
CREATE TABLE t (id int4range NOT NULL, during tsrange NOT NULL, CONSTRAINT period UNIQUE (id, during));
CREATE TABLE u (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT enforced CHECK (a > 0) NOT VALID);
CREATE TABLE parted (a integer CONSTRAINT named NOT NULL, b integer NOT NULL);
CREATE INDEX parted_a ON parted (a);
