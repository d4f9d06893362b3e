CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a integer, b integer DEFAULT 5 NOT NULL, c text DEFAULT 'x');
