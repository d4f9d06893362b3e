-- An object of every kind that needs no extension, with the names and the relations that tools stumble over.
DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA app AUTHORIZATION fixture_role_1;
CREATE SCHEMA "Odd ""schema"". ä";
COMMENT ON SCHEMA app IS 'the application';
GRANT USAGE ON SCHEMA app TO fixture_role_2;
SET search_path = app, public;

-- Types.
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'Happy');
COMMENT ON TYPE mood IS 'how it is';
CREATE COLLATION plain FROM "C";
CREATE DOMAIN email AS varchar(200) COLLATE plain DEFAULT 'nobody@example' NOT NULL CONSTRAINT at_sign CHECK (VALUE ~ '@');
CREATE DOMAIN strict_email AS email CHECK (VALUE <> '') ;
CREATE TYPE address AS (street text COLLATE plain, "Zip code" char(5), mail email);
COMMENT ON COLUMN address.street IS 'and number';
CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE base;
CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = integer, CATEGORY = 'N', DEFAULT = '7');
CREATE TYPE shell;

-- Functions that are wanted by what follows, and that want each other.
CREATE FUNCTION positive(integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT $1 > 0';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN RAISE NOTICE 'it''s'; RETURN NEW; END $x$;
CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE FUNCTION "Odd, (name)"("select" integer DEFAULT 1, VARIADIC "from" text[] DEFAULT '{}') RETURNS SETOF text
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 COST 20 SET search_path = app, pg_temp SET work_mem = '1MB'
  AS $body$ BEGIN RETURN NEXT '$$'; END $body$;
CREATE FUNCTION other_arguments(IN a integer, OUT b integer, INOUT c text DEFAULT 'x, y') LANGUAGE plpgsql LEAKPROOF AS 'BEGIN END';
CREATE FUNCTION as_table(x integer) RETURNS TABLE (y integer, z mood) LANGUAGE sql AS 'SELECT x, NULL::app.mood';
CREATE FUNCTION even(n integer) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN n = 0 OR app.odd(n - 1); END';
CREATE FUNCTION odd(n integer) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN n <> 0 AND app.even(n - 1); END';
CREATE PROCEDURE work(INOUT n integer) LANGUAGE plpgsql AS 'BEGIN COMMIT; END';
COMMENT ON FUNCTION positive(integer) IS 'more than nothing';
CREATE AGGREGATE total(float8) (SFUNC = float8pl, STYPE = float8, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE share(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

-- Tables.
CREATE SEQUENCE numbers AS integer INCREMENT 5 MINVALUE 0 MAXVALUE 1000 START 10 CACHE 20 CYCLE;
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
  number integer DEFAULT nextval('numbers') NOT NULL UNIQUE,
  gone integer,
  name varchar(100) NOT NULL,
  kind varchar(10) DEFAULT 'x' CHECK (kind IN ('x', 'y')),
  mail strict_email, lives address, feels mood DEFAULT 'it''s ok', was span, based base,
  note text COLLATE plain DEFAULT 'it''s ' || CURRENT_USER,
  money numeric(10,2) DEFAULT 0, at timestamptz(3) DEFAULT now(), "until" interval DEFAULT '90 days',
  tags text[] DEFAULT '{}', doc jsonb DEFAULT '{}'::jsonb,
  double_number integer GENERATED ALWAYS AS (number * 2) STORED,
  CONSTRAINT positive_number CHECK (positive(number)),
  CONSTRAINT named UNIQUE (name, kind) INCLUDE (note) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT no_overlap EXCLUDE USING gist (was WITH &&) WHERE (name <> '')
) WITH (fillfactor = 90, toast.autovacuum_enabled = false);
ALTER TABLE customers DROP COLUMN gone;
ALTER TABLE customers ALTER note SET STORAGE EXTERNAL, ALTER number SET STATISTICS 500, ALTER name SET (n_distinct = 100);
ALTER TABLE customers ADD CONSTRAINT unproved CHECK (money >= 0) NOT VALID;
COMMENT ON TABLE customers IS 'people who buy';
COMMENT ON COLUMN customers.name IS 'as they say it';
COMMENT ON CONSTRAINT positive_number ON customers IS 'never below';
CREATE INDEX customers_lower ON customers (lower(name) text_pattern_ops, at DESC NULLS LAST) INCLUDE (note) WHERE kind <> 'y';
CREATE INDEX customers_doc ON customers USING gin (doc jsonb_path_ops) WITH (fastupdate = off);
COMMENT ON INDEX customers_lower IS 'for the search';
CREATE STATISTICS customers_stats (ndistinct, mcv) ON name, kind FROM customers;
ALTER STATISTICS customers_stats SET STATISTICS 50;
CREATE TABLE "Odd ""schema"". ä"."Order" (id serial PRIMARY KEY, "select" bigint REFERENCES customers ON DELETE CASCADE DEFERRABLE,
  "dot.ted" integer, "quo""ted" text DEFAULT E'back\\slash', "new
line" text, CHECK ("dot.ted" BETWEEN 1 AND 5), FOREIGN KEY ("dot.ted") REFERENCES customers (number) MATCH FULL ON UPDATE SET NULL);
CREATE UNIQUE INDEX " USING (" ON "Odd ""schema"". ä"."Order" ("quo""ted" COLLATE "C", ("dot.ted" + 1));
ALTER TABLE "Odd ""schema"". ä"."Order" CLUSTER ON " USING (";
ALTER TABLE "Odd ""schema"". ä"."Order" REPLICA IDENTITY FULL;
CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value jsonb);
CREATE TABLE parent (id integer NOT NULL, wheels integer DEFAULT 4 CONSTRAINT "some" CHECK (wheels > 0), own text CHECK (own <> '') NO INHERIT);
CREATE TABLE second_parent (extra text, wheels integer);
CREATE TABLE child (load integer) INHERITS (parent, second_parent);
CREATE TABLE typed OF address (street NOT NULL, PRIMARY KEY ("Zip code"));
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text DEFAULT 'x', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Odd ""schema"". ä".events_2025 PARTITION OF events (kind DEFAULT 'y') FOR VALUES FROM ('2025-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE deepest PARTITION OF "Odd ""schema"". ä".events_2025 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind ON events (kind);
CREATE TABLE event_notes (id bigint, at date, FOREIGN KEY (id, at) REFERENCES events);

-- Views, one of which the table it reads depends upon.
CREATE VIEW buyers AS SELECT id, name AS "Name", kind FROM customers WHERE kind IN ('x', 'y') AND at > now() - interval '90 days';
CREATE VIEW "over" WITH (security_barrier) AS SELECT b."Name", count(*) OVER (PARTITION BY b.kind) AS n FROM buyers AS b;
CREATE VIEW checked AS SELECT id, number FROM customers WHERE number > 1 WITH LOCAL CHECK OPTION;
CREATE RECURSIVE VIEW tree (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM tree WHERE n < 5;
CREATE VIEW cyclic AS SELECT 1 AS one;
CREATE FUNCTION of_cyclic(cyclic) RETURNS integer LANGUAGE sql STABLE AS 'SELECT $1.one';
CREATE OR REPLACE VIEW cyclic AS SELECT c.number AS one FROM customers AS c WHERE positive(c.number);
ALTER VIEW checked ALTER number SET DEFAULT 5;
COMMENT ON VIEW buyers IS 'who bought';
COMMENT ON COLUMN buyers."Name" IS 'shown';
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 70) AS SELECT kind, sum(money) AS total FROM customers GROUP BY kind;
CREATE UNIQUE INDEX totals_kind ON totals (kind);
CREATE VIEW upon_totals AS SELECT * FROM totals WHERE total > 0;

-- Rules, triggers, policies.
CREATE RULE no_delete AS ON DELETE TO cache WHERE OLD.key = 'keep' DO INSTEAD NOTHING;
CREATE RULE buyers_insert AS ON INSERT TO buyers DO INSTEAD INSERT INTO customers (name) VALUES (NEW."Name");
COMMENT ON RULE no_delete ON cache IS 'kept';
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF note, name ON customers FOR EACH ROW WHEN (NEW.name <> 'it''s') EXECUTE FUNCTION touch('a', 'it''s');
CREATE TRIGGER "Odd trigger" AFTER DELETE ON customers REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE customers DISABLE TRIGGER "Odd trigger";
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON cache DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER on_partitions AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER instead INSTEAD OF UPDATE ON "over" FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TRIGGER touch ON customers IS 'touches';
CREATE EVENT TRIGGER everything_guard ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION guard();
ALTER TABLE customers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY readers ON customers FOR SELECT TO fixture_role_2, fixture_role_1 USING (name = CURRENT_USER);
CREATE POLICY writers ON customers AS RESTRICTIVE WITH CHECK (EXISTS (SELECT 1 FROM parent AS p WHERE p.id = customers.number));
COMMENT ON POLICY readers ON customers IS 'their own';

-- Operators, casts, text search, conversions, languages, access methods.
CREATE FUNCTION same(address, address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.street = $2.street';
CREATE OPERATOR === (LEFTARG = address, RIGHTARG = address, FUNCTION = same, COMMUTATOR = ===, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
CREATE OPERATOR @#@ (RIGHTARG = integer, FUNCTION = positive);
CREATE OPERATOR FAMILY reversed USING btree;
CREATE OPERATOR CLASS reversed_integers FOR TYPE integer USING btree FAMILY reversed AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
ALTER OPERATOR FAMILY reversed USING btree ADD FUNCTION 1 (bigint, bigint) btint8cmp(bigint, bigint);
CREATE INDEX customers_reversed ON customers (number reversed_integers);
CREATE FUNCTION mood_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS integer) WITH FUNCTION mood_number(mood) AS ASSIGNMENT;
COMMENT ON CAST (mood AS integer) IS 'a number';
CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH PARSER words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE simplest (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY english_words (TEMPLATE = pg_catalog.simple, STOPWORDS = 'english', ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION searching (PARSER = words);
ALTER TEXT SEARCH CONFIGURATION searching ADD MAPPING FOR asciiword, word WITH english_words, pg_catalog.simple;
CREATE FUNCTION odd_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE TRUSTED LANGUAGE "Odd language" HANDLER odd_handler;
CREATE TRANSFORM FOR integer LANGUAGE "Odd language" (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE ACCESS METHOD everything_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE other_method (id integer) USING everything_heap;

-- Foreign servers, publications, privileges.
CREATE FOREIGN DATA WRAPPER nowhere OPTIONS (debug 'true');
CREATE SERVER far_away TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER nowhere OPTIONS (host 'it''s', "Odd key" 'x');
CREATE USER MAPPING FOR fixture_role_1 SERVER far_away OPTIONS (user 'u', password 'p');
CREATE USER MAPPING FOR PUBLIC SERVER far_away;
CREATE FOREIGN TABLE remote (id integer OPTIONS (column_name 'Id') NOT NULL, note text, CHECK (id > 0)) SERVER far_away OPTIONS (table_name 'there');
CREATE PUBLICATION everything_told FOR TABLE customers, parent WITH (publish = 'insert, update');
CREATE PUBLICATION everything_at_all FOR ALL TABLES;
ALTER TABLE customers OWNER TO fixture_role_1;
GRANT SELECT, INSERT ON customers TO fixture_role_2 WITH GRANT OPTION;
GRANT UPDATE (name, note) ON customers TO fixture_role_2;
GRANT USAGE ON SEQUENCE numbers TO PUBLIC;
GRANT USAGE ON TYPE mood TO fixture_role_2;
REVOKE EXECUTE ON FUNCTION positive(integer) FROM PUBLIC;
GRANT USAGE ON FOREIGN SERVER far_away TO fixture_role_2;
ALTER DEFAULT PRIVILEGES IN SCHEMA "Odd ""schema"". ä" GRANT SELECT ON TABLES TO fixture_role_2;
ALTER DEFAULT PRIVILEGES FOR ROLE fixture_role_1 REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO fixture_role_2;
