-- each
DROP INDEX app.customers_doc;
CREATE INDEX CONCURRENTLY customers_doc ON app.customers USING gin (doc jsonb_path_ops) WITH (fastupdate = off);
