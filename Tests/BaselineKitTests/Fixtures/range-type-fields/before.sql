DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE FUNCTION minus(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE subtype AS RANGE (SUBTYPE = integer);
CREATE TYPE operator_class AS RANGE (SUBTYPE = text);
CREATE TYPE collated AS RANGE (SUBTYPE = text);
CREATE TYPE canonical AS RANGE (SUBTYPE = integer);
CREATE TYPE difference AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE multirange AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = many);
CREATE TYPE commented AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = commented_many);
CREATE TYPE owned AS RANGE (SUBTYPE = float8);
CREATE TYPE granted AS RANGE (SUBTYPE = float8);
CREATE TYPE dropped AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = minus, MULTIRANGE_TYPE_NAME = dropped_many);
CREATE TYPE renamed AS RANGE (SUBTYPE = timetz);
