DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a timestamp with time zone DEFAULT current_timestamp, b boolean DEFAULT 'no'::boolean, c varchar(5) DEFAULT 'x'::varchar, d integer DEFAULT (1 + 2), e text DEFAULT $$it's$$,
 f interval DEFAULT interval '24:00' * 0 + '1 day', g text DEFAULT 'a\b', h text, i numeric DEFAULT (-1));
ALTER TABLE t ALTER f SET DEFAULT '1 day'::interval;
