DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE COLLATION "collate" (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION ctype (lc_collate = 'C', lc_ctype = 'C');
-- Whether it is for one encoding or for all is nothing that a dump keeps.
CREATE COLLATION encoding FROM "C";
CREATE COLLATION commented (locale = 'C');
CREATE COLLATION owned (locale = 'C');
CREATE COLLATION renamed (locale = 'POSIX');
CREATE COLLATION moved (locale = 'C');
CREATE COLLATION gone (locale = 'C');
CREATE CONVERSION encodings FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION "default" FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
CREATE FUNCTION s.convert(integer, integer, cstring, internal, integer, boolean) RETURNS integer LANGUAGE c STRICT AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
CREATE CONVERSION function FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION commented FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION owned FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION renamed FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION moved FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION gone FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
