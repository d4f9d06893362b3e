CREATE SCHEMA s; SET search_path = s;
CREATE DOMAIN d AS text CHECK (VALUE <> '');
