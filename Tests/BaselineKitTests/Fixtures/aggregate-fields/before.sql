DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE FUNCTION s.step(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION s.step_of_three(integer, integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION s.final(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION s.final_extra(integer, integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION s.final_moving(bigint[], integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION s.variadic_step(integer, integer, VARIADIC integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE state_function(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE state_type(integer) (SFUNC = int4_sum, STYPE = bigint);
CREATE AGGREGATE state_size(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE final_function(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE final_function_extra(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = s.final);
CREATE AGGREGATE final_function_modify(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = s.final);
CREATE AGGREGATE modify_without_function(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE combine_function(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE serial_functions(bigint) (SFUNC = int8_avg_accum, STYPE = internal, COMBINEFUNC = int8_avg_combine, FINALFUNC = numeric_poly_avg);
CREATE AGGREGATE initial_value(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE initial_value_empty(text) (SFUNC = textcat, STYPE = text);
CREATE AGGREGATE moving(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE moving_parts(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = s.final,
  MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MFINALFUNC = s.final, MINITCOND = '0');
CREATE AGGREGATE moving_modify(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = s.final,
  MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MFINALFUNC = s.final);
CREATE AGGREGATE sort_operator(integer) (SFUNC = int4larger, STYPE = integer);
CREATE AGGREGATE parallel(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE parallel_restricted(integer) (SFUNC = int4pl, STYPE = integer, PARALLEL = SAFE);
CREATE AGGREGATE two_arguments(integer, integer) (SFUNC = s.step_of_three, STYPE = integer);
CREATE AGGREGATE argument_name(a integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE "variadic"(VARIADIC integer[]) (SFUNC = array_cat, STYPE = integer[]);
CREATE AGGREGATE stars(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE ordered_set(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA);
CREATE AGGREGATE commented(integer) (SFUNC = int4pl, STYPE = integer);
COMMENT ON AGGREGATE commented(integer) IS 'before';
CREATE AGGREGATE owned(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE granted(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE renamed(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE moved(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE gone(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE becomes_function(integer) (SFUNC = int4pl, STYPE = integer);
