CREATE SCHEMA s; SET search_path = s;
CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd');
