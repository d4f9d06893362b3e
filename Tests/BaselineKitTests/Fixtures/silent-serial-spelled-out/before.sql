CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (id serial PRIMARY KEY, b bigserial);
