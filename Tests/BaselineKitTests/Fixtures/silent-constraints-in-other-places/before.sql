CREATE SCHEMA s; SET search_path = s;
CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (a integer NOT NULL UNIQUE CHECK (a > 0) REFERENCES p, b integer);
