SET search_path = app, public;
ALTER TABLE customers DROP CONSTRAINT positive_number, ADD CONSTRAINT positive_number CHECK (app.positive(number)) NOT VALID;
ALTER TABLE customers VALIDATE CONSTRAINT positive_number;
COMMENT ON CONSTRAINT positive_number ON customers IS 'never below';
ALTER TABLE customers DROP CONSTRAINT no_overlap, ADD CONSTRAINT no_overlap EXCLUDE USING gist (was range_ops WITH OPERATOR(pg_catalog.&&)) WHERE (name <> '');
ALTER TABLE "Odd ""schema"". ä"."Order" DROP CONSTRAINT "Order_select_fkey",
  ADD FOREIGN KEY ("select") REFERENCES customers (id) MATCH SIMPLE ON UPDATE NO ACTION ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
