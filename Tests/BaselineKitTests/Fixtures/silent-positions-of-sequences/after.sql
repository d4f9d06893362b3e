SET search_path = app, public;
SELECT nextval('numbers'), setval('customers_id_seq', 5000);
ALTER SEQUENCE numbers RESTART WITH 500;
ALTER TABLE customers ALTER id RESTART WITH 77;
TRUNCATE customers RESTART IDENTITY CASCADE;
