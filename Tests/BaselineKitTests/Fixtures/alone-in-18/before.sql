-- needs: postgres 18
-- That a constraint is not enforced makes it one that is not valid, too: of one that is not valid it is told alone.
CREATE TABLE t (a integer CONSTRAINT named NOT NULL);
ALTER TABLE t ADD CONSTRAINT enforced CHECK (a > 0) NOT VALID;
