DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE "s"."t" ("a" integer CHECK ("a" > 0)); CREATE INDEX "i" ON "t" ("a"); CREATE VIEW "v" AS SELECT "a" FROM "s"."t"; CREATE FUNCTION U&"\0066"() RETURNS integer LANGUAGE "sql" AS 'SELECT 1';
