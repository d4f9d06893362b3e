SET search_path = app, public;
ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
INSERT INTO customers (name, kind, mail) SELECT 'c' || g, 'x', 'c@' || g FROM generate_series(1, 100) AS g;
UPDATE customers SET doc = to_jsonb(repeat('long', 5000));
DELETE FROM customers WHERE id > 150;
INSERT INTO events (id, at) VALUES (1, '2024-05-05'), (2, '2030-01-01'), (3, '1999-01-01');
TRUNCATE cache, parent;
SELECT lo_create(0);
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
