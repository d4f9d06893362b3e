CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a timestamptz DEFAULT CURRENT_TIMESTAMP, b boolean DEFAULT false, c varchar(5) DEFAULT 'x', d integer DEFAULT 1 + 2, e text DEFAULT 'it''s',
 f interval DEFAULT '1 day', g text DEFAULT E'a\\b', h text DEFAULT NULL, i numeric DEFAULT -1);
