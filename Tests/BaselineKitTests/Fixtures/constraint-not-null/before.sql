-- needs: postgres 18
CREATE TABLE t (a integer NOT NULL, b integer CONSTRAINT b_there NOT NULL, c integer NOT NULL NO INHERIT, d integer NOT NULL);
CREATE TABLE unsure (a integer);
ALTER TABLE unsure ADD CONSTRAINT sure NOT NULL a NOT VALID;
CREATE TABLE old (a integer NOT NULL);
CREATE TABLE parent (a integer CONSTRAINT there NOT NULL);
CREATE TABLE child (a integer) INHERITS (parent);
